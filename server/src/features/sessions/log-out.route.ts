import { z } from 'zod'
import type { AppContext } from '../../context.ts'
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
import { findKeptSessions, type KeptSession } from './kept-sessions.ts'
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
    // All that is read is read before: after the commit nothing is left that could fail and deny that it ended.
    const { location, fallback } = await decideRedirect(app, 'sign_out_uri', query.return_to)
    const hostedSignIn = await findBrowserSession(app, request)
    const keptSessions = await findKeptSessions(app, request)
    // What no session can be called (a NUL, two thousand letters) does not reach the database.
    const isPossible = isId('session', query.session_id)
    const ended = isPossible
      ? await endSession(app, query.session_id, { reason: 'sign_out', actor: BY_SIGN_OUT_LINK })
      : undefined
    // Ending the session ended the hosted sign-in it came from, unless it had given way to a newer one of the same
    // browser. A cookie of another, live sign-in stays.
    const endedSignInId = ended?.end_reason === 'session_limit' ? undefined : ended?.browser_session_id
    const staysSignedIn = hostedSignIn !== undefined && hostedSignIn.id !== endedSignInId
    const isCookieDead = request.cookie(cookieName(app.config, 'session')) && !staysSignedIn
    return redirect(location ?? fallback ?? SIGNED_OUT_PATH, [
      ...(isCookieDead ? [clearCookie(app.config, 'session')] : []),
      ...forgetDeadTokens(app, request, { keptSessions, endedId: query.session_id }),
    ])
  },
})

/** The browser SDK's cookies of the session that ended and of those that were over before. Those of live ones stay. */
function forgetDeadTokens(
  app: AppContext,
  request: RequestInfo,
  { keptSessions, endedId }: { keptSessions: KeptSession[]; endedId: string },
): string[] {
  const dead = keptSessions.filter(({ liveSessionId }) => liveSessionId === undefined || liveSessionId === endedId)
  const isMarkedInVain = keptSessions.length === 0 && isMarked(request)
  if (dead.length === 0 && !isMarkedInVain) return []
  return forgetRefreshTokens(
    app.config,
    request,
    dead.map(({ clientId }) => clientId),
  )
}
