import { type SelectQueryBuilder, sql } from 'kysely'
import type { Reader } from '../../database/database.ts'
import { inPageOrder, type Keyset, type Position } from '../../database/keyset.ts'
import type { Schema, SessionRow } from '../../database/schema.ts'
import { CANARY_APPLICATION_ID } from './canary-session.ts'
import type { LiveLimits } from './live-limits.ts'
import { type ListedSession, live, revokedFor } from './session.queries.ts'
import type { FilterColumns } from './session-filter.ts'

/**
 * Sessions by filter, among any number of them. There is an index in the order of creation for each filter that names
 * one value; one is chosen here, and the other filters are applied to the rows that it yields. At most so many are
 * looked at in one statement, and whoever asked goes on behind them. So nothing is ever slow, however rare the match:
 * docs/decisions/0016-searching-sessions.md.
 */
export const MOST_EXAMINED = 2_000

/** A range with no more sessions than this is read whole through the index on addresses, and put in order. */
const FEW = 500

/** From (exclusive) to (inclusive), in the order of creation; undefined: without an end. */
export interface Stretch {
  from: Position | undefined
  to: Position | undefined
}

/** `searchedTo`: sessions behind this one have not been looked at. */
export interface Found {
  rows: ListedSession[]
  searchedTo: Position | undefined
}

/** Ended ones too. */
export async function searchSessions(db: Reader, filter: FilterColumns, keyset: Keyset): Promise<Found> {
  if (await isFromFewAddresses(db, filter)) {
    const query = matching(fromAddresses(db, filter), filter, {}).selectAll('session').select(revokedFor)
    return { rows: await inPageOrder(query, keyset).execute(), searchedTo: undefined }
  }
  const to = isIndexEnough(filter) ? undefined : await findEndOfStretch(db, filter, keyset)
  const ends = keyset.direction === 'desc' ? { oldest: to, newest: keyset.from } : { oldest: keyset.from, newest: to }
  let query = matching(db.selectFrom('session'), filter, ends).selectAll('session').select(revokedFor)
  if (to) query = query.where(upTo(to, keyset.direction))
  const rows = await inPageOrder(query, keyset).execute()
  return { rows, searchedTo: rows.length < keyset.limit ? to : undefined }
}

/** Where `MOST_EXAMINED` sessions have been looked at; undefined: so many are not left. */
export async function findEndOfStretch(
  db: Reader,
  filter: FilterColumns,
  { direction, from }: Omit<Keyset, 'limit'>,
): Promise<Position | undefined> {
  const ends = direction === 'desc' ? { newest: from } : { oldest: from }
  const query = indexed(db.selectFrom('session'), filter, ends).select(['session.id', 'session.created_at'])
  return await inPageOrder(query, { direction, from, limit: 1 })
    .offset(MOST_EXAMINED - 1)
    .executeTakeFirst()
}

/** How many sessions of a stretch are alive and would be ended by a revocation by this filter. */
export async function countLiveSessions(
  db: Reader,
  filter: FilterColumns,
  limits: LiveLimits,
  stretch: Stretch,
): Promise<number> {
  const query = live(matchingWithin(db, filter, stretch), limits)
  const { count } = await query.select((where) => where.fn.countAll().as('count')).executeTakeFirstOrThrow()
  return Number(count)
}

export async function listLiveSessions(
  db: Reader,
  filter: FilterColumns,
  limits: LiveLimits,
  { limit, ...stretch }: Stretch & { limit: number },
): Promise<SessionRow[]> {
  const query = live(matchingWithin(db, filter, stretch), limits).selectAll('session')
  return await inPageOrder(query, { direction: 'asc', from: undefined, limit }).execute()
}

/** Of a stretch, the sessions whose end has not been recorded. */
export async function listUnendedSessions(db: Reader, filter: FilterColumns, stretch: Stretch): Promise<string[]> {
  const query = matchingWithin(db, filter, stretch).where('ended_at', 'is', null)
  const rows = await query.select('session.id').execute()
  return rows.map((row) => row.id)
}

/**
 * Those that moved to the organization of the filter since, and whose end has not been recorded. They may have begun
 * long before, so no stretch of what is new has them.
 */
export async function listUnendedMoved(db: Reader, filter: FilterColumns, since: Date): Promise<string[]> {
  const moved = db
    .selectFrom('session')
    .where('session.moved_at', '>', since.toISOString())
    .where(sql<string>`(session.created_at || '')`, '<=', filter.created_before)
    .where('ended_at', 'is', null)
  const ofUser = filter.user_id === null ? moved : moved.where(withoutIndex('user_id'), '=', filter.user_id)
  const rows = await narrowed(ofUser, filter, 'created_at').select('session.id').execute()
  return rows.map((row) => row.id)
}

type Sessions<Output> = SelectQueryBuilder<Schema, 'session', Output>

/** Where a query begins and ends by itself. */
interface Ends {
  oldest?: Position | undefined
  newest?: Position | undefined
}

/** All filters; for `ends` see `indexed`. */
function matching<Output>(query: Sessions<Output>, filter: FilterColumns, ends: Ends): Sessions<Output> {
  return narrowed(indexed(query, filter, ends), filter, indexFor(filter))
}

