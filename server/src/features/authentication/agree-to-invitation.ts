import type { AppContext } from '../../context.ts'
import type { BrowserSessionRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { acceptOnSignIn } from '../invitations/accept-invitation.ts'
import { findInvitation } from '../invitations/invitation.queries.ts'
import { touchBrowserSession } from '../sessions/browser-session.queries.ts'
import { holdUser } from '../users/user.queries.ts'
import { holdAuthorizationRequest } from './authorization-request.queries.ts'
import { type Destination, destinationOf, invitationRefused } from './finish-hosted-sign-in.ts'

/**
 * Accepts as who is signed in, and answers where the sign-in leads. Undefined: they are signed out by now, or this sign-in
 * is over. Like a sign-in it may be finished again, because a double click submits the form twice.
 */
export async function agreeToInvitation(
  app: AppContext,
  flowId: string,
  { id, user_id }: BrowserSessionRow,
): Promise<Destination | undefined> {
  return await inTransaction(app, async (tx) => {
    const now = tx.clock.now()
    const flow = await holdAuthorizationRequest(tx.db, flowId, now)
    // The user and the membership before the browser, as in every sign-in.
    const user = flow && (await holdUser(tx.db, user_id))
    if (!flow?.invitation_id || !user) return undefined
    const invitation = await findInvitation(tx.db, flow.invitation_id)
    if (invitation?.accepted_user_id !== user.id) await acceptOnSignIn(tx, invitation, user, invitationRefused)
    const signedIn = await touchBrowserSession(tx.db, id, now)
    // A refusal, so that nothing is accepted by somebody who has left.
    if (!signedIn) throw invitationRefused()
    return await destinationOf(tx, flow, signedIn)
  })
}
