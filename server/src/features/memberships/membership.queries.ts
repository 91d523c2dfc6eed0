import { type SelectQueryBuilder, sql } from 'kysely'
import type { Reader, Writer } from '../../database/database.ts'
import { inPageOrder, type Keyset } from '../../database/keyset.ts'
import type { OrganizationMembershipRow, OrganizationRow, Schema } from '../../database/schema.ts'

/** A membership with the slugs of its roles in order of priority, and the name of the organization. */
export type Membership = OrganizationMembershipRow & { organization_name: string; roleSlugs: string[] }

export type MembershipStatus = OrganizationMembershipRow['status']

export interface MembershipFilter {
  userId: string | undefined
  organizationId: string | undefined
  statuses: MembershipStatus[]
}

export async function findMembership(db: Reader, id: string): Promise<Membership | undefined> {
  const row = await named(db).where('organization_membership.id', '=', id).executeTakeFirst()
  return await one(db, row)
}

export async function findMembershipOf(
  db: Reader,
  { userId, organizationId }: { userId: string; organizationId: string },
): Promise<Membership | undefined> {
  const row = await named(db)
    .where('user_id', '=', userId)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst()
  return await one(db, row)
}

export async function listMemberships(db: Reader, filter: MembershipFilter, keyset: Keyset): Promise<Membership[]> {
  const page = await inPageOrder(matching(db, filter, keyset), keyset).execute()
  if (page.length === 0) return []
  const rows = await named(db)
    .where(
      'organization_membership.id',
      'in',
      page.map((row) => row.id),
    )
    .execute()
  const whole = new Map((await withRoles(db, rows)).map((membership) => [membership.id, membership]))
  return page.flatMap((row) => whole.get(row.id) ?? [])
}

function matching(
  db: Reader,
  { userId, organizationId, statuses }: MembershipFilter,
  keyset: Keyset,
): SelectQueryBuilder<Schema, 'organization_membership', OrganizationMembershipRow> {
  let query = db.selectFrom('organization_membership').selectAll()
  if (organizationId !== undefined) query = query.where('organization_id', '=', organizationId)
  // A user has few of them.
  if (userId !== undefined) return query.where('user_id', '=', userId).where('status', 'in', statuses)
  // For each status there is an index in the order of pages; from all of them together the members would have to be sorted.
  const [first, ...others] = statuses.map((status) => {
    const page = inPageOrder(query.where('status', '=', status), keyset)
    return db.selectFrom(page.as('page')).selectAll()
  })
  if (!first) return query.where(sql<boolean>`false`)
  const pages = others.reduce((all, page) => all.unionAll(page), first)
  // The same columns under the same name; only that they are those of few rows.
  return db.selectFrom(pages.as('page')).selectAll() as unknown as typeof query
}

/** In whatever status; of one group in an organization. */
export async function listMembersOfGroup(
  db: Reader,
  groupId: string,
  keyset: Keyset,
): Promise<(OrganizationMembershipRow & { organization_name: string })[]> {
  const members = db.selectFrom('group_member').select('membership_id').where('group_id', '=', groupId)
  const page = inPageOrder(members, keyset, { created_at: 'membership_created_at', id: 'membership_id' })
  const query = db
    .selectFrom('organization_membership')
    .selectAll()
    .where('id', 'in', db.selectFrom(page.as('page')).select('membership_id'))
  const rows = await inPageOrder(query, keyset).execute()
  const [first] = rows
  if (!first) return []
  const { name } = await db
    .selectFrom('organization')
    .select('name')
    .where('id', '=', first.organization_id)
    .executeTakeFirstOrThrow()
  return rows.map((row) => ({ ...row, organization_name: name }))
}

/** In whatever status; for the deletion of the user. */
export async function listEveryMembershipOfUser(db: Reader, userId: string): Promise<Membership[]> {
  return await withRoles(db, await named(db).where('user_id', '=', userId).execute())
}

/** Some of those of an organization that has been deleted, and whose name is therefore gone. */
export async function listMembershipsOfDeleted(
  db: Reader,
  organizationId: string,
  most: number,
): Promise<Membership[]> {
  const rows = await db
    .selectFrom('organization_membership')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .limit(most)
    .execute()
  return await withRoles(
    db,
    rows.map((row) => ({ ...row, organization_name: '' })),
  )
}

type Named = OrganizationMembershipRow & { organization_name: string }

function named(db: Reader): SelectQueryBuilder<Schema, 'organization_membership' | 'organization', Named> {
  return db
    .selectFrom('organization_membership')
    .innerJoin('organization', 'organization.id', 'organization_membership.organization_id')
    .selectAll('organization_membership')
    .select('organization.name as organization_name')
}

async function one(db: Reader, row: Named | undefined): Promise<Membership | undefined> {
  const [membership] = await withRoles(db, row ? [row] : [])
  return membership
}

