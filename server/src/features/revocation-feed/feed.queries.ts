import { sql } from 'kysely'
import type { Reader } from '../../database/database.ts'
import { prepareQuery } from '../../database/prepared-query.ts'
import type { SettledEventRow } from '../../database/schema.ts'
import { firstUlidOf } from '../../platform/ids.ts'
import { REVOKING_EVENTS } from '../events/event-catalogue.ts'
import { LOG_START, type Place, placeOf } from './place.ts'

/** Any event of the log; `data` and `context` are null unless it revokes something. */
export type FollowedEvent = Pick<SettledEventRow, 'transaction_id' | 'position' | 'id' | 'event' | 'created_at'> &
  ({ data: string; context: string } | { data: null; context: null })

/** Of those that are not settled only the newest are looked at: should there be more, they come when they are. */
const MOST_UNSETTLED = 500

/**
 * One look at the log: the event at `from` and those that follow, as far as nothing can come before them any more, and
 * what has been committed beyond. One statement, so that nothing falls between the two.
 */
export async function readLog(
  db: Reader,
  from: Place,
  most: number,
): Promise<{ settled: FollowedEvent[]; unsettled: FollowedEvent[] }> {
  const { transactionId, position } = from
  const rows = await look(db, { transactionId, position, most })
  const settled: FollowedEvent[] = []
  const unsettled: FollowedEvent[] = []
  // The two columns are null together.
  for (const { is_settled, ...event } of rows) (is_settled === 1 ? settled : unsettled).push(event as FollowedEvent)
  // SQL does not promise the order of a union.
  settled.sort((a, b) => a.transaction_id - b.transaction_id || a.position - b.position)
  return { settled, unsettled }
}

const look = prepareQuery((db, from: { transactionId: number; position: number; most: number }) => {
  const isRevoking = sql`event in (${sql.join(REVOKING_EVENTS.map((name) => sql.lit(name)))})`
  const columns = [
    'transaction_id',
    'position',
    'id',
    'event',
    'created_at',
    sql<string | null>`case when ${isRevoking} then data end`.as('data'),
    sql<string | null>`case when ${isRevoking} then context end`.as('context'),
  ] as const
  const settled = db
    .selectFrom('settled_event')
    .select(columns)
    .select(sql<number>`1`.as('is_settled'))
    .where(sql<boolean>`(transaction_id, position) >= (${from.transactionId}, ${from.position})`)
    .orderBy('transaction_id')
    .orderBy('position')
    .limit(sql<number>`${from.most}`)
  const unsettled = db
    .selectFrom('unsettled_event')
    .select(columns)
    .select(sql<number>`0`.as('is_settled'))
    .where('event', 'in', sql<string>`(${sql.join(REVOKING_EVENTS.map((name) => sql.lit(name)))})` as never)
    .orderBy('transaction_id', 'desc')
    .orderBy('position', 'desc')
    .limit(sql.lit(MOST_UNSETTLED))
  return db
    .selectFrom(settled.as('settled'))
    .selectAll()
    .unionAll(db.selectFrom(unsettled.as('unsettled')).selectAll())
})

/** The last settled event whose id was made before this time; ids begin with it, so an index leads there. */
export async function findLastPlaceBefore(db: Reader, time: Date): Promise<Place> {
  const row = await db
    .selectFrom('settled_event')
    .select(['transaction_id', 'position', 'id'])
    .where('id', '<', `event_${firstUlidOf(time)}`)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? placeOf(row) : LOG_START
}

/** What stands at a position, if anything does. */
export async function findPlace(db: Reader, position: number): Promise<Place | undefined> {
  const row = await db
    .selectFrom('event')
    .select(['transaction_id', 'position', 'id'])
    .where('position', '=', position)
    .executeTakeFirst()
  return row && placeOf(row)
}
