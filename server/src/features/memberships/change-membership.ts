import type { AppContext, TransactionContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError, notFound } from '../../http/errors.ts'
import { recordEvent } from '../events/record-event.ts'
import { holdOrganization } from '../organizations/organization.queries.ts'
import { endSessionsOfMember } from '../sessions/end-session.ts'
import type { Actor } from '../sessions/ending.ts'
import { findMembership, type Membership, moveMembership, setRoles } from './membership.queries.ts'
import { toMembershipEventData } from './membership.wire.ts'
import { type RoleWish, rolesAskedFor } from './wanted-roles.ts'

/** Tokens that are issued from then on say the new roles; sessions go on. */
export async function changeRoles(app: AppContext, id: string, wish: RoleWish): Promise<Membership> {
  return await inTransaction(app, async (tx) => {
    const before = await mustFind(tx, id)
    // Held, so that a role is not deleted while it is given.
    await holdOrganization(tx.db, before.organization_id)
    const roles = await rolesAskedFor(tx, before.organization_id, wish)
    if (!roles) return before
    await moveMembership(tx.db, id, { from: ['active', 'inactive', 'pending'], now: tx.clock.now() })
    await setRoles(tx.db, id, roles)
    return await tellOfChange(tx, id)
  })
}

/** Ends the sessions that the member has in the organization. One that is inactive stays as it is, without an event. */
export async function deactivateMembership(app: AppContext, id: string, actor: Actor): Promise<Membership> {
  return await inTransaction(app, async (tx) => {
    const before = await mustFind(tx, id)
    const moved = await moveMembership(tx.db, id, { from: ['active'], to: 'inactive', now: tx.clock.now() })
    if (moved) {
      await endSessionsOfMember(tx, before, { reason: 'membership_deactivated', actor })
      return await tellOfChange(tx, id)
    }
    return refusePending(await mustFind(tx, id), 'deactivate')
  })
}

export async function reactivateMembership(app: AppContext, id: string): Promise<Membership> {
  return await inTransaction(app, async (tx) => {
    const moved = await moveMembership(tx.db, id, { from: ['inactive'], to: 'active', now: tx.clock.now() })
    if (moved) return await tellOfChange(tx, id)
    return refusePending(await mustFind(tx, id), 'reactivate')
  })
}

async function mustFind(tx: TransactionContext, id: string): Promise<Membership> {
  const membership = await findMembership(tx.db, id)
  if (!membership) throw notFound('Organization membership', id)
  return membership
}

async function tellOfChange(tx: TransactionContext, id: string): Promise<Membership> {
  const membership = await mustFind(tx, id)
  await recordEvent(tx, 'organization_membership.updated', toMembershipEventData(membership))
  return membership
}

const INSTEAD = {
  deactivate: 'Delete it instead.',
  reactivate: 'It becomes active when the user accepts an invitation.',
}

function refusePending(membership: Membership, act: keyof typeof INSTEAD): Membership {
  if (membership.status !== 'pending') return membership
  throw new ApiError(400, `A pending membership cannot be ${act}d. ${INSTEAD[act]}`, {
    code: `cannot_${act}_pending_organization_membership`,
  })
}