async function withRoles(db: Reader, rows: Named[]): Promise<Membership[]> {
  if (rows.length === 0) return []
  const roles = await db
    .selectFrom('membership_role')
    .innerJoin('role', 'role.id', 'membership_role.role_id')
    .select(['membership_id', 'slug'])
    .where(
      'membership_id',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('role.organization_id')
    .orderBy('role.priority')
    .orderBy('role.id')
    .execute()
  return rows.map((row) => ({
    ...row,
    roleSlugs: roles.filter(({ membership_id }) => membership_id === row.id).map(({ slug }) => slug),
  }))
}

export type OrganizationName = Pick<OrganizationRow, 'id' | 'name'>

/** More than anybody chooses from. */
const MOST_ORGANIZATIONS = 1_000

/** Where the user is an active member, by name. */
export async function listActiveOrganizations(db: Reader, userId: string): Promise<OrganizationName[]> {
  return await db
    .selectFrom('organization_membership')
    .innerJoin('organization', 'organization.id', 'organization_membership.organization_id')
    .select(['organization.id', 'organization.name'])
    .where('user_id', '=', userId)
    .where('status', '=', 'active')
    .orderBy((order) => order.fn('lower', ['organization.name']))
    .orderBy('organization.id')
    .limit(MOST_ORGANIZATIONS)
    .execute()
}

/** Where it only has to be known; whoever lets somebody in holds the membership. */
export async function isActiveMember(
  db: Reader,
  { userId, organizationId }: { userId: string; organizationId: string },
): Promise<boolean> {
  const row = await named(db)
    .where('user_id', '=', userId)
    .where('organization_id', '=', organizationId)
    .where('status', '=', 'active')
    .executeTakeFirst()
  return row !== undefined
}

/**
 * The id of the user's active membership, if there is one. Nobody ends it before this transaction does: an update locks
 * the row on both databases. Whoever must know that the organization is not deleted at this moment holds that too; the
 * sessions that begin in it at this moment are revoked with the others.
 */
export async function holdActiveMembership(
  db: Writer,
  { userId, organizationId }: { userId: string; organizationId: string },
): Promise<{ id: string } | undefined> {
  return await db
    .updateTable('organization_membership')
    .set({ status: 'active' })
    .where('user_id', '=', userId)
    .where('organization_id', '=', organizationId)
    .where('status', '=', 'active')
    .where((where) => where.exists(where.selectFrom('organization').select('id').where('id', '=', organizationId)))
    .returning('id')
    .executeTakeFirst()
}

/** In whatever status. Nobody deletes it before this transaction ends: an update locks the row on both databases. */
export async function holdMembership(
  db: Writer,
  { id, organizationId }: { id: string; organizationId: string },
): Promise<Pick<OrganizationMembershipRow, 'id' | 'created_at'> | undefined> {
  return await db
    .updateTable('organization_membership')
    .set({ id })
    .where('id', '=', id)
    .where('organization_id', '=', organizationId)
    .returning(['id', 'created_at'])
    .executeTakeFirst()
}

/** Nothing returned: the user has one in this organization. */
export async function insertMembership(
  db: Writer,
  row: OrganizationMembershipRow,
): Promise<OrganizationMembershipRow | undefined> {
  return await db
    .insertInto('organization_membership')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
}

/** One statement decides: nothing returned if it is gone, or no longer in the status that the change starts from. */
export async function moveMembership(
  db: Writer,
  id: string,
  {
    from,
    to,
    unchangedSince,
    now,
  }: { from: MembershipStatus[]; to?: MembershipStatus; unchangedSince?: string; now: Date },
): Promise<OrganizationMembershipRow | undefined> {
  let change = db
    .updateTable('organization_membership')
    .set({ ...(to === undefined ? {} : { status: to }), updated_at: now.toISOString() })
    .where('id', '=', id)
    .where('status', 'in', from)
  if (unchangedSince !== undefined) change = change.where('updated_at', '<=', unchangedSince)
  return await change.returningAll().executeTakeFirst()
}

export async function setRoles(db: Writer, membershipId: string, roleIds: string[]): Promise<void> {
  await db.deleteFrom('membership_role').where('membership_id', '=', membershipId).execute()
  await db
    .insertInto('membership_role')
    .values(roleIds.map((role_id) => ({ membership_id: membershipId, role_id })))
    .execute()
}

/** Answers whether there was one. */
export async function removeMembership(db: Writer, id: string): Promise<boolean> {
  await db.deleteFrom('membership_role').where('membership_id', '=', id).execute()
  const { numDeletedRows } = await db.deleteFrom('organization_membership').where('id', '=', id).executeTakeFirst()
  return numDeletedRows > 0n
}

export async function hasMembersWithRole(db: Reader, roleId: string): Promise<boolean> {
  const row = await db
    .selectFrom('membership_role')
    .select(sql<number>`1`.as('one'))
    .where('role_id', '=', roleId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
