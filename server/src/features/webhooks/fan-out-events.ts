import type { AppContext } from '../../context.ts'
import type { WebhookDeliveryRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { listEvents, type StoredEvent } from '../events/event.queries.ts'
import { holdCursor, insertDeliveries, moveCursor } from './webhook-delivery.queries.ts'
import { holdEnabledEndpoints, listEnabledEndpoints, type WebhookEndpoint } from './webhook-endpoint.queries.ts'

const BATCH = 250

/**
 * Makes a delivery of every event for every endpoint that wants it. The event log is the outbox: it commits with the
 * change that it tells of, and nothing can appear before an event that has been read. So nothing is lost or owed for
 * what was rolled back, and a sign-in or sign-out pays nothing for webhooks (docs/decisions/0015-webhooks-follow-the-log.md).
 */
export async function fanOutEvents(app: AppContext): Promise<void> {
  if ((await listEnabledEndpoints(app.db)).length === 0) return
  while ((await fanOutBatch(app)) === BATCH);
}

/** Answers how many events there were. */
async function fanOutBatch(app: AppContext): Promise<number> {
  return await inTransaction(app, async (tx) => {
    const cursor = await holdCursor(tx.db)
    const events = await listEvents(tx.db, { names: [] }, { direction: 'asc', from: cursor, limit: BATCH })
    const last = events.at(-1)
    if (!last) return 0
    // After the events, so that one that was registered before any of these is among them.
    const endpoints = await holdEnabledEndpoints(tx.db)
    const time = tx.clock.now().toISOString()
    const wanted = events.flatMap((event) =>
      endpoints.filter((endpoint) => wants(endpoint, event)).map((endpoint) => toDelivery(endpoint, event, time)),
    )
    await insertDeliveries(tx.db, wanted)
    await moveCursor(tx.db, last)
    return events.length
  })
}

function wants(endpoint: WebhookEndpoint, event: StoredEvent): boolean {
  const isAsked = endpoint.events.length === 0 || endpoint.events.includes(event.event)
  return isAsked && event.created_at >= endpoint.enabled_at
}

function toDelivery(endpoint: WebhookEndpoint, event: StoredEvent, time: string): WebhookDeliveryRow {
  return {
    endpoint_id: endpoint.id,
    event_id: event.id,
    event: event.event,
    attempts: 0,
    next_attempt_at: time,
    last_error: null,
    delivered_at: null,
    created_at: time,
    updated_at: time,
  }
}
