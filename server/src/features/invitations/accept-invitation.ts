import type { AppContext, TransactionContext } from '../../context.ts'
import type { InvitationRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError, notFound } from '../../http/errors.ts'
import { hashSecret } from '../../platform/secrets.ts'
import { recordEvent } from '../events/record-event.ts'
import { joinOrganization } from '../memberships/create-membership.ts'
import { holdOrganization } from '../organizations/organization.queries.ts'
import { DEFAULT_ROLE } from '../roles/default-roles.ts'
import { listAssignableRoles } from '../roles/role.queries.ts'
import { changeUser, findUserByEmail, holdUser, type User } from '../users/user.queries.ts'
import { toUserObject } from '../users/user.wire.ts'
import { findInvitation, findInvitationByHash, spendInvitation } from './invitation.queries.ts'
import { stateOf, toInvitationEventData } from './invitation.wire.ts'

/** `not-open`: accepted, revoked or expired, or what it invites to is gone. `other-address`: it is somebody else's. */
export type WhyRefused = 'not-open' | 'other-address'

/** Looking at it changes nothing. It may be over: see `stateOf`. */
export async function findInvitationByToken(app: AppContext, token: string): Promise<InvitationRow | undefined> {
  return await findInvitationByHash(app.db, hashSecret(token))
}

/**
 * Part of the sign-in of somebody who followed the link, so their address counts as verified. The user is held by the
 * caller's transaction, which a refusal rolls back: `refuse` makes the error that this caller's caller should see.
 * Answers the user as they are now.
 */
export async function acceptOnSignIn(
  tx: TransactionContext,
  invitation: InvitationRow | undefined,
  user: User,
  refuse: (why: WhyRefused) => Error,
): Promise<User> {
  if (!invitation) throw refuse('not-open')
  await accept(tx, invitation, user, refuse)
  if (user.email_verified === 1) return user
  const verified = await changeUser(tx.db, user.id, { email_verified: 1, updated_at: tx.clock.now().toISOString() })
  if (!verified) throw refuse('not-open')
  await recordEvent(tx, 'user.updated', toUserObject(verified))
  return verified
}

/** For holders of an API key, in the name of the user who has the address. That proves nothing of their mailbox. */
export async function acceptInvitation(app: AppContext, id: string): Promise<InvitationRow> {
  return await inTransaction(app, async (tx) => {
    const invitation = await findInvitation(tx.db, id)
    if (!invitation) throw notFound('Invitation', id)
    const found = await findUserByEmail(tx.db, invitation.email)
    const user = found && (await holdUser(tx.db, found.id))
    if (!user && stateOf(invitation, tx.clock.now()) === 'pending') {
      throw refusal('invalid_invite', `No user has the email '${invitation.email}'. Create the user first.`)
    }
    if (!user) throw notPending()
    return await accept(tx, invitation, user, notPending)
  })
}

/** The one place where an invitation is accepted. One statement decides that it is, so it is once. */
async function accept(
  tx: TransactionContext,
  invitation: InvitationRow,
  user: User,
  refuse: (why: WhyRefused) => Error,
): Promise<InvitationRow> {
  if (user.email_key !== invitation.email_key) throw refuse('other-address')
  const now = tx.clock.now()
  // Held, so that it is not deleted meanwhile; it takes its invitations along.
  if (invitation.organization_id !== null) await holdOrganization(tx.db, invitation.organization_id)
  const accepted = await spendInvitation(tx.db, invitation.id, { accepted_user_id: user.id }, now)
  if (!accepted || !(await join(tx, accepted, user))) throw refuse('not-open')
  await recordEvent(tx, 'invitation.accepted', toInvitationEventData(accepted, now))
  return accepted
}

/** Answers whether the user is a member, where there is something to be a member of. */
async function join(tx: TransactionContext, invitation: InvitationRow, user: User): Promise<boolean> {
  const { organization_id, role_slug, created_at } = invitation
  if (organization_id === null) return true
  // A role that has been deleted since is no reason to turn somebody away, and no reason to guess another.
  const [role] = await listAssignableRoles(tx.db, organization_id, [role_slug ?? DEFAULT_ROLE])
  const wish = {
    user_id: user.id,
    organization_id,
    role_slug: role?.slug ?? DEFAULT_ROLE,
    invited_at: created_at,
  }
  return (await joinOrganization(tx, wish, user)) !== undefined
}

function notPending(): ApiError {
  return refusal('invite_not_pending', 'Invite is not pending.')
}

function refusal(code: string, message: string): ApiError {
  return new ApiError(400, message, { code })
}