/** The filters that the chosen index does not answer. */
function narrowed<Output>(query: Sessions<Output>, filter: FilterColumns, index: IndexedFilter): Sessions<Output> {
  let q = query.where(withoutIndex('application_id'), '!=', CANARY_APPLICATION_ID)
  if (filter.except_session_id !== null) q = q.where('session.id', '!=', filter.except_session_id)
  if (filter.organization_id !== null && index !== 'organization_id')
    q = q.where(withoutIndex('organization_id'), '=', filter.organization_id)
  // In an organization a session has begun when it moved there.
  if (filter.organization_id !== null)
    q = q.where((where) =>
      where.or([where('session.moved_at', 'is', null), where('session.moved_at', '<=', filter.created_before)]),
    )
  if (filter.application_id !== null && index !== 'application_id')
    q = q.where(withoutIndex('application_id'), '=', filter.application_id)
  if (filter.auth_method !== null && index !== 'auth_method')
    q = q.where(withoutIndex('auth_method'), '=', filter.auth_method)
  if (filter.ip_from !== null && index !== 'ip_key')
    q = q.where(withoutIndex('ip_key'), '>=', filter.ip_from).where(withoutIndex('ip_key'), '<=', filter.ip_to)
  if (filter.user_agent_pattern !== null)
    q = q.where(sql<boolean>`lower(session.user_agent) like ${filter.user_agent_pattern} escape '\\'`)
  return q
}

/**
 * What the chosen index answers: one value, and an order of creation below it. The ends, which the caller states exactly,
 * are stated here as times too: SQLite enters an index at one bound alone, so there is only the tighter one, and
 * PostgreSQL takes a comparison of pairs for a large part of the table and would sooner read all of it than a small stretch.
 */
function indexed<Output>(query: Sessions<Output>, filter: FilterColumns, { oldest, newest }: Ends): Sessions<Output> {
  const isCut = newest !== undefined && newest.created_at < filter.created_before
  let q = query.where('session.created_at', '<=', isCut ? newest.created_at : filter.created_before)
  if (oldest) q = q.where('session.created_at', '>=', oldest.created_at)
  const index = indexFor(filter)
  if (index === 'created_at') return q
  const value = index === 'ip_key' ? filter.ip_from : filter[index]
  return q.where(`session.${index}`, '=', value)
}

type IndexedFilter = 'user_id' | 'ip_key' | 'organization_id' | 'application_id' | 'auth_method' | 'created_at'

/** The filter that usually leaves fewest. */
function indexFor(filter: FilterColumns): IndexedFilter {
  if (filter.user_id !== null) return 'user_id'
  if (filter.ip_from !== null && filter.ip_from === filter.ip_to) return 'ip_key'
  if (filter.organization_id !== null) return 'organization_id'
  if (filter.application_id !== null) return 'application_id'
  if (filter.auth_method !== null) return 'auth_method'
  return 'created_at'
}

/** Whether the index answers the whole filter, so that no row is looked at in vain. */
function isIndexEnough(filter: FilterColumns): boolean {
  const isAddressIndexed = filter.ip_from === null || indexFor(filter) === 'ip_key'
  const others = [filter.user_id, filter.organization_id, filter.application_id, filter.auth_method].filter(
    (value) => value !== null,
  )
  const indexable = others.length + (indexFor(filter) === 'ip_key' ? 1 : 0)
  return indexable <= 1 && isAddressIndexed && filter.user_agent_pattern === null
}

/** Kept from the planner, who would otherwise take the index of any filter and leave the stretch that was measured. */
function withoutIndex(column: 'user_id' | 'organization_id' | 'application_id' | 'auth_method' | 'ip_key') {
  return sql<string>`(session.${sql.ref(column)} || '')`
}

/** A range of addresses has no order of creation; a small one is put in order. */
async function isFromFewAddresses(db: Reader, filter: FilterColumns): Promise<boolean> {
  if (filter.ip_from === null || filter.ip_from === filter.ip_to || filter.user_id !== null) return false
  const { count } = await db
    .selectFrom(
      addresses(db, filter)
        .select('session.id')
        .limit(FEW + 1)
        .as('some'),
    )
    .select((where) => where.fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count) <= FEW
}

function fromAddresses(db: Reader, filter: FilterColumns): Sessions<object> {
  const rows = addresses(db, filter).selectAll().limit(FEW).as('session')
  // The same columns under the same name; only that they are those of few rows.
  return db.selectFrom(rows) as unknown as Sessions<object>
}

/** In the order of the index, so that it is the one that is read. */
function addresses(db: Reader, { ip_from, ip_to }: FilterColumns): Sessions<object> {
  return db.selectFrom('session').where('ip_key', '>=', ip_from).where('ip_key', '<=', ip_to).orderBy('ip_key')
}

function matchingWithin(db: Reader, filter: FilterColumns, { from, to }: Stretch): Sessions<object> {
  let q: Sessions<object> = matching(db.selectFrom('session'), filter, { oldest: from, newest: to })
  if (from) q = q.where(sql<boolean>`(session.created_at, session.id) > (${from.created_at}, ${from.id})`)
  if (to) q = q.where(upTo(to, 'asc'))
  return q
}

function upTo(to: Position, direction: 'asc' | 'desc') {
  const compare = sql.raw(direction === 'asc' ? '<=' : '>=')
  return sql<boolean>`(session.created_at, session.id) ${compare} (${to.created_at}, ${to.id})`
}
