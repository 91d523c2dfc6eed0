import { unclaimed } from '../../database/claim.ts'
import type { Reader, Writer } from '../../database/database.ts'
import type { WebhookCursorRow, WebhookDeliveryRow } from '../../database/schema.ts'
import type { EventPosition } from '../events/event.queries.ts'

export type DeliveryState = 'pending' | 'delivered' | 'failed'

/** Held until the end of the transaction, so that two nodes do not make the same deliveries. */
export async function holdCursor(db: Writer): Promise<EventPosition | undefined> {
  return await db
    .updateTable('webhook_cursor')
    .set({ id: 1 })
    .returning(['transaction_id', 'position'])
    .executeTakeFirst()
}

export async function moveCursor(db: Writer, { transaction_id, position }: EventPosition): Promise<void> {
  const row: WebhookCursorRow = { id: 1, transaction_id, position }
  await db
    .insertInto('webhook_cursor')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ transaction_id, position }))
    .execute()
}

/** One that is there already stays as it is: an event is owed once. */
export async function insertDeliveries(db: Writer, rows: WebhookDeliveryRow[]): Promise<void> {
  if (rows.length === 0) return
  await db
    .insertInto('webhook_delivery')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** The endpoints that something is due for. */
export async function listDueEndpoints(db: Reader, now: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('webhook_endpoint as endpoint')
    .select('endpoint.id')
    .where('status', '=', 'enabled')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('webhook_delivery')
          .select('webhook_delivery.event_id')
          .whereRef('webhook_delivery.endpoint_id', '=', 'endpoint.id')
          .where('next_attempt_at', '<=', now.toISOString()),
      ),
    )
    .execute()
  return rows.map((row) => row.id)
}

/** Some of those that are due for an endpoint, the longest waiting first. Nobody else is given them until `leasedUntil`. */
export async function claimDueDeliveries(
  db: Writer,
  endpointId: string,
  { now, leasedUntil, most }: { now: Date; leasedUntil: Date; most: number },
): Promise<WebhookDeliveryRow[]> {
  const time = now.toISOString()
  const due = db
    .selectFrom('webhook_delivery')
    .select('event_id')
    .where('endpoint_id', '=', endpointId)
    .where('next_attempt_at', '<=', time)
    .orderBy('next_attempt_at')
    .orderBy('event_id')
    .limit(most)
  return await db
    .updateTable('webhook_delivery')
    .set((where) => ({
      attempts: where('attempts', '+', 1),
      next_attempt_at: leasedUntil.toISOString(),
      updated_at: time,
    }))
    .where('endpoint_id', '=', endpointId)
    .where('event_id', 'in', unclaimed(db, due))
    .where('next_attempt_at', '<=', time)
    .returningAll()
    .execute()
}

export async function noteDelivered(db: Writer, claimed: WebhookDeliveryRow, now: Date): Promise<void> {
  const time = now.toISOString()
  await db
    .updateTable('webhook_delivery')
    .set({ delivered_at: time, next_attempt_at: null, last_error: null, updated_at: time })
    .where('endpoint_id', '=', claimed.endpoint_id)
    .where('event_id', '=', claimed.event_id)
    .where('delivered_at', 'is', null)
    .execute()
}

/** Unless the lease ran out and somebody else has begun another attempt. Without a time it is given up. */
export async function noteUndelivered(
  db: Writer,
  claimed: WebhookDeliveryRow,
  { error, nextAttemptAt, now }: { error: string; nextAttemptAt: Date | undefined; now: Date },
): Promise<void> {
  await db
    .updateTable('webhook_delivery')
    .set({ last_error: error, next_attempt_at: nextAttemptAt?.toISOString() ?? null, updated_at: now.toISOString() })
    .where('endpoint_id', '=', claimed.endpoint_id)
    .where('event_id', '=', claimed.event_id)
    .where('attempts', '=', claimed.attempts)
    .where('next_attempt_at', 'is not', null)
    .execute()
}

/** By event, and so by time. */
export async function listDeliveries(
  db: Reader,
  { endpointId, state }: { endpointId: string; state: DeliveryState | undefined },
  { direction, from, limit }: { direction: 'asc' | 'desc'; from: string | undefined; limit: number },
): Promise<WebhookDeliveryRow[]> {
  let query = db.selectFrom('webhook_delivery').selectAll().where('endpoint_id', '=', endpointId)
  if (state === 'pending') query = query.where('next_attempt_at', 'is not', null)
  if (state === 'delivered') query = query.where('delivered_at', 'is not', null)
  if (state === 'failed') query = query.where('next_attempt_at', 'is', null).where('delivered_at', 'is', null)
  if (from !== undefined) query = query.where('event_id', direction === 'asc' ? '>' : '<', from)
  return await query.orderBy('event_id', direction).limit(limit).execute()
}

/** From the beginning, as if it had not been tried. Nothing returned: it was never owed. */
export async function restartDelivery(
  db: Writer,
  { endpointId, eventId, now }: { endpointId: string; eventId: string; now: Date },
): Promise<WebhookDeliveryRow | undefined> {
  const time = now.toISOString()
  return await db
    .updateTable('webhook_delivery')
    .set({ attempts: 0, next_attempt_at: time, delivered_at: null, last_error: null, updated_at: time })
    .where('endpoint_id', '=', endpointId)
    .where('event_id', '=', eventId)
    .returningAll()
    .executeTakeFirst()
}

/** Of an endpoint that is disabled: what it was owed is given up, and can be sent again when it is enabled. */
export async function giveUpDeliveries(db: Writer, endpointId: string, error: string, now: Date): Promise<void> {
  await db
    .updateTable('webhook_delivery')
    .set({ next_attempt_at: null, last_error: error, updated_at: now.toISOString() })
    .where('endpoint_id', '=', endpointId)
    .where('next_attempt_at', 'is not', null)
    .execute()
}

export async function removeDeliveriesOf(db: Writer, endpointId: string): Promise<void> {
  await db.deleteFrom('webhook_delivery').where('endpoint_id', '=', endpointId).execute()
}

/** Delivered or given up so long ago. */
export async function removeOldDeliveries(db: Writer, doneBefore: Date, most: number): Promise<number> {
  const old = db
    .selectFrom('webhook_delivery')
    .select(['endpoint_id', 'event_id'])
    .where('next_attempt_at', 'is', null)
    .where('updated_at', '<=', doneBefore.toISOString())
    .limit(most)
  const rows = await db
    .deleteFrom('webhook_delivery')
    .where(({ refTuple, eb }) => eb(refTuple('endpoint_id', 'event_id'), 'in', old.$asTuple('endpoint_id', 'event_id')))
    .returning('event_id')
    .execute()
  return rows.length
}
