import { type Kysely, sql } from 'kysely'
import type { Schema } from './schema.ts'

/**
 * Events are ordered by the ids of their transactions, and those count anew in each PostgreSQL cluster. A log that was
 * restored from a dump may be ahead of the cluster it now lives in: its events would stay hidden, and new ones come
 * before them. Then from now on a number is added to every id, so that the log goes on after its last event. That is
 * part of the schema and so of the next dump; no row is written.
 */
export async function continueEventLog(db: Kysely<Schema>): Promise<void> {
  if (!(await isLogAhead(db))) return
  await db.transaction().execute(async (tx) => {
    // Several nodes may start at once.
    await sql`lock table event in share row exclusive mode`.execute(tx)
    if (!(await isLogAhead(tx))) return
    const { rows } = await sql<{ gap: number }>`
      select coalesce(max(transaction_id), 0) + 1 - pg_snapshot_xmin(pg_current_snapshot())::text::bigint as gap
      from event`.execute(tx)
    await sql
      .raw(
        `create or replace function event_log_offset() returns bigint language sql immutable as $$ select ${rows[0]?.gap}::bigint $$`,
      )
      .execute(tx)
  })
}

/** An event that has been committed here is older than any transaction that is still to come. */
async function isLogAhead(db: Kysely<Schema>): Promise<boolean> {
  const { rows } = await sql<{ is_ahead: boolean | null }>`
    select max(transaction_id) >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint + event_log_offset() as is_ahead
    from event`.execute(db)
  return rows[0]?.is_ahead === true
}
