import type { AppContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { KEPT_MS } from './answer-once.ts'
import { removeRequestsBefore } from './idempotency.queries.ts'

const BATCH = 200

/** In batches, so that nobody waits behind a long delete. */
export async function removeOldAnswers(app: AppContext): Promise<void> {
  const before = new Date(app.clock.now().getTime() - KEPT_MS)
  while ((await inTransaction(app, (tx) => removeRequestsBefore(tx.db, before, BATCH))) === BATCH);
}
