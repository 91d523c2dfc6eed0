import type { Reader, Writer } from '../../database/database.ts'
import type { AuthorizationCodeRow } from '../../database/schema.ts'

export async function insertAuthorizationCode(db: Writer, row: AuthorizationCodeRow): Promise<void> {
  await db.insertInto('authorization_code').values(row).execute()
}

export async function findAuthorizationCode(db: Reader, codeHash: string): Promise<AuthorizationCodeRow | undefined> {
  return await db.selectFrom('authorization_code').selectAll().where('code_hash', '=', codeHash).executeTakeFirst()
}

/** Nothing returned: it has expired or somebody has used it. Exactly one caller ever gets the row. */
export async function spendAuthorizationCode(
  db: Writer,
  codeHash: string,
  now: Date,
): Promise<AuthorizationCodeRow | undefined> {
  return await db
    .updateTable('authorization_code')
    .set({ used_at: now.toISOString() })
    .where('code_hash', '=', codeHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now.toISOString())
    .returningAll()
    .executeTakeFirst()
}

/** So that a second use of the code can end what the first one got. */
export async function noteSessionOfCode(db: Writer, codeHash: string, sessionId: string): Promise<void> {
  await db.updateTable('authorization_code').set({ session_id: sessionId }).where('code_hash', '=', codeHash).execute()
}

export async function removeOldAuthorizationCodes(db: Writer, expiredBefore: Date, most: number): Promise<number> {
  const old = db
    .selectFrom('authorization_code')
    .select('code_hash')
    .where('expires_at', '<=', expiredBefore.toISOString())
    .limit(most)
  const rows = await db.deleteFrom('authorization_code').where('code_hash', 'in', old).returning('code_hash').execute()
  return rows.length
}
