import type { AppContext, TransactionContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError, notFound } from '../../http/errors.ts'
import { recordEvent } from '../events/record-event.ts'
import { holdOrganization } from '../organizations/organization.queries.ts'
import { holdUser, type User } from '../users/user.queries.ts'
import {
  findMembershipOf,
  insertMembership,
  type Membership,
  type MembershipStatus,
  moveMembership,
  setRoles,
} from './membership.queries.ts'
import { type MembershipObject, toMembershipEventData, toMembershipObject } from './membership.wire.ts'
import { defaultRoles, type RoleWish, rolesAskedFor } from './wanted-roles.ts'

export interface NewMembership extends RoleWish {
  user_id: string
  organization_id: string
  /** `pending` comes from a seed file only: an invitation makes no membership before it is accepted. */
  status?: MembershipStatus | undefined
}

/** Makes a member of a user. An inactive membership becomes active again, as the official operation documents. */
export async function createMembership(app: AppContext, given: NewMembership): Promise<MembershipObject> {
  return await inTransaction(app, async (tx) => {
    // Both are held: neither can be deleted before this commits, and so no membership is left behind.
    const user = await holdUser(tx.db, given.user_id)
    if (!user) throw notFound('User', given.user_id)
    const organization = await holdOrganization(tx.db, given.organization_id)
    if (!organization) throw notFound('Organization', given.organization_id)
    const membership = (await add(tx, given, user)) ?? (await activate(tx, given, { from: ['inactive'] }))
    if (!membership) {
      throw new ApiError(400, `User '${user.id}' is a member of organization '${organization.id}' already.`, {
        code: 'user_already_organization_member',
      })
    }
    return toMembershipObject(membership, user)
  })
}

/**
 * For somebody who has accepted an invitation, whose user and organization the caller holds. A membership that is active
 * stays as it is. Undefined: it has been deactivated since the invitation, which does not undo that.
 */
export async function joinOrganization(
  tx: TransactionContext,
  given: NewMembership & { invited_at: string },
  user: User,
): Promise<Membership | undefined> {
  const joined =
    (await add(tx, given, user)) ??
    (await activate(tx, given, { from: ['inactive', 'pending'], unchangedSince: given.invited_at }))
  if (joined) return joined
  const found = await findMembershipOf(tx.db, { userId: given.user_id, organizationId: given.organization_id })
  return found?.status === 'active' ? found : undefined
}

/** Undefined: there is one. */
async function add(tx: TransactionContext, given: NewMembership, user: User): Promise<Membership | undefined> {
  const roles =
    (await rolesAskedFor(tx, given.organization_id, given)) ?? (await defaultRoles(tx, given.organization_id))
  const time = tx.clock.now().toISOString()
  const row = await insertMembership(tx.db, {
    id: tx.ids.next('om'),
    user_id: user.id,
    user_created_at: user.created_at,
    organization_id: given.organization_id,
    status: given.status ?? 'active',
    created_at: time,
    updated_at: time,
  })
  if (!row) return undefined
  await setRoles(tx.db, row.id, roles)
  const membership = await findMembershipOf(tx.db, { userId: row.user_id, organizationId: row.organization_id })
  if (membership) await recordEvent(tx, 'organization_membership.created', toMembershipEventData(membership))
  return membership
}

/** Undefined: there is none that it could start from. */
async function activate(
  tx: TransactionContext,
  given: NewMembership,
  start: { from: MembershipStatus[]; unchangedSince?: string },
): Promise<Membership | undefined> {
  const name = { userId: given.user_id, organizationId: given.organization_id }
  const found = await findMembershipOf(tx.db, name)
  if (!found) return undefined
  const moved = await moveMembership(tx.db, found.id, { ...start, to: 'active', now: tx.clock.now() })
  if (!moved) return undefined
  const roles = await rolesAskedFor(tx, given.organization_id, given)
  if (roles) await setRoles(tx.db, found.id, roles)
  const membership = await findMembershipOf(tx.db, name)
  if (membership) await recordEvent(tx, 'organization_membership.updated', toMembershipEventData(membership))
  return membership
}
