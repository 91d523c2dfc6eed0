import type { TransactionContext } from '../../context.ts'
import type { InvitationRow } from '../../database/schema.ts'
import { languageForMail } from '../../pages/languages.ts'
import { type Messages, messages } from '../../pages/messages/messages.ts'
import { queueEmail } from '../emails/queue-email.ts'
import type { Organization } from '../organizations/organization.queries.ts'
import type { User } from '../users/user.queries.ts'
import { toUserObject } from '../users/user.wire.ts'
import { acceptInvitationUrl } from './invitation-token.ts'
import { nameForMail } from './name-for-mail.ts'
import { paceInvitations } from './pace-of-invitations.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** Says who invites, and to what, as far as their names are fit for a mail. Throws a 429 if the address has had too many. */
export async function mailInvitation(
  tx: TransactionContext,
  invitation: InvitationRow,
  from: { token: string; organization: Organization | undefined; inviter: User | undefined },
): Promise<void> {
  await paceInvitations(tx, invitation.email)
  const text = messages[languageForMail(invitation.language, null)]
  const organization = nameForMail(from.organization?.name)
  const inviter = nameForMail(from.inviter && toUserObject(from.inviter).name)
  const expiresAt = new Date(invitation.expires_at)
  const days = Math.ceil((expiresAt.getTime() - tx.clock.now().getTime()) / DAY_MS)
  const mail = {
    to: invitation.email,
    subject: organization ? text.mails.invitationTo(organization) : text.mails.invitationSubject,
    text: text.mails.invitation(
      firstSentence(text, organization, inviter),
      acceptInvitationUrl(tx.config, from.token),
      days,
    ),
  }
  await queueEmail(tx, mail, expiresAt)
}

function firstSentence(text: Messages, organization: string | undefined, inviter: string | undefined): string {
  if (organization) return inviter ? text.mails.invitedToBy(organization, inviter) : text.mails.invitedTo(organization)
  return inviter ? text.mails.invitedBy(inviter) : text.mails.invited
}
