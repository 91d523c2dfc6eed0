import type { AppContext } from '../../context.ts'
import type { InvitationRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError, notFound } from '../../http/errors.ts'
import { recordEvent } from '../events/record-event.ts'
import { findInvitation, spendInvitation } from './invitation.queries.ts'
import { toInvitationEventData } from './invitation.wire.ts'

/** From the commit on nobody accepts it. Of a revocation and an acceptance at the same moment one fails. */
export async function revokeInvitation(app: AppContext, id: string): Promise<InvitationRow> {
  return await inTransaction(app, async (tx) => {
    const now = tx.clock.now()
    const invitation = await spendInvitation(tx.db, id, 'revoked', now)
    if (invitation) {
      await recordEvent(tx, 'invitation.revoked', toInvitationEventData(invitation, now))
      return invitation
    }
    if (!(await findInvitation(tx.db, id))) throw notFound('Invitation', id)
    throw new ApiError(400, 'Invite is not pending.', { code: 'invite_not_pending' })
  })
}
