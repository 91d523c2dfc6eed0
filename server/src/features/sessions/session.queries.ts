import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import type { Reader, Writer } from '../../database/database.ts'
import { inPageOrder, type Keyset } from '../../database/keyset.ts'
import { prepareQuery } from '../../database/prepared-query.ts'
import type { Schema, SessionEndReason, SessionRow } from '../../database/schema.ts'
import { CANARY_APPLICATION_ID } from './canary-session.ts'
import type { Ending } from './ending.ts'
import type { LiveLimits } from './live-limits.ts'
import { isSessionNotRevoked, reasonOfCoveringRevocation } from './revocation.queries.ts'
import { MARK_TIME_LENGTH, MARKS_LENGTH, markRotation, type RotationMark } from './rotation-times.ts'

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
  return await inPageOrder(
    live(db.selectFrom('session').selectAll().where('user_id', '=', userId), limits),
    keyset,
  ).execute()
}

/** A session as it stands, and the reason of a mass revocation that covers it and has not been recorded yet. */
export type ListedSession = SessionRow & { revoked_for: SessionEndReason | null }

export async function findListedSession(db: Reader, id: string): Promise<ListedSession | undefined> {
  return await db.selectFrom('session').selectAll().select(revokedFor).where('id', '=', id).executeTakeFirst()
}

/** Of these ids, those whose session is alive. */
export async function listLiveSessionsAmong(db: Reader, ids: string[], limits: LiveLimits): Promise<string[]> {
  const rows = await live(
    db.selectFrom('session').select('session.id').where('session.id', 'in', ids),
    limits,
  ).execute()
  return rows.map((row) => row.id)
}

export const revokedFor = reasonOfCoveringRevocation.as('revoked_for')

/** Adds to a query what a session must satisfy to be alive. */
export function live<Output>(
  query: SelectQueryBuilder<Schema, 'session', Output>,
  limits: LiveLimits,
): SelectQueryBuilder<Schema, 'session', Output> {
  return query
    .where('ended_at', 'is', null)
    .where('expires_at', '>', limits.now)
    .where('refreshed_at', '>', limits.refreshedAfter)
    .where(isSessionNotRevoked)
}

interface Rotated {
  sessionId: string
  count: number
  applicationId: string
}

/**
 * The one statement that decides a rotation: it moves the count on only if the token is the current one and the
 * session is alive at this moment. Of any number of callers at once, and against any sign-out, exactly one gets the row.
 */
export async function advanceRefreshCount(
  db: Writer,
  token: Rotated,
  limits: LiveLimits,
): Promise<SessionRow | undefined> {
  const [row] = await rotation(db, { ...token, ...limits, ...markRotation(token.count, limits.now) })
  return row
}

/** The same, if the session is in this organization. */
export async function advanceRefreshCountIn(
  db: Writer,
  token: Rotated & { organizationId: string },
  limits: LiveLimits,
): Promise<SessionRow | undefined> {
  const [row] = await rotationIn(db, { ...token, ...limits, ...markRotation(token.count, limits.now) })
  return row
}

type Rotation = Rotated & LiveLimits & RotationMark

const rotation = prepareQuery((db, given: Rotation) => rotating(db, given).returningAll())

const rotationIn = prepareQuery((db, given: Rotation & { organizationId: string }) =>
  rotating(db, given).where('organization_id', '=', given.organizationId).returningAll(),
)

