import { sql } from 'kysely'
import type { Reader, Writer } from '../../database/database.ts'
import type { RoleRow } from '../../database/schema.ts'

/** What `role.organization_id` has for a role of the whole environment. */
export const ENVIRONMENT = ''

/** A role with the slugs of its permissions, in order. */
export type Role = RoleRow & { permissions: string[] }

export async function findRole(
  db: Reader,
  { organizationId, slug }: { organizationId: string; slug: string },
): Promise<Role | undefined> {
  const row = await db
    .selectFrom('role')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('slug', '=', slug)
    .executeTakeFirst()
  const [role] = await withPermissions(db, row ? [row] : [])
  return role
}

/** In order of priority, those of the environment first. */
export async function listRoles(db: Reader, organizationIds: string[]): Promise<Role[]> {
  const rows = await db
    .selectFrom('role')
    .selectAll()
    .where('organization_id', 'in', organizationIds)
    .orderBy('organization_id')
    .orderBy('priority')
    .orderBy('id')
    .execute()
  return await withPermissions(db, rows)
}

/** Of these slugs, those that are roles an organization can give: its own and the environment's. */
export async function listAssignableRoles(db: Reader, organizationId: string, slugs: string[]): Promise<Role[]> {
  if (slugs.length === 0) return []
  const rows = await db
    .selectFrom('role')
    .selectAll()
    .where('organization_id', 'in', [ENVIRONMENT, organizationId])
    .where('slug', 'in', slugs)
    .execute()
  return await withPermissions(db, rows)
}

async function withPermissions(db: Reader, rows: RoleRow[]): Promise<Role[]> {
  if (rows.length === 0) return []
  const permissions = await db
    .selectFrom('role_permission')
    .selectAll()
    .where(
      'role_id',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('permission_slug')
    .execute()
  return rows.map((row) => ({
    ...row,
    permissions: permissions.filter(({ role_id }) => role_id === row.id).map((one) => one.permission_slug),
  }))
}

/** The last in order of priority. Nothing returned: the slug is taken. */
export async function insertRole(db: Writer, row: Omit<RoleRow, 'priority'>): Promise<RoleRow | undefined> {
  const priority = sql<number>`(
    select coalesce(max(priority), 0) + 1 from role as other where other.organization_id = ${row.organization_id})`
  return await db
    .insertInto('role')
    .values({ ...row, priority })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
}

/** Nothing returned: there is no such role. */
export async function changeRole(
  db: Writer,
  id: string,
  changes: Partial<Pick<RoleRow, 'name' | 'description'>> & { updated_at: string },
): Promise<RoleRow | undefined> {
  return await db.updateTable('role').set(changes).where('id', '=', id).returningAll().executeTakeFirst()
}

export async function removeRole(db: Writer, id: string): Promise<void> {
  await db.deleteFrom('role_permission').where('role_id', '=', id).execute()
  await db.deleteFrom('role').where('id', '=', id).execute()
}

export async function removeRolesOfOrganization(db: Writer, organizationId: string): Promise<void> {
  const roles = db.selectFrom('role').select('id').where('organization_id', '=', organizationId)
  await db.deleteFrom('role_permission').where('role_id', 'in', roles).execute()
  await db.deleteFrom('role').where('organization_id', '=', organizationId).execute()
}

/** Given twice it is given once. */
export async function givePermissions(db: Writer, roleId: string, slugs: string[]): Promise<void> {
  if (slugs.length === 0) return
  await db
    .insertInto('role_permission')
    .values(slugs.map((permission_slug) => ({ role_id: roleId, permission_slug })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** All of them if none is named. */
export async function takePermissions(db: Writer, roleId: string, slug?: string): Promise<void> {
  const every = db.deleteFrom('role_permission').where('role_id', '=', roleId)
  await (slug === undefined ? every : every.where('permission_slug', '=', slug)).execute()
}

export async function takePermissionFromEveryRole(db: Writer, slug: string): Promise<void> {
  await db.deleteFrom('role_permission').where('permission_slug', '=', slug).execute()
}
