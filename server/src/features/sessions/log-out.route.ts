import { z } from 'zod'
import type { TransactionContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { defineRoute } from '../../http/define-route.ts'
import { redirect } from '../../http/reply.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import { forgetRefreshTokens, isMarked } from '../../pages/browser-sdk-cookies.ts'
import { clearCookie, cookieName } from '../../pages/cookies.ts'
import { isId } from '../../platform/ids.ts'
import { decideRedirect } from '../applications/decide-redirect.ts'
import { findBrowserSession } from './browser-session.ts'
import { endSession } from './end-session.ts'
import { BY_SIGN_OUT_LINK } from './ending.ts'
import { findKeptSessions } from './kept-sessions.ts'
import { SIGNED_OUT_PATH } from './signed-out.page.ts'

/**
 * Followed by browsers, so the caller proves nothing but the id of the session. A live, an ended and an unknown session
 * are answered alike: what is asked for holds in each case, and nobody learns which it was.
 */
export const logOut = defineRoute({
  method: 'get',
  path: '/user_management/sessions/logout',
  summary: 'Logout',
  description:
    'Where an application sends the browser to sign out. Ends the session, its refresh tokens and the hosted sign-in ' +
    'it came from. A live, an ended and an unknown session are answered alike.',
  tag: 'Authentication',
  caller: 'anyone',
  hasEffect: true,
  query: z.object({
    session_id: z.string().min(1).meta({
      description: 'The ID of the session that is ending: the `sid` claim of the access token.',
    }),
    // Given twice, it is nobody's wish in particular: dropped like an address that is not registered.
    return_to: z.string().optional().catch(undefined).meta({
      description:
        'Where to send the browser afterwards: a registered sign-out URI. Anything else is dropped, and the default is used.',
    }),
  }),
  responses: { 302: 'empty' },

  async handle(app, { query, request }) {
    // One transaction for all that is read and ended: whatever fails, the answer never denies an end that was committed.
    return await inTransaction(app, async (tx) => {
      const { location, fallback } = await decideRedirect(tx, 'sign_out_uri', query.return_to)
      // What no session can be called (a NUL, two thousand letters) does not reach the database.
      if (isId('session', query.session_id))
        await endSession(tx, query.session_id, { reason: 'sign_out', actor: BY_SIGN_OUT_LINK })
      return redirect(location ?? fallback ?? SIGNED_OUT_PATH, [
        ...(await clearDeadSignIn(tx, request)),
        ...(await forgetDeadTokens(tx, request)),
      ])
    })
  },
})

/** Whoever's hosted sign-in has ended, now or before, is rid of its cookie. The cookie of a live one stays. */
async function clearDeadSignIn(tx: TransactionContext, request: RequestInfo): Promise<string[]> {
  if (!request.cookie(cookieName(tx.config, 'session'))) return []
  return (await findBrowserSession(tx, request)) ? [] : [clearCookie(tx.config, 'session')]
}

/** The browser SDK's cookies of the session that ended and of those that were over before. Those of live ones stay. */
async function forgetDeadTokens(tx: TransactionContext, request: RequestInfo): Promise<string[]> {
  const kept = await findKeptSessions(tx, request)
  const dead = kept.filter(({ liveSessionId }) => liveSessionId === undefined)
  const isMarkedInVain = kept.length === 0 && isMarked(request)
  if (dead.length === 0 && !isMarkedInVain) return []
  return forgetRefreshTokens(
    tx.config,
    request,
    dead.map(({ clientId }) => clientId),
  )
}
