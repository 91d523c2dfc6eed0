import type { Reader, Writer } from '../../database/database.ts'
import { inPageOrder, type Keyset } from '../../database/keyset.ts'
import type { BackchannelLogoutUriRow } from '../../database/schema.ts'

export async function findBackchannelLogoutUri(db: Reader, id: string): Promise<BackchannelLogoutUriRow | undefined> {
  return await db.selectFrom('backchannel_logout_uri').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function isBackchannelLogoutUriRegistered(
  db: Reader,
  applicationId: string,
  uri: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('backchannel_logout_uri')
    .select('id')
    .where('application_id', '=', applicationId)
    .where('uri', '=', uri)
    .executeTakeFirst()
  return row !== undefined
}

export async function listBackchannelLogoutUris(db: Reader, keyset: Keyset): Promise<BackchannelLogoutUriRow[]> {
  return await inPageOrder(db.selectFrom('backchannel_logout_uri').selectAll(), keyset).execute()
}

export async function countBackchannelLogoutUris(db: Reader, applicationId: string): Promise<number> {
  const { count } = await db
    .selectFrom('backchannel_logout_uri')
    .select((where) => where.fn.countAll().as('count'))
    .where('application_id', '=', applicationId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Nothing returned: the application has it already. */
export async function insertBackchannelLogoutUri(
  db: Writer,
  row: BackchannelLogoutUriRow,
): Promise<BackchannelLogoutUriRow | undefined> {
  return await db
    .insertInto('backchannel_logout_uri')
    .values(row)
    .onConflict((conflict) => conflict.columns(['application_id', 'uri']).doNothing())
    .returningAll()
    .executeTakeFirst()
}

/** Answers whether it was there. */
export async function removeBackchannelLogoutUri(db: Writer, id: string): Promise<boolean> {
  const row = await db.deleteFrom('backchannel_logout_uri').where('id', '=', id).returning('id').executeTakeFirst()
  return row !== undefined
}
