import type { Reader, Writer } from '../../database/database.ts'
import { inPageOrder, type Keyset } from '../../database/keyset.ts'
import { prepareQuery } from '../../database/prepared-query.ts'
import type { RegisteredUriRow } from '../../database/schema.ts'

/** Two lists of the same kind: where a sign-in may return to, and where a sign-out may. */
export type UriList = 'redirect_uri' | 'sign_out_uri'

export async function findRegisteredUri(db: Reader, list: UriList, id: string): Promise<RegisteredUriRow | undefined> {
  return await db.selectFrom(list).selectAll().where('id', '=', id).executeTakeFirst()
}

export async function listRegisteredUris(db: Reader, list: UriList, keyset: Keyset): Promise<RegisteredUriRow[]> {
  return await inPageOrder(db.selectFrom(list).selectAll(), keyset).execute()
}

/** All of them, for a decision; their number is limited when they are written. */
export async function readRegisteredUris(
  db: Reader,
  list: UriList,
): Promise<Pick<RegisteredUriRow, 'uri' | 'is_default'>[]> {
  return await allEntries[list](db, {})
}

const allEntries = {
  redirect_uri: prepareQuery((db) => db.selectFrom('redirect_uri').select(['uri', 'is_default'])),
  sign_out_uri: prepareQuery((db) => db.selectFrom('sign_out_uri').select(['uri', 'is_default'])),
}

export async function countRegisteredUris(db: Reader, list: UriList): Promise<number> {
  const { count } = await db
    .selectFrom(list)
    .select((where) => where.fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Nothing returned: it is registered already. */
export async function insertRegisteredUri(
  db: Writer,
  list: UriList,
  row: RegisteredUriRow,
): Promise<RegisteredUriRow | undefined> {
  return await db
    .insertInto(list)
    .values(row)
    .onConflict((conflict) => conflict.column('uri').doNothing())
    .returningAll()
    .executeTakeFirst()
}

export async function clearDefaultUri(db: Writer, list: UriList, now: Date): Promise<void> {
  await db.updateTable(list).set({ is_default: 0, updated_at: now.toISOString() }).where('is_default', '=', 1).execute()
}

export async function markDefaultUri(db: Writer, list: UriList, id: string, now: Date): Promise<RegisteredUriRow> {
  return await db
    .updateTable(list)
    .set({ is_default: 1, updated_at: now.toISOString() })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function removeRegisteredUri(db: Writer, list: UriList, id: string): Promise<void> {
  await db.deleteFrom(list).where('id', '=', id).execute()
}
