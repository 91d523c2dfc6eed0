import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import type { WebhookDeliveryRow } from '../../database/schema.ts'
import { defineRoute } from '../../http/define-route.ts'
import { notFound } from '../../http/errors.ts'
import { instant } from '../../http/instant.ts'
import { pageOf, pageParameters, readPage, toList } from '../../http/pagination.ts'
import { ok } from '../../http/reply.ts'
import { redeliverWebhook } from './redeliver-webhook.ts'
import { type DeliveryState, listDeliveries } from './webhook-delivery.queries.ts'
import { findWebhookEndpoint } from './webhook-endpoint.queries.ts'

const PATH = '/webhook_endpoints/{id}/deliveries'
const TAG = 'Webhooks'

const id = z.string().meta({ description: 'The ID of the webhook endpoint.' })

/** Ours: the official product shows deliveries in its dashboard. */
const webhookDeliveryObject = z
  .object({
    object: z.literal('webhook_delivery'),
    endpoint_id: z.string(),
    event_id: z.string(),
    event: z.string(),
    status: z.enum(['pending', 'delivered', 'failed']),
    attempts: z.number(),
    next_attempt_at: instant.nullable(),
    last_error: z.string().nullable().meta({ description: '`http_500`, `timeout`, `ECONNREFUSED`, …' }),
    delivered_at: instant.nullable(),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'WebhookDelivery' })

const listWebhookDeliveries = defineRoute({
  method: 'get',
  path: PATH,
  summary: 'List what a webhook endpoint got and is owed',
  tag: TAG,
  caller: 'api-key',
  params: z.object({ id }),
  query: z.object({
    ...pageParameters,
    status: z.enum(['pending', 'delivered', 'failed']).optional().meta({
      description: 'Only in this state; `failed` are those that were given up.',
    }),
  }),
  responses: { 200: pageOf(webhookDeliveryObject) },
  async handle(app, { params, query }) {
    await mustExist(app, params.id)
    // An event's own id is the cursor.
    const page = await readPage(
      query,
      async (eventId) => eventId,
      async (keyset) => {
        const rows = await listDeliveries(app.db, { endpointId: params.id, state: query.status }, keyset)
        return rows.map((row) => ({ ...row, id: row.event_id }))
      },
    )
    return ok(toList(page, toWebhookDeliveryObject))
  },
})

const redeliver = defineRoute({
  method: 'post',
  path: `${PATH}/{event_id}/redeliver`,
  summary: 'Send an event to a webhook endpoint again',
  description: 'From the beginning, as if it had not been tried. A disabled endpoint has to be enabled first.',
  tag: TAG,
  caller: 'api-key',
  params: z.object({ id, event_id: z.string().meta({ description: 'The ID of the event.' }) }),
  responses: { 200: webhookDeliveryObject },
  refusals: [409],
  async handle(app, { params }) {
    const row = await redeliverWebhook(app, { endpointId: params.id, eventId: params.event_id })
    return ok(toWebhookDeliveryObject(row))
  },
})

export const webhookDeliveryRoutes = [listWebhookDeliveries, redeliver]

async function mustExist(app: AppContext, endpointId: string): Promise<void> {
  if (!(await findWebhookEndpoint(app.db, endpointId))) throw notFound('Webhook endpoint', endpointId)
}

function toWebhookDeliveryObject(row: WebhookDeliveryRow): z.input<typeof webhookDeliveryObject> {
  return {
    object: 'webhook_delivery',
    endpoint_id: row.endpoint_id,
    event_id: row.event_id,
    event: row.event,
    status: stateOf(row),
    attempts: row.attempts,
    next_attempt_at: row.next_attempt_at,
    last_error: row.last_error,
    delivered_at: row.delivered_at,
    created_at: row.created_at,
    updated_at: row.updated_at,
  }
}

function stateOf(row: WebhookDeliveryRow): DeliveryState {
  if (row.next_attempt_at !== null) return 'pending'
  return row.delivered_at === null ? 'failed' : 'delivered'
}
