import type { AppContext } from '../../context.ts'
import type { SessionEndReason } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { endSession } from './end-session.ts'
import { BY_RULE } from './ending.ts'
import { liveLimits } from './live-limits.ts'
import {
  findExpiryProgress,
  listExpiredSessions,
  saveExpiryProgress,
  scanUnexpiredSessions,
} from './session.queries.ts'

const BATCH = 250

/** What is looked at again although it has been recorded: longer than any transaction lasts, and than clocks of nodes differ. */
const OVERLAP_MS = 5 * 60_000
/** Progress is written down when it is worth a write. */
const PROGRESS_STEP_MS = 60 * 60_000

/**
 * A session past its limits is refused from that moment on, by the conditions of every statement. Here its end is
 * written down, exactly once whatever the number of nodes, and that of the hosted sign-in it came from if that is past its own limits.
 */
export async function recordExpiredSessions(app: AppContext): Promise<void> {
  const now = app.clock.now()
  const after = await findExpiryProgress(app.db)
  for (;;) {
    const ids = await listExpiredSessions(app.db, { after, now: now.toISOString(), most: BATCH })
    await endAll(app, ids, 'expired')
    if (ids.length < BATCH) break
  }
  const recordedUntil = new Date(now.getTime() - OVERLAP_MS)
  if (recordedUntil.getTime() - Date.parse(after || EPOCH) < PROGRESS_STEP_MS) return
  await inTransaction(app, (tx) => saveExpiryProgress(tx.db, recordedUntil.toISOString()))
}

const EPOCH = '1970-01-01T00:00:00.000Z'

/**
 * The same for the inactivity timeout. It walks over all sessions whose time is not over, seldom and in small steps: an
 * index on the time of the last refresh would make every refresh dearer.
 */
export async function recordInactiveSessions(app: AppContext): Promise<void> {
  if (app.config.session.inactivityTimeoutSeconds === null) return
  const { now, refreshedAfter } = liveLimits(app.config.session, app.clock.now())
  for (let from = { expires_at: now, id: '' }; ; ) {
    const rows = await scanUnexpiredSessions(app.db, from, BATCH)
    const inactive = rows.filter((row) => row.ended_at === null && row.refreshed_at <= refreshedAfter)
    await endAll(
      app,
      inactive.map((row) => row.id),
      'inactive',
    )
    const last = rows.at(-1)
    if (!last || rows.length < BATCH) return
    from = last
  }
}

async function endAll(app: AppContext, ids: string[], reason: SessionEndReason): Promise<void> {
  if (ids.length === 0) return
  await inTransaction(app, async (tx) => {
    for (const id of ids) await endSession(tx, id, { reason, actor: BY_RULE })
  })
}
