import type { AppContext } from '../../context.ts'
import type { RevocationRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { endSession } from './end-session.ts'
import type { Actor } from './ending.ts'
import {
  countEnded,
  insertRevocation,
  listCoveredSessions,
  listOpenRevocations,
  markRevocationCompleted,
  markRevokedBrowserSessionsEnded,
} from './revocation.queries.ts'
import { type SessionFilter, toFilterColumns } from './session-filter.ts'

const BATCH = 250

/**
 * A sign-in that was under way when the revocation was written may commit a little later with an earlier time. The
 * revocation stays open, and so in force, for longer than any transaction can last.
 */
const OPEN_FOR_MS = 60_000

/**
 * Ends every session that the filter covers with one write, whatever their number: from its commit on, every check on
 * every node refuses them. `recordRevokedSessions` then writes down each session's end and its event.
 */
export async function revokeSessions(app: AppContext, filter: SessionFilter, actor: Actor): Promise<RevocationRow> {
  return await inTransaction(app, async (tx) => {
    const now = tx.clock.now()
    const row: RevocationRow = {
      id: tx.ids.next('revocation'),
      ...toFilterColumns(filter, now),
      actor: JSON.stringify(actor),
      ended_count: 0,
      created_at: now.toISOString(),
      completed_at: null,
    }
    await insertRevocation(tx.db, row)
    return row
  })
}

/**
 * The background half: a revocation is a row until it has been carried out to the end, so a crash only delays it. Each
 * session ends through the one operation that ends sessions, which also makes two nodes at the same work harmless.
 */
export async function recordRevokedSessions(app: AppContext): Promise<void> {
  for (const revocation of await listOpenRevocations(app.db)) {
    while ((await recordBatch(app, revocation)) === BATCH);
    const age = app.clock.now().getTime() - Date.parse(revocation.created_at)
    if (age < OPEN_FOR_MS) continue
    await inTransaction(app, async (tx) => {
      await markRevokedBrowserSessionsEnded(tx.db, tx.clock.now())
      await markRevocationCompleted(tx.db, revocation.id, tx.clock.now())
    })
  }
}

/** Answers how many there were. */
async function recordBatch(app: AppContext, revocation: RevocationRow): Promise<number> {
  const sessions = await listCoveredSessions(app.db, revocation.id, BATCH)
  if (sessions.length === 0) return 0
  const actor: Actor = JSON.parse(revocation.actor)
  await inTransaction(app, async (tx) => {
    for (const session of sessions) await endSession(tx, session.id, { reason: 'mass_revoke', actor })
    await countEnded(tx.db, revocation.id, sessions.length)
  })
  return sessions.length
}
