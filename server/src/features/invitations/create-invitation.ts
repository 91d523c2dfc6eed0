import type { AppContext, TransactionContext } from '../../context.ts'
import type { InvitationRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError, notFound } from '../../http/errors.ts'
import { languageAmong } from '../../pages/languages.ts'
import { recordEvent } from '../events/record-event.ts'
import { findMembershipOf } from '../memberships/membership.queries.ts'
import { holdOrganization, type Organization } from '../organizations/organization.queries.ts'
import { DEFAULT_ROLE } from '../roles/default-roles.ts'
import { listAssignableRoles } from '../roles/role.queries.ts'
import { emailKey, findUserByEmail, holdUser } from '../users/user.queries.ts'
import { insertInvitation } from './invitation.queries.ts'
import { toInvitationEventData } from './invitation.wire.ts'
import { makeToken } from './invitation-token.ts'
import { mailInvitation } from './mail-invitation.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const FEWEST_DAYS = 1
const MOST_DAYS = 30
const DEFAULT_DAYS = 7

export interface NewInvitation {
  email: string
  organization_id?: string | null | undefined
  role_slug?: string | null | undefined
  expires_in_days?: number | null | undefined
  inviter_user_id?: string | null | undefined
  /** For the mail. */
  locale?: string | null | undefined
}

/**
 * Invites an address, once at a time: to an organization somebody who is not an active member of it, and to no
 * organization somebody who has no account.
 */
export async function createInvitation(app: AppContext, given: NewInvitation): Promise<InvitationRow> {
  const days = given.expires_in_days ?? DEFAULT_DAYS
  if (days < FEWEST_DAYS) throw refusal('expires_in_days_too_short', 'expires_in_days must be 1 or more.')
  if (days > MOST_DAYS) throw refusal('expires_in_days_too_long', 'expires_in_days must be 30 or less.')
  return await inTransaction(app, async (tx) => {
    // Both are held: neither can be deleted before this commits, and so no invitation is left behind.
    const inviter = given.inviter_user_id ? await holdUser(tx.db, given.inviter_user_id) : undefined
    if (given.inviter_user_id && !inviter) throw notFound('User', given.inviter_user_id)
    const organization = given.organization_id ? await mustHold(tx, given.organization_id) : undefined
    const role = await chooseRole(tx, organization, given.role_slug)
    await refuseKnown(tx, organization, given.email)
    const { row, token } = newInvitation(tx, given, { role, days })
    const invitation = await insertInvitation(tx.db, row, tx.clock.now())
    if (!invitation) throw invitedAlready(given.email, organization)
    await recordEvent(tx, 'invitation.created', toInvitationEventData(invitation, tx.clock.now()))
    await mailInvitation(tx, invitation, { token, organization, inviter })
    return invitation
  })
}

async function mustHold(tx: TransactionContext, id: string): Promise<Organization> {
  const organization = await holdOrganization(tx.db, id)
  if (!organization) throw notFound('Organization', id)
  return organization
}

/** Null: there is no organization in which to have one. */
async function chooseRole(
  tx: TransactionContext,
  organization: Organization | undefined,
  slug: string | null | undefined,
): Promise<string | null> {
  if (!organization) {
    if (slug) throw refusal('invalid_role', 'A role needs an organization: give organization_id too.')
    return null
  }
  if (!slug) return DEFAULT_ROLE
  const [role] = await listAssignableRoles(tx.db, organization.id, [slug])
  if (!role) throw refusal('invalid_role', `The organization has no role '${slug}'.`)
  return role.slug
}

async function refuseKnown(
  tx: TransactionContext,
  organization: Organization | undefined,
  email: string,
): Promise<void> {
  const user = await findUserByEmail(tx.db, email)
  if (!user) return
  if (!organization) throw refusal('user_already_exists', `There is a user with the email '${email}' already.`)
  const membership = await findMembershipOf(tx.db, { userId: user.id, organizationId: organization.id })
  if (membership?.status === 'active') {
    throw refusal(
      'user_already_organization_member',
      `'${email}' is a member of organization '${organization.id}' already.`,
    )
  }
}

function newInvitation(
  tx: TransactionContext,
  given: NewInvitation,
  { role, days }: { role: string | null; days: number },
): { row: InvitationRow; token: string } {
  const now = tx.clock.now()
  const id = tx.ids.next('invitation')
  const { token, columns } = makeToken(tx, id)
  const organizationId = given.organization_id || null
  const row = {
    id,
    email: given.email,
    email_key: emailKey(given.email),
    organization_id: organizationId,
    role_slug: role,
    inviter_user_id: given.inviter_user_id || null,
    language: languageAmong([given.locale ?? '']) ?? null,
    open_key: `${organizationId ?? ''} ${emailKey(given.email)}`,
    ...columns,
    accepted_at: null,
    accepted_user_id: null,
    revoked_at: null,
    expires_at: new Date(now.getTime() + days * DAY_MS).toISOString(),
    created_at: now.toISOString(),
    updated_at: now.toISOString(),
  }
  return { row, token }
}

function invitedAlready(email: string, organization: Organization | undefined): ApiError {
  const advice = 'Resend that invitation, or revoke it first.'
  return organization
    ? refusal(
        'email_already_invited_to_organization',
        `'${email}' is invited to organization '${organization.id}' already. ${advice}`,
      )
    : refusal('email_already_invited', `'${email}' is invited already. ${advice}`)
}

function refusal(code: string, message: string): ApiError {
  return new ApiError(400, message, { code })
}
