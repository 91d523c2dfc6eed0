import type { Reader, Writer } from '../../database/database.ts'
import type { PasswordResetRow } from '../../database/schema.ts'

export async function insertPasswordReset(db: Writer, row: PasswordResetRow): Promise<void> {
  await db.insertInto('password_reset').values(row).execute()
}

export async function findLivePasswordReset(db: Reader, id: string, now: Date): Promise<PasswordResetRow | undefined> {
  return await live(db, now).where('password_reset.id', '=', id).executeTakeFirst()
}

export async function findLivePasswordResetByHash(
  db: Reader,
  tokenHash: string,
  now: Date,
): Promise<PasswordResetRow | undefined> {
  return await live(db, now).where('password_reset.token_hash', '=', tokenHash).executeTakeFirst()
}

/** Unused, in time, and the user's password and address are still those it was made for. */
function live(db: Reader, now: Date) {
  return db
    .selectFrom('password_reset')
    .innerJoin('user', 'user.id', 'password_reset.user_id')
    .whereRef('user.credential_version', '=', 'password_reset.credential_version')
    .where('password_reset.used_at', 'is', null)
    .where('password_reset.expires_at', '>', now.toISOString())
    .selectAll('password_reset')
}

/** Nothing returned: it is no longer live, or somebody has used it. Exactly one caller ever gets the row. */
export async function spendPasswordReset(
  db: Writer,
  given: { tokenHash: string; credentialVersion: number; now: Date },
): Promise<PasswordResetRow | undefined> {
  return await db
    .updateTable('password_reset')
    .set({ used_at: given.now.toISOString() })
    .where('token_hash', '=', given.tokenHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', given.now.toISOString())
    .where('credential_version', '=', given.credentialVersion)
    .returningAll()
    .executeTakeFirst()
}

export async function removeExpiredPasswordResets(db: Writer, now: Date, most: number): Promise<number> {
  const expired = db.selectFrom('password_reset').select('id').where('expires_at', '<=', now.toISOString()).limit(most)
  const rows = await db.deleteFrom('password_reset').where('id', 'in', expired).returning('id').execute()
  return rows.length
}
