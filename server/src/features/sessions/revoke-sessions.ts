import { setImmediate as nextTurn } from 'node:timers/promises'
import type { AppContext } from '../../context.ts'
import type { Position } from '../../database/keyset.ts'
import type { RevocationRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { endSession } from './end-session.ts'
import type { Actor, Ending } from './ending.ts'
import { removeRevokedPendingAuthentications } from './pending-authentication.queries.ts'
import {
  beginRecording,
  countEnded,
  insertRevocation,
  listOpenRevocations,
  markRevocationCompleted,
  markRevokedBrowserSessionsEnded,
  noteRecorded,
} from './revocation.queries.ts'
import { markRevocation } from './revocation-mark.ts'
import { type SessionFilter, toFilterColumns } from './session-filter.ts'
import { listUnendedMoved, listUnendedSessions, MOST_EXAMINED } from './session-search.queries.ts'
import { walkSessions } from './walk-sessions.ts'

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
export async function revokeSessions(
  app: AppContext,
  filter: SessionFilter,
  { reason, actor }: Ending,
): Promise<RevocationRow> {
  return await inTransaction(app, async (tx) => {
    const now = tx.clock.now()
    const row: RevocationRow = {
      id: tx.ids.next('revocation'),
      ...toFilterColumns(filter, now),
      reason,
      actor: JSON.stringify(actor),
      ended_count: 0,
      recorded_until: null,
      created_at: now.toISOString(),
      completed_at: null,
    }
    await insertRevocation(tx.db, row)
    await markRevocation(tx, row, { reason, actor })
    return row
  })
}

/**
 * The background half: a revocation is a row until it has been carried out to the end, so a crash only delays it. Each
 * session ends through the one operation that ends sessions, which also makes two nodes at the same work harmless.
 */
export async function recordRevokedSessions(app: AppContext): Promise<void> {
  for (const revocation of await listOpenRevocations(app.db)) {
    if (revocation.recorded_until === null) await renewMark(app, revocation)
    for await (const stretch of walkSessions(app.db, revocation, startOf(revocation))) {
      await recordEnds(app, revocation, await listUnendedSessions(app.db, revocation, stretch))
      await noteProgress(app, revocation, stretch.to?.created_at ?? revocation.created_before)
    }
    if (revocation.organization_id !== null)
      await recordEnds(app, revocation, await listUnendedMoved(app.db, revocation, oldestUnderWay(revocation)))
    const age = app.clock.now().getTime() - Date.parse(revocation.created_at)
    if (age < OPEN_FOR_MS) continue
    await endRevokedBrowserSessions(app)
    await inTransaction(app, async (tx) => {
      await removeRevokedPendingAuthentications(tx.db)
      await markRevocationCompleted(tx.db, revocation.id, tx.clock.now())
    })
  }
}

/**
 * The mark that came with the revocation was dated before its commit, and until then a session could still be refreshed.
 * Once the commit is seen nobody gets such a token any more, so a mark of that moment leaves none out. One node sets it.
 */
async function renewMark(app: AppContext, revocation: RevocationRow): Promise<void> {
  const { reason } = revocation
  const actor: Actor = JSON.parse(revocation.actor)
  await inTransaction(app, async (tx) => {
    if (!(await beginRecording(tx.db, revocation.id))) return
    await markRevocation(tx, revocation, { actor, reason })
  })
}

/** Most looks at a revocation find nothing new, and then there is nothing to write. */
async function noteProgress(app: AppContext, { id, recorded_until }: RevocationRow, until: string): Promise<void> {
  if (recorded_until !== null && recorded_until >= until) return
  await inTransaction(app, (tx) => noteRecorded(tx.db, id, until))
}

/** In steps, like the sessions: one statement over all of them would keep every sign-out waiting. */
async function endRevokedBrowserSessions(app: AppContext): Promise<void> {
  const step = async (from: string): Promise<string | undefined> =>
    await inTransaction(app, (tx) =>
      markRevokedBrowserSessionsEnded(tx.db, { from, most: MOST_EXAMINED, now: tx.clock.now() }),
    )
  for (let from = await step(''); from !== undefined; from = await step(from)) await nextTurn()
}

/** Where the recording goes on: behind what has been recorded, but not behind a sign-in that may have committed since. */
function startOf(revocation: RevocationRow): Position | undefined {
  const { recorded_until } = revocation
  if (recorded_until === null) return undefined
  const oldest = oldestUnderWay(revocation).toISOString()
  return { created_at: recorded_until < oldest ? recorded_until : oldest, id: '' }
}

/** What was dated before that has been committed since. */
function oldestUnderWay({ created_at }: RevocationRow): Date {
  return new Date(Date.parse(created_at) - OPEN_FOR_MS)
}

async function recordEnds(app: AppContext, revocation: RevocationRow, ids: string[]): Promise<void> {
  for (let done = 0; done < ids.length; done += BATCH) await recordBatch(app, revocation, ids.slice(done, done + BATCH))
}

async function recordBatch(app: AppContext, revocation: RevocationRow, ids: string[]): Promise<void> {
  const ending: Ending = { reason: revocation.reason, actor: JSON.parse(revocation.actor) }
  await inTransaction(app, async (tx) => {
    for (const id of ids) await endSession(tx, id, ending)
    await countEnded(tx.db, revocation.id, ids.length)
  })
}
