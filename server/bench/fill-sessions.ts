import { sql } from 'kysely'
import type { Database, Writer } from '../src/database/database.ts'
import { markRotation } from '../src/features/sessions/rotation-times.ts'
import { DIALECTS, type Dialect, type Filling } from './fill-dialects.ts'

/** So many rows a statement: PostgreSQL gives up a statement of ours after four seconds. */
const ROWS_PER_STATEMENT = 10_000
const LIFETIME_MS = 30 * 24 * 60 * 60 * 1000
const ROTATIONS = 10

/** What the sessions of the bench are like, so that searches have something to look for. */
export const COMMON_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36'
/** Of the oldest session alone. */
export const RARE_AGENT = 'Rarity/1.0'
/** Of one session in 2,500. */
export const RARE_CLIENT = 'client_rare'
/** Of one session in 5,000; all others are in 10.0.0.0/16. */
export const RARE_NETWORK = '198.51.100.0/24'

export interface SessionFilling extends Filling {
  users: number
  clientId: string
}

/** Ids that sort like the sessions' age and can be told from the number of the session alone. */
export const sessionId = (index: number) => `session_${numbered(index)}`
export const browserSessionId = (index: number) => `browser_session_${numbered(index)}`
export const userId = (index: number) => `user_${numbered(index)}`
const numbered = (index: number) => `01${String(index).padStart(24, '0')}`

/** Sessions of the last weeks, each begun on the hosted page and refreshed many times: their rows have grown since. */
export async function fillSessions(database: Database, filling: SessionFilling): Promise<void> {
  const { count, now } = filling
  const { mark } = markRotation(ROTATIONS - 1, now.toISOString())
  for (let from = 0; from < count; from += ROWS_PER_STATEMENT) {
    const to = Math.min(count, from + ROWS_PER_STATEMENT)
    await database.transaction((db) => insertBrowserSessions(db, DIALECTS[database.kind], { ...filling, from, to }))
    await database.transaction((db) => insertSessions(db, DIALECTS[database.kind], { ...filling, from, to }))
    await database.transaction((db) => rotate(db, { from, to, mark }))
  }
}

type Part = SessionFilling & { from: number; to: number }

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

async function rotate(db: Writer, { from, to, mark }: { from: number; to: number; mark: string }): Promise<void> {
  await db
    .updateTable('session')
    .set({ rotation_times: mark, refresh_count: ROTATIONS })
    .where('id', '>=', sessionId(from))
    .where('id', '<', sessionId(to))
    .execute()
}
