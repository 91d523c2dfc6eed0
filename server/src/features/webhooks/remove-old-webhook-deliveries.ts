import type { AppContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { giveUpDeliveries, removeOldDeliveries } from './webhook-delivery.queries.ts'
import { holdWebhookEndpoint, listDisabledEndpointsThatWait } from './webhook-endpoint.queries.ts'

const BATCH = 500
/** So long one can look up what was delivered, and send it again. */
const MEMORY_MS = 30 * 24 * 60 * 60 * 1000

export async function removeOldWebhookDeliveries(app: AppContext): Promise<void> {
  await giveUpForDisabled(app)
  const doneBefore = new Date(app.clock.now().getTime() - MEMORY_MS)
  while ((await inTransaction(app, (tx) => removeOldDeliveries(tx.db, doneBefore, BATCH))) === BATCH);
}

/** A delivery that was made at the very moment when its endpoint was disabled: nobody will send it. */
async function giveUpForDisabled(app: AppContext): Promise<void> {
  for (const id of await listDisabledEndpointsThatWait(app.db)) {
    await inTransaction(app, async (tx) => {
      const endpoint = await holdWebhookEndpoint(tx.db, id)
      if (endpoint?.status === 'disabled') await giveUpDeliveries(tx.db, id, 'endpoint_disabled', tx.clock.now())
    })
  }
}
