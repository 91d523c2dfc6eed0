import type { AppContext } from '../../context.ts'
import type { WebhookDeliveryRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError, notFound } from '../../http/errors.ts'
import { restartDelivery } from './webhook-delivery.queries.ts'
import { holdWebhookEndpoint } from './webhook-endpoint.queries.ts'

/** Has an event sent again that an endpoint was owed once. Refused while the endpoint is disabled: nothing would be sent. */
export async function redeliverWebhook(
  app: AppContext,
  { endpointId, eventId }: { endpointId: string; eventId: string },
): Promise<WebhookDeliveryRow> {
  return await inTransaction(app, async (tx) => {
    const endpoint = await holdWebhookEndpoint(tx.db, endpointId)
    if (!endpoint) throw notFound('Webhook endpoint', endpointId)
    if (endpoint.status === 'disabled') throw disabled(endpointId)
    const row = await restartDelivery(tx.db, { endpointId, eventId, now: tx.clock.now() })
    if (!row) throw notFound('Webhook delivery', eventId)
    return row
  })
}

function disabled(endpointId: string): ApiError {
  return new ApiError(
    409,
    `The webhook endpoint '${endpointId}' is disabled and gets nothing: set its status to 'enabled' first.`,
    { code: 'endpoint_disabled' },
  )
}
