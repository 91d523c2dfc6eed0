import type { Reader, Writer } from '../../database/database.ts'
import { inPageOrder, type Keyset } from '../../database/keyset.ts'
import type { PermissionRow } from '../../database/schema.ts'

export async function findPermission(db: Reader, slug: string): Promise<PermissionRow | undefined> {
  return await db.selectFrom('permission').selectAll().where('slug', '=', slug).executeTakeFirst()
}

export async function findPermissionById(db: Reader, id: string): Promise<PermissionRow | undefined> {
  return await db.selectFrom('permission').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function listPermissions(db: Reader, keyset: Keyset): Promise<PermissionRow[]> {
  return await inPageOrder(db.selectFrom('permission').selectAll(), keyset).execute()
}

/** Of these slugs, those that exist. */
export async function listPermissionSlugs(db: Reader, slugs: string[]): Promise<string[]> {
  if (slugs.length === 0) return []
  const rows = await db.selectFrom('permission').select('slug').where('slug', 'in', slugs).execute()
  return rows.map((row) => row.slug)
}

/**
 * Of these slugs, those that exist; nobody deletes them before this transaction ends. One after another in one order, so
 * that two who hold several do not wait for each other.
 */
export async function holdPermissions(db: Writer, slugs: string[]): Promise<string[]> {
  const held: string[] = []
  for (const slug of slugs.toSorted()) if (await changePermission(db, slug, { slug })) held.push(slug)
  return held
}

/** Nothing returned: the slug is taken. */
export async function insertPermission(db: Writer, row: PermissionRow): Promise<PermissionRow | undefined> {
  return await db
    .insertInto('permission')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
}

/** Nothing returned: there is no such permission. */
export async function changePermission(
  db: Writer,
  slug: string,
  changes: Partial<Pick<PermissionRow, 'slug' | 'name' | 'description' | 'updated_at'>>,
): Promise<PermissionRow | undefined> {
  return await db.updateTable('permission').set(changes).where('slug', '=', slug).returningAll().executeTakeFirst()
}

export async function removePermission(db: Writer, slug: string): Promise<PermissionRow | undefined> {
  return await db.deleteFrom('permission').where('slug', '=', slug).returningAll().executeTakeFirst()
}
