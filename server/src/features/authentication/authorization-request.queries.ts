import type { Reader, Writer } from '../../database/database.ts'
import type { AuthorizationRequestRow } from '../../database/schema.ts'

export async function insertAuthorizationRequest(db: Writer, row: AuthorizationRequestRow): Promise<void> {
  await db.insertInto('authorization_request').values(row).execute()
}

/** Only for the browser that started it, and only while it is open. */
export async function findOpenAuthorizationRequest(
  db: Reader,
  given: { id: string; browserHash: string; now: Date },
): Promise<AuthorizationRequestRow | undefined> {
  return await db
    .selectFrom('authorization_request')
    .selectAll()
    .where('id', '=', given.id)
    .where('browser_hash', '=', given.browserHash)
    .where('expires_at', '>', given.now.toISOString())
    .executeTakeFirst()
}

/** Of two submissions of the same form, one gets the row. */
export async function takeAuthorizationRequest(db: Writer, id: string): Promise<AuthorizationRequestRow | undefined> {
  return await db.deleteFrom('authorization_request').where('id', '=', id).returningAll().executeTakeFirst()
}

export async function removeExpiredAuthorizationRequests(db: Writer, now: Date, most: number): Promise<number> {
  const expired = db
    .selectFrom('authorization_request')
    .select('id')
    .where('expires_at', '<=', now.toISOString())
    .limit(most)
  const rows = await db.deleteFrom('authorization_request').where('id', 'in', expired).returning('id').execute()
  return rows.length
}
