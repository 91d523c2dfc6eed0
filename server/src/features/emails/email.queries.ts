import { unclaimed } from '../../database/claim.ts'
import type { Reader, Writer } from '../../database/database.ts'
import type { EmailRow } from '../../database/schema.ts'

export async function insertEmail(db: Writer, row: EmailRow): Promise<void> {
  await db.insertInto('email').values(row).execute()
}

/** Some of those that are due, the longest waiting first. Nobody else is given them until `leasedUntil`. */
export async function claimDueEmails(
  db: Writer,
  { now, leasedUntil, most }: { now: Date; leasedUntil: Date; most: number },
): Promise<EmailRow[]> {
  const due = db
    .selectFrom('email')
    .select('id')
    .where('next_attempt_at', '<=', now.toISOString())
    .where('expires_at', '>', now.toISOString())
    .orderBy('next_attempt_at')
    .limit(most)
  return await db
    .updateTable('email')
    .set((where) => ({ attempts: where('attempts', '+', 1), next_attempt_at: leasedUntil.toISOString() }))
    .where('id', 'in', unclaimed(db, due))
    .where('next_attempt_at', '<=', now.toISOString())
    .returningAll()
    .execute()
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

export async function countWaitingEmails(db: Reader): Promise<{ count: number; oldest: string | null }> {
  const { count, oldest } = await db
    .selectFrom('email')
    .select((where) => [where.fn.countAll().as('count'), where.fn.min('created_at').as('oldest')])
    .executeTakeFirstOrThrow()
  return { count: Number(count), oldest }
}
