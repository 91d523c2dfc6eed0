import type { AppContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { PACE_MS } from './pace-of-resets.ts'
import { removeExpiredPasswordResets } from './password-reset.queries.ts'
import { removeOldRequests } from './password-reset-request.queries.ts'

const BATCH = 500

/** Links past their time and addresses that nobody asks for any more; in batches, so that nobody waits behind a long delete. */
export async function removeOldPasswordResets(app: AppContext): Promise<void> {
  const now = app.clock.now()
  const pacedBefore = new Date(now.getTime() - PACE_MS)
  for (;;) {
    const resets = await inTransaction(app, (tx) => removeExpiredPasswordResets(tx.db, now, BATCH))
    const requests = await inTransaction(app, (tx) => removeOldRequests(tx.db, pacedBefore, BATCH))
    if (resets < BATCH && requests < BATCH) return
  }
}
