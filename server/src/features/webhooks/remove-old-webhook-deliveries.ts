import type { AppContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { removeOldDeliveries } from './webhook-delivery.queries.ts'

const BATCH = 500
/** So long one can look up what was delivered, and send it again. */
const MEMORY_MS = 30 * 24 * 60 * 60 * 1000

export async function removeOldWebhookDeliveries(app: AppContext): Promise<void> {
  const doneBefore = new Date(app.clock.now().getTime() - MEMORY_MS)
  while ((await inTransaction(app, (tx) => removeOldDeliveries(tx.db, doneBefore, BATCH))) === BATCH);
}
