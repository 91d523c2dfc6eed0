import type { AppContext } from '../../context.ts'
import type { Position } from '../../database/keyset.ts'
import type { SessionEndReason } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { endSession } from './end-session.ts'
import { BY_RULE } from './ending.ts'
import { liveLimits } from './live-limits.ts'
import { listExpiredSessions, scanLiveSessions } from './session.queries.ts'

const BATCH = 250

/**
 * A session past its limits is refused from that moment on, by the conditions of every statement. Here its end is
 * written down, exactly once whatever the number of nodes, with what else hangs on it: the hosted sign-in it came from.
 */
export async function recordExpiredSessions(app: AppContext): Promise<void> {
  for (;;) {
    const limits = liveLimits(app.config.session, app.clock.now())
    const ids = await listExpiredSessions(app.db, limits, BATCH)
    await endAll(app, ids, 'expired')
    if (ids.length < BATCH) return
  }
}

/**
 * The same for the inactivity timeout. It walks over all live sessions, seldom and in small steps: an index on the time
 * of the last refresh would make every refresh dearer.
 */
export async function recordInactiveSessions(app: AppContext): Promise<void> {
  if (app.config.session.inactivityTimeoutSeconds === null) return
  for (let from: Position | undefined; ; ) {
    const { refreshedAfter } = liveLimits(app.config.session, app.clock.now())
    const rows = await scanLiveSessions(app.db, from, BATCH)
    const inactive = rows.filter((row) => row.refreshed_at <= refreshedAfter)
    await endAll(
      app,
      inactive.map((row) => row.id),
      'inactive',
    )
    if (rows.length < BATCH) return
    from = rows.at(-1)
  }
}

async function endAll(app: AppContext, ids: string[], reason: SessionEndReason): Promise<void> {
  if (ids.length === 0) return
  await inTransaction(app, async (tx) => {
    for (const id of ids) await endSession(tx, id, { reason, actor: BY_RULE })
  })
}
