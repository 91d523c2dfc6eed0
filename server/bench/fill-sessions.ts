import { sql } from 'kysely'
import type { Database, Writer } from '../src/database/database.ts'
import { REMEMBERED_ROTATIONS } from '../src/features/sessions/rotation-times.ts'

/** So many rows a statement: PostgreSQL gives up a statement of ours after four seconds. */
const ROWS_PER_STATEMENT = 10_000
const AGE_MS = 20 * 24 * 60 * 60 * 1000
const LIFETIME_MS = 30 * 24 * 60 * 60 * 1000

/** What the sessions of the bench are like, so that searches have something to look for. */
export const COMMON_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36'
/** Of the oldest session alone. */
export const RARE_AGENT = 'Rarity/1.0'
/** Of one session in 2,500. */
export const RARE_CLIENT = 'client_rare'
/** Of one session in 5,000; all others are in 10.0.0.0/16. */
export const RARE_NETWORK = '198.51.100.0/24'

export interface Filling {
  count: number
  users: number
  clientId: string
  now: Date
}

/** Ids that sort like the sessions' age and can be told from the number of the session alone. */
export const sessionId = (index: number) => `session_${numbered(index)}`
export const browserSessionId = (index: number) => `browser_session_${numbered(index)}`
export const userId = (index: number) => `user_${numbered(index)}`
const numbered = (index: number) => `01${String(index).padStart(24, '0')}`

/** Sessions of the last weeks, each begun on the hosted page and refreshed many times: their rows have grown since. */
export async function fillSessions(database: Database, filling: Filling): Promise<void> {
  const { count, now } = filling
  const times = now.toISOString().repeat(REMEMBERED_ROTATIONS)
  for (let from = 0; from < count; from += ROWS_PER_STATEMENT) {
    const to = Math.min(count, from + ROWS_PER_STATEMENT)
    await database.transaction((db) => insertBrowserSessions(db, dialects[database.kind], { ...filling, from, to }))
    await database.transaction((db) => insertSessions(db, dialects[database.kind], { ...filling, from, to }))
    await database.transaction((db) => rotate(db, { from, to, times }))
  }
}

type Part = Filling & { from: number; to: number }

async function insertSessions(db: Writer, { rows, padded, time, hex }: Dialect, part: Part): Promise<void> {
  const created = time(part)
  await sql`
    insert into session (id, user_id, application_id, browser_session_id, auth_method, ip_address, ip_key, user_agent,
      authenticated_at, refresh_count, refreshed_at, rotation_times, expires_at, created_at, updated_at)
    select 'session_01' || ${padded('i')}, 'user_01' || ${padded('u')},
      case when i % 2500 = 1 then ${RARE_CLIENT} else ${part.clientId} end, 'browser_session_01' || ${padded('i')}, 'password',
      case when i % 5000 = 2 then '198.51.100.' || (i % 251) else '10.0.' || (a / 256) || '.' || (a % 256) end,
      case when i % 5000 = 2 then '00000000000000000000ffffc63364' || ${hex('i % 251', 2)}
        else '00000000000000000000ffff0a00' || ${hex('a', 4)} end,
      case when i = 0 then ${RARE_AGENT} else ${COMMON_AGENT} end,
      ${created}, 0, ${created}, '', ${time(part, LIFETIME_MS)}, ${created}, ${created}
    from (select i, i % ${sql.lit(part.users)} as u, i % 65536 * 7919 % 65536 as a from ${rows(part)}) as numbers`.execute(
    db,
  )
}

async function insertBrowserSessions(db: Writer, { rows, padded, time }: Dialect, part: Part): Promise<void> {
  const created = time(part)
  await sql`
    insert into browser_session (id, cookie_hash, user_id, auth_method, user_agent, authenticated_at, last_used_at,
      expires_at, created_at)
    select 'browser_session_01' || ${padded('i')}, 'nobody has this cookie ' || i, 'user_01' || ${padded('u')}, 'password',
      ${COMMON_AGENT}, ${created}, ${created}, ${time(part, LIFETIME_MS)}, ${created}
    from (select i, i % ${sql.lit(part.users)} as u from ${rows(part)}) as numbers`.execute(db)
}

async function rotate(db: Writer, { from, to, times }: { from: number; to: number; times: string }): Promise<void> {
  await db
    .updateTable('session')
    .set({ rotation_times: times, refresh_count: REMEMBERED_ROTATIONS })
    .where('id', '>=', sessionId(from))
    .where('id', '<', sessionId(to))
    .execute()
}

/** Numbers, texts and times in SQL have no common form. */
interface Dialect {
  rows(part: Part): ReturnType<typeof sql>
  padded(expression: string): ReturnType<typeof sql>
  hex(expression: string, digits: number): ReturnType<typeof sql>
  time(filling: Filling, laterMs?: number): ReturnType<typeof sql>
}

const msOf = ({ count, now }: Filling, laterMs: number) =>
  `(${now.getTime() - AGE_MS + laterMs} + cast(i as bigint) * ${Math.floor(AGE_MS / count)})`

const dialects: Record<Database['kind'], Dialect> = {
  sqlite: {
    rows: ({ from, to }) =>
      sql`(with recursive numbers(i) as (select ${sql.lit(from)} union all select i + 1 from numbers where i + 1 < ${sql.lit(to)}) select i from numbers)`,
    padded: (expression) => sql.raw(`printf('%024d', ${expression})`),
    hex: (expression, digits) => sql.raw(`printf('%0${digits}x', ${expression})`),
    time: (filling, laterMs = 0) =>
      sql.raw(`strftime('%Y-%m-%dT%H:%M:%fZ', ${msOf(filling, laterMs)} / 1000.0, 'unixepoch')`),
  },
  postgres: {
    rows: ({ from, to }) => sql`generate_series(${sql.lit(from)}, ${sql.lit(to - 1)}) as numbers(i)`,
    padded: (expression) => sql.raw(`lpad((${expression})::text, 24, '0')`),
    hex: (expression, digits) => sql.raw(`lpad(to_hex(${expression}), ${digits}, '0')`),
    time: (filling, laterMs = 0) =>
      sql.raw(
        `to_char(to_timestamp(${msOf(filling, laterMs)} / 1000.0) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
      ),
  },
}
