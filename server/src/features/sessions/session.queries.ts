import { type RawBuilder, sql } from 'kysely'
import type { Reader, Writer } from '../../database/database.ts'
import { inPageOrder, type Keyset } from '../../database/keyset.ts'
import type { SessionRow } from '../../database/schema.ts'
import type { Ending } from './ending.ts'
import type { LiveLimits } from './live-limits.ts'
import { REMEMBERED_ROTATIONS, ROTATION_TIME_LENGTH } from './rotation-times.ts'

export async function findSession(db: Reader, id: string): Promise<SessionRow | undefined> {
  return await db.selectFrom('session').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function insertSession(db: Writer, row: SessionRow): Promise<void> {
  await db.insertInto('session').values(row).execute()
}

/** Only the alive ones, as the official operation documents. */
export async function listLiveSessionsOfUser(
  db: Reader,
  userId: string,
  limits: LiveLimits,
  keyset: Keyset,
): Promise<SessionRow[]> {
  const query = db
    .selectFrom('session')
    .selectAll()
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', limits.now)
    .where('refreshed_at', '>', limits.refreshedAfter)
  return await inPageOrder(query, keyset).execute()
}

/**
 * The one statement that decides a rotation: it moves the count on only if the token is the current one and the
 * session is alive at this moment. Of any number of callers at once, and against any sign-out, exactly one gets the row.
 */
export async function advanceRefreshCount(
  db: Writer,
  token: { sessionId: string; count: number; applicationId: string },
  limits: LiveLimits,
): Promise<SessionRow | undefined> {
  return await db
    .updateTable('session')
    .set((where) => ({
      refresh_count: where('refresh_count', '+', 1),
      refreshed_at: limits.now,
      updated_at: limits.now,
      rotation_times: sql<string>`substr(${limits.now} || rotation_times, 1, ${sql.lit(REMEMBERED_ROTATIONS * ROTATION_TIME_LENGTH)})`,
    }))
    .where('id', '=', token.sessionId)
    .where('refresh_count', '=', token.count)
    .where('application_id', '=', token.applicationId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', limits.now)
    .where('refreshed_at', '>', limits.refreshedAfter)
    .returningAll()
    .executeTakeFirst()
}

/**
 * A token presented again is answered only through this statement, so that it takes its turn with a sign-out on another
 * node like a rotation does. Nothing returned: the session has ended in the meantime.
 */
export async function noteReplay(db: Writer, id: string, now: Date): Promise<SessionRow | undefined> {
  const time = now.toISOString()
  return await db
    .updateTable('session')
    .set({ refreshed_at: notBeforeLatestRefresh(time), updated_at: time })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
}

/** Nothing returned: it is unknown or was over already. Exactly one caller ever gets the row. */
export async function markSessionEnded(
  db: Writer,
  id: string,
  ending: Ending,
  now: Date,
): Promise<SessionRow | undefined> {
  const time = now.toISOString()
  return await db
    .updateTable('session')
    .set({ ended_at: notBeforeLatestRefresh(time), ...toEndColumns(ending), updated_at: time })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
}

export async function markSessionsOfUserEnded(
  db: Writer,
  userId: string,
  ending: Ending,
  now: Date,
): Promise<SessionRow[]> {
  const time = now.toISOString()
  return await db
    .updateTable('session')
    .set({ ended_at: notBeforeLatestRefresh(time), ...toEndColumns(ending), updated_at: time })
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .returningAll()
    .execute()
}

/** When a session that came from this browser was last refreshed; undefined if none is left alive. */
export async function findLatestRefreshOfBrowser(db: Reader, browserSessionId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('session')
    .select('refreshed_at')
    .where('browser_session_id', '=', browserSessionId)
    .where('ended_at', 'is', null)
    .orderBy('refreshed_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.refreshed_at
}

/**
 * Whoever waited for the row took the time before somebody else refreshed, and clocks of nodes differ: no access token
 * of a session says that it was issued after the session's end.
 */
function notBeforeLatestRefresh(time: string): RawBuilder<string> {
  return sql<string>`case when refreshed_at > ${time} then refreshed_at else ${time} end`
}

function toEndColumns({ reason, actor }: Ending): Pick<SessionRow, 'end_reason' | 'end_actor'> {
  return { end_reason: reason, end_actor: JSON.stringify(actor) }
}
