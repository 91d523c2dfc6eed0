import type { Reader, Writer } from '../../database/database.ts'
import { inPageOrder, type Keyset } from '../../database/keyset.ts'
import type { CorsOriginRow } from '../../database/schema.ts'

export async function findCorsOrigin(db: Reader, id: string): Promise<CorsOriginRow | undefined> {
  return await db.selectFrom('cors_origin').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function isCorsOriginRegistered(db: Reader, origin: string): Promise<boolean> {
  const row = await db.selectFrom('cors_origin').select('id').where('origin', '=', origin).executeTakeFirst()
  return row !== undefined
}

export async function listCorsOrigins(db: Reader, keyset: Keyset): Promise<CorsOriginRow[]> {
  return await inPageOrder(db.selectFrom('cors_origin').selectAll(), keyset).execute()
}

export async function countCorsOrigins(db: Reader): Promise<number> {
  const { count } = await db
    .selectFrom('cors_origin')
    .select((where) => where.fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Nothing returned: it is registered already. */
export async function insertCorsOrigin(db: Writer, row: CorsOriginRow): Promise<CorsOriginRow | undefined> {
  return await db
    .insertInto('cors_origin')
    .values(row)
    .onConflict((conflict) => conflict.column('origin').doNothing())
    .returningAll()
    .executeTakeFirst()
}

/** Answers whether it was there. */
export async function removeCorsOrigin(db: Writer, id: string): Promise<boolean> {
  const row = await db.deleteFrom('cors_origin').where('id', '=', id).returning('id').executeTakeFirst()
  return row !== undefined
}
