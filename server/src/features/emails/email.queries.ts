import type { Reader, Writer } from '../../database/database.ts'
import type { EmailRow } from '../../database/schema.ts'

export async function insertEmail(db: Writer, row: EmailRow): Promise<void> {
  await db.insertInto('email').values(row).execute()
}

/** The longest waiting first. */
export async function listDueEmails(db: Reader, now: Date, most: number): Promise<string[]> {
  const rows = await db
    .selectFrom('email')
    .select('id')
    .where('next_attempt_at', '<=', now.toISOString())
    .where('expires_at', '>', now.toISOString())
    .orderBy('next_attempt_at')
    .limit(most)
    .execute()
  return rows.map((row) => row.id)
}

/** Nobody else is given the mail until `leasedUntil`. Nothing returned: somebody else has it, or it is gone. */
export async function claimEmail(
  db: Writer,
  id: string,
  { now, leasedUntil }: { now: Date; leasedUntil: Date },
): Promise<EmailRow | undefined> {
  return await db
    .updateTable('email')
    .set((where) => ({ attempts: where('attempts', '+', 1), next_attempt_at: leasedUntil.toISOString() }))
    .where('id', '=', id)
    .where('next_attempt_at', '<=', now.toISOString())
    .where('expires_at', '>', now.toISOString())
    .returningAll()
    .executeTakeFirst()
}

/** Unless the lease ran out and somebody else has begun another attempt. */
export async function postponeEmail(db: Writer, claimed: EmailRow, until: Date): Promise<void> {
  await db
    .updateTable('email')
    .set({ next_attempt_at: until.toISOString() })
    .where('id', '=', claimed.id)
    .where('attempts', '=', claimed.attempts)
    .execute()
}

export async function removeEmail(db: Writer, id: string): Promise<void> {
  await db.deleteFrom('email').where('id', '=', id).execute()
}

export async function removeExpiredEmails(db: Writer, now: Date, most: number): Promise<number> {
  const expired = db.selectFrom('email').select('id').where('expires_at', '<=', now.toISOString()).limit(most)
  const rows = await db.deleteFrom('email').where('id', 'in', expired).returning('id').execute()
  return rows.length
}
