import { z } from 'zod'
import type { TransactionContext } from '../../context.ts'
import { together } from '../../database/together.ts'
import { inTransaction } from '../../database/transaction.ts'
import { defineRoute } from '../../http/define-route.ts'
import { redirect } from '../../http/reply.ts'
import { isId } from '../../platform/ids.ts'
import { decideRedirect } from '../applications/decide-redirect.ts'
import { clearDeadCookies } from './dead-cookies.ts'
import { logDroppedReturn, sealDeveloperNote } from './developer-note.ts'
import { endSession } from './end-session.ts'
import { BY_SIGN_OUT_LINK } from './ending.ts'
import { signedOutLocation } from './signed-out.page.ts'

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
      const [decision] = await together(
        decideRedirect(tx, 'sign_out_uri', query.return_to),
        endNamedSession(tx, query.session_id),
      )
      logDroppedReturn(tx, query.return_to, decision)
      const target = decision.location ?? decision.fallback ?? signedOutLocation(sealDeveloperNote(tx, query.return_to))
      return redirect(target, await clearDeadCookies(tx, request))
    })
  },
})

/** What no session can be called (a NUL, two thousand letters) does not reach the database. */
async function endNamedSession(tx: TransactionContext, id: string): Promise<void> {
  if (isId('session', id)) await endSession(tx, id, { reason: 'sign_out', actor: BY_SIGN_OUT_LINK })
}
