import type { AppContext } from '../../context.ts'
import type { WebhookDeliveryRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { createDeliveries, type Deliveries } from '../deliveries/deliveries.ts'
import { pauseAfter, WEBHOOK_SCHEDULES } from '../deliveries/pause-after.ts'
import { LEASE_MS, postToReceiver } from '../deliveries/post-to-receiver.ts'
import { findEvent } from '../events/event.queries.ts'
import { toEventObject } from '../events/event.wire.ts'
import { signWebhook } from './sign-webhook.ts'
import {
  claimDueDeliveries,
  giveUpDeliveries,
  listDueEndpoints,
  noteDelivered,
  noteUndelivered,
} from './webhook-delivery.queries.ts'
import { changeWebhookEndpoint, findWebhookEndpoint, type WebhookEndpoint } from './webhook-endpoint.queries.ts'
import { openSecret } from './webhook-secret.ts'

/** To one endpoint at once. */
const AT_ONCE = 10
/** The endpoint says that it is gone for good (RFC 9110, 15.5.11). */
const GONE = 'http_410'

/** Tells endpoints of events: at least once, in no promised order, as the official product does. */
export function createWebhookDeliveries(app: AppContext): Deliveries {
  return createDeliveries(app, {
    name: 'Delivery of webhooks',
    listDue: () => listDueEndpoints(app.db, app.clock.now()),
    serve: (endpointId, signal) => serve(app, endpointId, signal),
  })
}

async function serve(app: AppContext, endpointId: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const endpoint = await findWebhookEndpoint(app.db, endpointId)
    if (endpoint?.status !== 'enabled') return
    const now = app.clock.now()
    const lease = { now, leasedUntil: new Date(now.getTime() + LEASE_MS), most: AT_ONCE }
    const claimed = await inTransaction(app, (tx) => claimDueDeliveries(tx.db, endpointId, lease))
    await Promise.all(claimed.map((row) => deliver(app, endpoint, row, signal)))
    if (claimed.length < AT_ONCE) return
  }
}

async function deliver(
  app: AppContext,
  endpoint: WebhookEndpoint,
  claimed: WebhookDeliveryRow,
  signal: AbortSignal,
): Promise<void> {
  const error = await send(app, endpoint, claimed.event_id, signal)
  // Without a note of it: after the lease somebody takes it up again.
  if (signal.aborted && error !== undefined) return
  const now = app.clock.now()
  if (error === undefined) return await inTransaction(app, (tx) => noteDelivered(tx.db, claimed, now))
  if (error === GONE) return await disable(app, endpoint, claimed)
  const pauseMs = pauseAfter(claimed.attempts, WEBHOOK_SCHEDULES[app.config.mode])
  const nextAttemptAt = pauseMs === undefined ? undefined : new Date(now.getTime() + pauseMs)
  app.log.warn(
    nextAttemptAt
      ? 'A webhook could not be delivered; it is tried again.'
      : 'A webhook could not be delivered and is given up.',
    { endpoint_id: endpoint.id, event_id: claimed.event_id, attempts: claimed.attempts, error },
  )
  await inTransaction(app, (tx) => noteUndelivered(tx.db, claimed, { error, nextAttemptAt, now }))
}

async function send(
  app: AppContext,
  endpoint: WebhookEndpoint,
  eventId: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const event = await findEvent(app.db, eventId)
  if (!event) return 'event_removed'
  const body = JSON.stringify(toEventObject(event))
  // Afresh for each attempt: the SDKs refuse signatures that are older than three minutes.
  const headers = { 'workos-signature': signWebhook(openSecret(app, endpoint), body, app.clock.now()) }
  return await postToReceiver(app, endpoint.endpoint_url, { type: 'application/json', body, headers }, signal)
}

async function disable(app: AppContext, endpoint: WebhookEndpoint, claimed: WebhookDeliveryRow): Promise<void> {
  app.log.warn('A webhook endpoint says that it is gone and is disabled.', { endpoint_id: endpoint.id })
  const now = app.clock.now()
  await inTransaction(app, async (tx) => {
    await changeWebhookEndpoint(tx.db, endpoint.id, { status: 'disabled', updated_at: now.toISOString() })
    await noteUndelivered(tx.db, claimed, { error: GONE, nextAttemptAt: undefined, now })
    await giveUpDeliveries(tx.db, endpoint.id, 'endpoint_disabled', now)
  })
}
