import { sql } from 'kysely'
import type { Reader, Writer } from '../../database/database.ts'
import type { Keyset } from '../../database/keyset.ts'
import { prepareQuery } from '../../database/prepared-query.ts'
import type { EventRow, SettledEventRow } from '../../database/schema.ts'
import { type EventContext, type EventName, INTERNAL_EVENTS } from './event-catalogue.ts'

/** An event row with its JSON decoded. */
export type StoredEvent = Omit<SettledEventRow, 'data' | 'context'> & {
  data: Record<string, unknown>
  context: EventContext
}

/** Where an event stands in the log. */
export type EventPosition = Pick<SettledEventRow, 'transaction_id' | 'position'>

type NewEventRow = Omit<EventRow, 'position' | 'transaction_id'>
type NewEvent = Omit<NewEventRow, 'data' | 'context'> & { data: object; context: object }

export async function insertEvent(db: Writer, event: NewEvent): Promise<void> {
  await insertion(db, { ...event, data: JSON.stringify(event.data), context: JSON.stringify(event.context) })
}

const insertion = prepareQuery((db, { id, event, data, context, created_at }: NewEventRow) =>
  db.insertInto('event').values({ id, event, data, context, created_at }),
)

export async function findEventPosition(db: Reader, id: string): Promise<EventPosition | undefined> {
  return await db.selectFrom('event').select(['transaction_id', 'position']).where('id', '=', id).executeTakeFirst()
}

export async function findEvent(db: Reader, id: string): Promise<StoredEvent | undefined> {
  const row = await db.selectFrom('event').selectAll().where('id', '=', id).executeTakeFirst()
  return row && decodeRow(row)
}

export interface EventFilter {
  names: string[]
  from?: string | undefined
  to?: string | undefined
}

/** Only settled ones, so that whoever goes on from the last of them has missed none. */
export async function listEvents(
  db: Reader,
  filter: EventFilter,
  keyset: Keyset<EventPosition>,
): Promise<StoredEvent[]> {
  const { direction, from, limit } = keyset
  let query = db.selectFrom('settled_event').selectAll().where('event', 'not in', INTERNAL_EVENTS)
  if (filter.names.length > 0) query = query.where('event', 'in', filter.names)
  if (filter.from) query = query.where('created_at', '>=', filter.from)
  if (filter.to) query = query.where('created_at', '<=', filter.to)
  const compare = sql.raw(direction === 'asc' ? '>' : '<')
  if (from)
    query = query.where(sql<boolean>`(transaction_id, position) ${compare} (${from.transaction_id}, ${from.position})`)
  const rows = await query.orderBy('transaction_id', direction).orderBy('position', direction).limit(limit).execute()
  return rows.map(decodeRow)
}

function decodeRow(row: SettledEventRow): StoredEvent {
  return { ...row, data: JSON.parse(row.data), context: JSON.parse(row.context) }
}

/** Nobody reads them any more, and there is one every minute. */
export async function removeCanaryEventsBefore(db: Writer, time: Date): Promise<void> {
  await db
    .deleteFrom('event')
    .where('event', '=', 'gatehouse.canary_ended' satisfies EventName)
    .where('created_at', '<', time.toISOString())
    .execute()
}
