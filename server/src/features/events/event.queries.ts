import { type SelectQueryBuilder, sql } from 'kysely'
import { containsPattern } from '../../database/contains-pattern.ts'
import type { Reader, Writer } from '../../database/database.ts'
import type { Keyset } from '../../database/keyset.ts'
import { prepareQuery } from '../../database/prepared-query.ts'
import type { EventRow, Schema, SettledEventRow } from '../../database/schema.ts'
import { firstUlidOf } from '../../platform/ids.ts'
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

const insertion = prepareQuery((db, { id, event, data, context, organization_id, created_at }: NewEventRow) =>
  db.insertInto('event').values({ id, event, data, context, organization_id, created_at }),
)

export async function findEventPosition(db: Reader, id: string): Promise<EventPosition | undefined> {
  return await db.selectFrom('event').select(['transaction_id', 'position']).where('id', '=', id).executeTakeFirst()
}

export async function findEvent(db: Reader, id: string): Promise<StoredEvent | undefined> {
  const row = await db.selectFrom('event').selectAll().where('id', '=', id).executeTakeFirst()
  return row && decodeRow(row)
}

/** Also those that are not settled yet. */
export async function hasEventsOf(db: Reader, organizationId: string): Promise<boolean> {
  const events = db.selectFrom('event').select('id').where('organization_id', '=', organizationId)
  return (await events.limit(1).executeTakeFirst()) !== undefined
}

/**
 * Whether there is an event of this name about an object of which `member` has this value, in large letters or small.
 * Also those that are not settled yet. Every event of the name may be looked at: for names that are rare.
 */
export async function hasEventAbout(
  db: Reader,
  { event, member, value }: { event: EventName; member: string; value: string },
): Promise<boolean> {
  const pattern = containsPattern(`"${member}":${JSON.stringify(value)}`)
  const found = db
    .selectFrom('event')
    .select('id')
    .where('event', '=', event)
    .where(sql<boolean>`lower(data) like ${pattern} escape '\\'`)
  return (await found.limit(1).executeTakeFirst()) !== undefined
}

export interface EventFilter {
  names: string[]
  organizationId?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

/** Only settled ones, so that whoever goes on from the last of them has missed none. */
export async function listEvents(
  db: Reader,
  filter: EventFilter,
  keyset: Keyset<EventPosition>,
): Promise<StoredEvent[]> {
  const stretch = await findStretch(db, filter, keyset)
  const query = within(db.selectFrom('settled_event').selectAll(), filter, stretch)
  if (filter.names.length === 0)
    return (await inLogOrder(query.where('event', 'not in', INTERNAL_EVENTS), keyset).execute()).map(decodeRow)
  const names = [...new Set(filter.names)].filter((name) => !(INTERNAL_EVENTS as string[]).includes(name))
  // Those of an organization are few enough to be looked through for their names, which the planner is not told of.
  if (filter.organizationId !== undefined && names.length > 0) {
    const named = query.where(sql<boolean>`(event || '') in (${sql.join(names)})`)
    return (await inLogOrder(named, keyset).execute()).map(decodeRow)
  }
  // For each name there is an index in the order of the log; from all of them together the events would have to be sorted.
  const [first, ...others] = names.map((name) =>
    db.selectFrom(inLogOrder(query.where('event', '=', name), keyset).as('page')).selectAll(),
  )
  if (!first) return []
  const pages = others.reduce((all, page) => all.unionAll(page), first)
  // The same columns under another name.
  const together = db.selectFrom(pages.as('page')).selectAll() as unknown as Events
  const rows = await inLogOrder(together, keyset).execute()
  return rows.map(decodeRow)
}

type Events = SelectQueryBuilder<Schema, 'settled_event', SettledEventRow>

/** Both exclusive; undefined: without an end. */
interface Stretch {
  after: EventPosition | undefined
  before: EventPosition | undefined
}

/**
 * By how much the order of the log, which is that of transactions, may differ from that of the times in it: as long as a
 * transaction may last, and clocks of several nodes may differ.
 */
const MOST_DISORDER_MS = 60_000

/** Where in the log events of these times can be, and what the cursor leaves of it. Ids begin with their time: they are how to find it. */
async function findStretch(
  db: Reader,
  { from, to }: EventFilter,
  { direction, from: cursor }: Keyset<EventPosition>,
): Promise<Stretch> {
  const idAt = (time: string, laterMs: number) =>
    `event_${firstUlidOf(new Date(Math.max(0, Date.parse(time) + laterMs)))}`
  const positions = db.selectFrom('event').select(['transaction_id', 'position']).limit(1)
  const before = to && (await positions.where('id', '>=', idAt(to, MOST_DISORDER_MS)).orderBy('id').executeTakeFirst())
  const after =
    from && (await positions.where('id', '<', idAt(from, -MOST_DISORDER_MS)).orderBy('id', 'desc').executeTakeFirst())
  const isAscending = direction === 'asc'
  return {
    after: narrower(after || undefined, isAscending ? cursor : undefined, 'after'),
    before: narrower(before || undefined, isAscending ? undefined : cursor, 'before'),
  }
}

/** Of two ends of a stretch the one that leaves less of it. */
function narrower(
  one: EventPosition | undefined,
  other: EventPosition | undefined,
  end: 'after' | 'before',
): EventPosition | undefined {
  if (!one || !other) return one ?? other
  return isEarlier(one, other) === (end === 'before') ? one : other
}

function isEarlier(one: EventPosition, other: EventPosition): boolean {
  if (one.transaction_id !== other.transaction_id) return one.transaction_id < other.transaction_id
  return one.position < other.position
}

function within(query: Events, { from, to, organizationId }: EventFilter, { after, before }: Stretch): Events {
  let q = query
  if (organizationId !== undefined) q = q.where('organization_id', '=', organizationId)
  if (from) q = q.where('created_at', '>=', from)
  if (to) q = q.where('created_at', '<=', to)
  if (after) q = q.where(sql<boolean>`(transaction_id, position) > (${after.transaction_id}, ${after.position})`)
  if (before) q = q.where(sql<boolean>`(transaction_id, position) < (${before.transaction_id}, ${before.position})`)
  return q
}

function inLogOrder<Output>(
  query: SelectQueryBuilder<Schema, 'settled_event', Output>,
  { direction, limit }: Keyset<EventPosition>,
): SelectQueryBuilder<Schema, 'settled_event', Output> {
  return query.orderBy('transaction_id', direction).orderBy('position', direction).limit(limit)
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
