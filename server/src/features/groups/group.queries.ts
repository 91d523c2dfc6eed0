import type { Reader, Writer } from '../../database/database.ts'
import { inPageOrder, type Keyset } from '../../database/keyset.ts'
import type { GroupMemberRow, OrganizationGroupRow } from '../../database/schema.ts'

/** A group is found only under its organization, and only while there is that organization. */
export interface GroupName {
  organizationId: string
  groupId: string
}

export async function findGroup(db: Reader, name: GroupName): Promise<OrganizationGroupRow | undefined> {
  return await db
    .selectFrom('organization_group')
    .selectAll()
    .where('id', '=', name.groupId)
    .where('organization_id', '=', name.organizationId)
    .where((where) => where.exists(where.selectFrom('organization').select('id').where('id', '=', name.organizationId)))
    .executeTakeFirst()
}

/** Names are no keys; for a seed file they are. */
export async function isGroupNamed(db: Reader, organizationId: string, name: string): Promise<boolean> {
  const named = db.selectFrom('organization_group').select('id').where('organization_id', '=', organizationId)
  return (await named.where('name', '=', name).limit(1).executeTakeFirst()) !== undefined
}

export async function listGroups(db: Reader, organizationId: string, keyset: Keyset): Promise<OrganizationGroupRow[]> {
  const query = db.selectFrom('organization_group').selectAll().where('organization_id', '=', organizationId)
  return await inPageOrder(query, keyset).execute()
}

export async function listGroupsOfMembership(
  db: Reader,
  membershipId: string,
  keyset: Keyset,
): Promise<OrganizationGroupRow[]> {
  const groups = db.selectFrom('group_member').select('group_id').where('membership_id', '=', membershipId)
  return await inPageOrder(db.selectFrom('organization_group').selectAll().where('id', 'in', groups), keyset).execute()
}

/** Where one stands in a list, whichever list. */
export async function findGroupById(db: Reader, id: string): Promise<OrganizationGroupRow | undefined> {
  return await db.selectFrom('organization_group').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function insertGroup(db: Writer, row: OrganizationGroupRow): Promise<void> {
  await db.insertInto('organization_group').values(row).execute()
}

/** Nothing returned: there is no such group. Nobody deletes it before this transaction ends. */
export async function changeGroup(
  db: Writer,
  { organizationId, groupId }: GroupName,
  changes: Partial<Pick<OrganizationGroupRow, 'name' | 'description' | 'updated_at'>>,
): Promise<OrganizationGroupRow | undefined> {
  return await db
    .updateTable('organization_group')
    .set({ id: groupId, ...changes })
    .where('id', '=', groupId)
    .where('organization_id', '=', organizationId)
    .where((where) => where.exists(where.selectFrom('organization').select('id').where('id', '=', organizationId)))
    .returningAll()
    .executeTakeFirst()
}

/** Nothing returned: there is no such group any more. Also what a deleted organization has left. */
export async function removeGroup(
  db: Writer,
  { organizationId, groupId }: GroupName,
): Promise<OrganizationGroupRow | undefined> {
  const removed = await db
    .deleteFrom('organization_group')
    .where('id', '=', groupId)
    .where('organization_id', '=', organizationId)
    .returningAll()
    .executeTakeFirst()
  if (removed) await db.deleteFrom('group_member').where('group_id', '=', groupId).execute()
  return removed
}

/** Answers whether the member was not in the group before. */
export async function insertGroupMember(db: Writer, row: GroupMemberRow): Promise<boolean> {
  const inserted = await db
    .insertInto('group_member')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('group_id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** Answers whether the member was in the group. */
export async function removeGroupMember(db: Writer, groupId: string, membershipId: string): Promise<boolean> {
  const row = await db
    .deleteFrom('group_member')
    .where('group_id', '=', groupId)
    .where('membership_id', '=', membershipId)
    .returning('group_id')
    .executeTakeFirst()
  return row !== undefined
}

/** Answers the ids of the groups that the member was in. */
export async function removeMemberFromGroups(db: Writer, membershipId: string): Promise<string[]> {
  const rows = await db
    .deleteFrom('group_member')
    .where('membership_id', '=', membershipId)
    .returning('group_id')
    .execute()
  return rows.map((row) => row.group_id)
}
