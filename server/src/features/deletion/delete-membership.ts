import type { AppContext, TransactionContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { notFound } from '../../http/errors.ts'
import { recordEvent } from '../events/record-event.ts'
import { leaveGroups } from '../groups/change-group-members.ts'
import { findMembership, type Membership, removeMembership } from '../memberships/membership.queries.ts'
import { toMembershipEventData } from '../memberships/membership.wire.ts'
import { dropKeysOfMembership } from '../owned-api-keys/delete-owned-api-key.ts'
import { endSessionsOfMember } from '../sessions/end-session.ts'
import type { Actor } from '../sessions/ending.ts'

/** Ends the sessions that the member has in the organization, and their API keys for it. */
export async function deleteMembership(app: AppContext, id: string, actor: Actor): Promise<void> {
  await inTransaction(app, async (tx) => {
    const membership = await findMembership(tx.db, id)
    if (!membership) throw notFound('Organization membership', id)
    await dropMembership(tx, membership, actor)
  })
}

/** Part of the deletion of the user as well: then their sessions have ended already. */
export async function dropMembership(tx: TransactionContext, membership: Membership, actor: Actor): Promise<void> {
  if (!(await removeMembership(tx.db, membership.id))) throw notFound('Organization membership', membership.id)
  await endSessionsOfMember(tx, membership, { reason: 'membership_deleted', actor })
  await dropKeysOfMembership(tx, membership.id)
  await leaveGroups(tx, membership)
  await recordEvent(tx, 'organization_membership.deleted', toMembershipEventData(membership))
}