function rotating(db: Writer, given: Rotation) {
  return db
    .updateTable('session')
    .set((where) => ({
      refresh_count: where('refresh_count', '+', 1),
      refreshed_at: notBeforeLatestRefresh(given.now),
      updated_at: given.now,
      rotation_times: withMark(given),
    }))
    .where('id', '=', given.sessionId)
    .where('refresh_count', '=', given.count)
    .where('application_id', '=', given.applicationId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', given.now)
    .where('refreshed_at', '>', given.refreshedAfter)
    .where(isSessionNotRevoked)
}

function withMark({ mark, sharedAfter, rememberedAfter }: RotationMark): RawBuilder<string> {
  const latest = sql`substr(rotation_times, 1, ${sql.lit(MARK_TIME_LENGTH)})`
  return sql<string>`case
    when ${latest} > ${sharedAfter} then rotation_times
    when ${latest} > ${rememberedAfter} then substr(${mark} || rotation_times, 1, ${sql.lit(MARKS_LENGTH)})
    else ${mark} end`
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
    .where(isSessionNotRevoked)
    .returningAll()
    .executeTakeFirst()
}

export async function deleteCanarySession(db: Writer, id: string): Promise<void> {
  await db.deleteFrom('session').where('id', '=', id).where('application_id', '=', CANARY_APPLICATION_ID).execute()
}

/** Nothing returned: it is unknown or was over already. Exactly one caller ever gets the row. */
export async function markSessionEnded(
  db: Writer,
  id: string,
  ending: Ending,
  now: Date,
): Promise<SessionRow | undefined> {
  const [row] = await endById(db, { id, time: now.toISOString(), ...toEndColumns(ending) })
  return row
}

const endById = prepareQuery((db, given: { id: string; time: string } & ReturnType<typeof toEndColumns>) =>
  db
    .updateTable('session')
    .set({
      ended_at: notBeforeLatestRefresh(given.time),
      end_reason: given.end_reason,
      end_actor: given.end_actor,
      updated_at: given.time,
    })
    .where('id', '=', given.id)
    .where('ended_at', 'is', null)
    .returningAll(),
)

/** `exceptBrowserSessionId`: those that came from this hosted sign-in stay; null: none does. */
export async function markSessionsOfUserEnded(
  db: Writer,
  of: { userId: string; exceptBrowserSessionId: string | null },
  ending: Ending,
  now: Date,
): Promise<SessionRow[]> {
  const time = now.toISOString()
  const ended = db
    .updateTable('session')
    .set({ ended_at: notBeforeLatestRefresh(time), ...toEndColumns(ending), updated_at: time })
    .where('user_id', '=', of.userId)
    .where('ended_at', 'is', null)
    .returningAll()
  if (of.exceptBrowserSessionId === null) return await ended.execute()
  return await ended.where('browser_session_id', 'is distinct from', of.exceptBrowserSessionId).execute()
}

/** Whatever their limits: what is over by time only has not been recorded as ended yet. */
export async function listUnendedSessionsOfBrowser(db: Reader, browserSessionId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('session')
    .select('id')
    .where('browser_session_id', '=', browserSessionId)
    .where('ended_at', 'is', null)
    .execute()
  return rows.map((row) => row.id)
}

/** Past their maximum length since `after`, and not recorded as ended yet. */
export async function listExpiredSessions(
  db: Reader,
  { after, now, most }: { after: string; now: string; most: number },
): Promise<string[]> {
  const rows = await db
    .selectFrom('session')
    .select('id')
    .where('expires_at', '>', after)
    .where('expires_at', '<=', now)
    .where('ended_at', 'is', null)
    .limit(most)
    .execute()
  return rows.map((row) => row.id)
}

/** Up to when the expiry of sessions has been recorded; an empty text is before all times. */
export async function findExpiryProgress(db: Reader): Promise<string> {
  const row = await db.selectFrom('expiry_progress').select('recorded_until').executeTakeFirst()
  return row?.recorded_until ?? ''
}

export async function saveExpiryProgress(db: Writer, recordedUntil: string): Promise<void> {
  await db
    .insertInto('expiry_progress')
    .values({ id: 1, recorded_until: recordedUntil })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ recorded_until: recordedUntil }))
    .execute()
}

type Unexpired = Pick<SessionRow, 'id' | 'expires_at' | 'refreshed_at' | 'ended_at'>

/** The next sessions whose time is not over, ended ones too: for the inactivity timeout, which no index could follow cheaply. */
export async function scanUnexpiredSessions(
  db: Reader,
  from: Pick<SessionRow, 'id' | 'expires_at'>,
  most: number,
): Promise<Unexpired[]> {
  return await db
    .selectFrom('session')
    .select(['id', 'expires_at', 'refreshed_at', 'ended_at'])
    .where(sql<boolean>`(expires_at, id) > (${from.expires_at}, ${from.id})`)
    .orderBy('expires_at')
    .orderBy('id')
    .limit(most)
    .execute()
}

/** Beyond the newest `kept`; the oldest are the ones to go. */
export async function listSurplusSessions(
  db: Reader,
  userId: string,
  limits: LiveLimits,
  kept: number,
): Promise<string[]> {
  const rows = await live(db.selectFrom('session').select('session.id').where('user_id', '=', userId), limits)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1_000)
    .offset(kept)
    .execute()
  return rows.map((row) => row.id)
}

/** When a session that came from this browser was last refreshed; undefined if none is left alive. */
export async function findLatestRefreshOfBrowser(db: Reader, browserSessionId: string): Promise<string | undefined> {
  const [row] = await latestRefresh(db, { browserSessionId })
  return row?.refreshed_at
}

const latestRefresh = prepareQuery((db, { browserSessionId }: { browserSessionId: string }) =>
  db
    .selectFrom('session')
    .select('refreshed_at')
    .where('browser_session_id', '=', browserSessionId)
    .where('ended_at', 'is', null)
    .orderBy('refreshed_at', 'desc')
    .limit(sql.lit(1)),
)

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
