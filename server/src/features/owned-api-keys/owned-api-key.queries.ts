import { sql } from 'kysely'
import type { Reader, Writer } from '../../database/database.ts'
import { inPageOrder, type Keyset } from '../../database/keyset.ts'
import { prepareQuery } from '../../database/prepared-query.ts'
import type { OwnedApiKeyRow } from '../../database/schema.ts'

/** A key with the slugs of its permissions, in alphabetical order. */
export type OwnedApiKey = OwnedApiKeyRow & { permissions: string[] }

/** Whose keys: an organization's own, or a user's, perhaps in one organization only. */
export type KeysOf = { organizationId: string } | { userId: string; organizationId?: string | undefined }

/**
 * One statement decides whether the key is good at this moment: not expired, its organization not deleted, and if it is
 * a user's, the user neither deleted nor suspended and their membership active. Nothing of this is remembered.
 */
export async function findWorkingKey(db: Reader, keyHash: string, now: Date): Promise<OwnedApiKey | undefined> {
  const rows = await workingKeyByHash(db, { keyHash, now: now.toISOString() })
  const [first] = rows
  if (!first) return undefined
  const { permission_slug, ...key } = first
  return { ...key, permissions: rows.flatMap((row) => row.permission_slug ?? []) }
}

/** A row for each permission, or one without. */
const workingKeyByHash = prepareQuery((db, { keyHash, now }: { keyHash: string; now: string }) =>
  db
    .selectFrom('owned_api_key')
    .innerJoin('organization', 'organization.id', 'owned_api_key.organization_id')
    .leftJoin('organization_membership', 'organization_membership.id', 'owned_api_key.membership_id')
    .leftJoin('user', 'user.id', 'owned_api_key.user_id')
    .leftJoin('owned_api_key_permission', 'owned_api_key_permission.api_key_id', 'owned_api_key.id')
    .selectAll('owned_api_key')
    .select('owned_api_key_permission.permission_slug')
    .where('owned_api_key.key_hash', '=', keyHash)
    .where('owned_api_key.expired_at', 'is', null)
    .where((where) =>
      where.or([where('owned_api_key.expires_at', 'is', null), where('owned_api_key.expires_at', '>', now)]),
    )
    .where((where) =>
      where.or([
        where('owned_api_key.user_id', 'is', null),
        where.and([
          where('organization_membership.status', '=', 'active'),
          where('user.id', 'is not', null),
          where('user.suspended_at', 'is', null),
        ]),
      ]),
    )
    .orderBy('owned_api_key_permission.permission_slug'),
)

/** What is left of a deleted organization's keys is shown to nobody. */
const isOrganizationThere = sql<boolean>`exists (
  select 1 from organization where organization.id = owned_api_key.organization_id)`

export async function findOwnedApiKey(db: Reader, id: string): Promise<OwnedApiKey | undefined> {
  const rows = await db
    .selectFrom('owned_api_key')
    .selectAll()
    .where('id', '=', id)
    .where(isOrganizationThere)
    .execute()
  const [key] = await withPermissions(db, rows)
  return key
}

/** One with this value, or without it one of this name in the organization. */
export async function isOwnedApiKeyPresent(
  db: Reader,
  { organizationId, name, keyHash }: { organizationId: string; name: string; keyHash: string | undefined },
): Promise<boolean> {
  const keys = db.selectFrom('owned_api_key').select('id')
  const found =
    keyHash === undefined
      ? keys.where('organization_id', '=', organizationId).where('name', '=', name)
      : keys.where('key_hash', '=', keyHash)
  return (await found.limit(1).executeTakeFirst()) !== undefined
}

export async function listOwnedApiKeys(db: Reader, whose: KeysOf, keyset: Keyset): Promise<OwnedApiKey[]> {
  let query = db.selectFrom('owned_api_key').selectAll().where(isOrganizationThere)
  query = 'userId' in whose ? query.where('user_id', '=', whose.userId) : query.where('user_id', 'is', null)
  if (whose.organizationId !== undefined) query = query.where('organization_id', '=', whose.organizationId)
  return await withPermissions(db, await inPageOrder(query, keyset).execute())
}

export async function listKeysOfMembership(db: Reader, membershipId: string): Promise<OwnedApiKey[]> {
  const query = db.selectFrom('owned_api_key').selectAll().where('membership_id', '=', membershipId)
  return await withPermissions(db, await query.execute())
}

/** Some of those of an organization that has been deleted. */
export async function listKeysOfDeleted(db: Reader, organizationId: string, most: number): Promise<OwnedApiKey[]> {
  const query = db.selectFrom('owned_api_key').selectAll().where('organization_id', '=', organizationId).limit(most)
  return await withPermissions(db, await query.execute())
}

async function withPermissions(db: Reader, rows: OwnedApiKeyRow[]): Promise<OwnedApiKey[]> {
  if (rows.length === 0) return []
  const granted = await db
    .selectFrom('owned_api_key_permission')
    .selectAll()
    .where(
      'api_key_id',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('permission_slug')
    .execute()
  return rows.map((row) => ({
    ...row,
    permissions: granted
      .filter(({ api_key_id }) => api_key_id === row.id)
      .map(({ permission_slug }) => permission_slug),
  }))
}

/** Answers whether it was added; if not, the id or the value is taken. */
export async function insertOwnedApiKey(db: Writer, { permissions, ...row }: OwnedApiKey): Promise<boolean> {
  const added = await db
    .insertInto('owned_api_key')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) return false
  const granted = permissions.map((permission_slug) => ({ api_key_id: row.id, permission_slug }))
  if (granted.length > 0) await db.insertInto('owned_api_key_permission').values(granted).execute()
  return true
}

/** One statement decides: nothing returned if the key is gone, or has expired already. */
export async function changeExpiry(
  db: Writer,
  id: string,
  { now, ...expiry }: Pick<OwnedApiKeyRow, 'expires_at' | 'expired_at'> & { now: Date },
): Promise<OwnedApiKeyRow | undefined> {
  const time = now.toISOString()
  return await db
    .updateTable('owned_api_key')
    .set({ ...expiry, updated_at: time })
    .where('id', '=', id)
    .where('expired_at', 'is', null)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', time)]))
    .returningAll()
    .executeTakeFirst()
}

/** Nobody changes or deletes the key before this transaction ends: an update locks the row on both databases. */
export async function holdOwnedApiKey(db: Writer, id: string): Promise<OwnedApiKey | undefined> {
  await db.updateTable('owned_api_key').set({ id }).where('id', '=', id).execute()
  return await findOwnedApiKey(db, id)
}

/** Later uses win, in whatever order nodes write them. */
export async function noteUse(db: Writer, id: string, usedAt: Date): Promise<void> {
  const time = usedAt.toISOString()
  await db
    .updateTable('owned_api_key')
    .set({ last_used_at: time })
    .where('id', '=', id)
    .where((where) => where.or([where('last_used_at', 'is', null), where('last_used_at', '<', time)]))
    .execute()
}

/** Answers whether there was one. */
export async function removeOwnedApiKey(db: Writer, id: string): Promise<boolean> {
  await db.deleteFrom('owned_api_key_permission').where('api_key_id', '=', id).execute()
  const { numDeletedRows } = await db.deleteFrom('owned_api_key').where('id', '=', id).executeTakeFirst()
  return numDeletedRows > 0n
}

export async function takePermissionFromEveryKey(db: Writer, slug: string): Promise<void> {
  await db.deleteFrom('owned_api_key_permission').where('permission_slug', '=', slug).execute()
}
