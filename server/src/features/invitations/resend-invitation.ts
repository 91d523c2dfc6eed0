import type { AppContext } from '../../context.ts'
import type { InvitationRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError, notFound } from '../../http/errors.ts'
import { languageAmong } from '../../pages/languages.ts'
import { recordEvent } from '../events/record-event.ts'
import { findOrganization } from '../organizations/organization.queries.ts'
import { findUser } from '../users/user.queries.ts'
import { findInvitation, noteInvitationResent } from './invitation.queries.ts'
import { stateOf, toInvitationEventData } from './invitation.wire.ts'
import { openToken } from './invitation-token.ts'
import { mailInvitation } from './mail-invitation.ts'

/** The same link once more, which works as long as before. */
export async function resendInvitation(
  app: AppContext,
  id: string,
  locale: string | null | undefined,
): Promise<InvitationRow> {
  return await inTransaction(app, async (tx) => {
    const now = tx.clock.now()
    const invitation = await noteInvitationResent(tx.db, id, { language: languageAmong([locale ?? '']), now })
    if (!invitation) throw describeRefusal(await findInvitation(tx.db, id), id, now)
    await recordEvent(tx, 'invitation.resent', toInvitationEventData(invitation, now))
    await mailInvitation(tx, invitation, {
      token: openToken(tx, invitation),
      organization: invitation.organization_id ? await findOrganization(tx.db, invitation.organization_id) : undefined,
      inviter: invitation.inviter_user_id ? await findUser(tx.db, invitation.inviter_user_id) : undefined,
    })
    return invitation
  })
}

function describeRefusal(invitation: InvitationRow | undefined, id: string, now: Date): ApiError {
  if (!invitation) return notFound('Invitation', id)
  const state = stateOf(invitation, now)
  if (state === 'accepted') return new ApiError(400, 'Invite has already been accepted.', { code: 'invite_accepted' })
  if (state === 'revoked') return new ApiError(400, 'Invite has been revoked.', { code: 'invite_revoked' })
  return new ApiError(400, 'Invite has expired.', { code: 'invite_expired' })
}
