import type { AppContext, TransactionContext } from '../../context.ts'
import type { OrganizationGroupRow, OrganizationMembershipRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { notFound } from '../../http/errors.ts'
import { recordEvent } from '../events/record-event.ts'
import { holdMembership } from '../memberships/membership.queries.ts'
import {
  changeGroup,
  type GroupName,
  insertGroupMember,
  removeGroupMember,
  removeMemberFromGroups,
} from './group.queries.ts'

/** Only members of the group's organization. One who is in it already stays, without an event. */
export async function addGroupMember(
  app: AppContext,
  name: GroupName,
  membershipId: string,
): Promise<OrganizationGroupRow> {
  return await inTransaction(app, async (tx) => {
    // Both are held: neither can be deleted before this commits, and so nothing is left behind.
    const group = await changeGroup(tx.db, name, {})
    if (!group) throw notFound('Group', name.groupId)
    const membership = await holdMembership(tx.db, { id: membershipId, organizationId: name.organizationId })
    if (!membership) throw notFound('Organization membership', membershipId)
    const row = { group_id: group.id, membership_id: membership.id, membership_created_at: membership.created_at }
    if (await insertGroupMember(tx.db, row)) {
      const member = { id: membership.id, organization_id: group.organization_id }
      await tell(tx, 'group.member_added', group.id, member)
    }
    return group
  })
}

export async function removeMemberOfGroup(app: AppContext, name: GroupName, membershipId: string): Promise<void> {
  await inTransaction(app, async (tx) => {
    const group = await changeGroup(tx.db, name, {})
    if (!group) throw notFound('Group', name.groupId)
    if (!(await removeGroupMember(tx.db, group.id, membershipId)))
      throw notFound('Organization membership', membershipId)
    const member = { id: membershipId, organization_id: group.organization_id }
    await tell(tx, 'group.member_removed', group.id, member)
  })
}

/** Part of the deletion of a membership. */
export async function leaveGroups(tx: TransactionContext, member: GroupMember): Promise<void> {
  for (const groupId of await removeMemberFromGroups(tx.db, member.id))
    await tell(tx, 'group.member_removed', groupId, member)
}

/** A membership. */
type GroupMember = Pick<OrganizationMembershipRow, 'id' | 'organization_id'>

async function tell(
  tx: TransactionContext,
  name: 'group.member_added' | 'group.member_removed',
  groupId: string,
  { id, organization_id }: GroupMember,
): Promise<void> {
  const data = { group_id: groupId, organization_membership_id: id }
  await recordEvent(tx, name, data, {}, organization_id)
}
