import type { Reader, Writer } from '../../database/database.ts'
import { prepareQuery } from '../../database/prepared-query.ts'
import type { BrowserSessionRow } from '../../database/schema.ts'
import type { LiveLimits } from './live-limits.ts'
import { isBrowserSessionNotRevoked } from './revocation.queries.ts'

export async function findLiveBrowserSession(
  db: Reader,
  cookieHash: string,
  now: Date,
): Promise<BrowserSessionRow | undefined> {
  const [row] = await liveByCookie(db, { cookieHash, now: now.toISOString() })
  return row
}

const liveByCookie = prepareQuery((db, { cookieHash, now }: { cookieHash: string; now: string }) =>
  db
    .selectFrom('browser_session')
    .selectAll()
    .where('cookie_hash', '=', cookieHash)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .where(isBrowserSessionNotRevoked),
)

export async function findLiveBrowserSessionById(
  db: Reader,
  id: string,
  now: Date,
): Promise<BrowserSessionRow | undefined> {
  return await db
    .selectFrom('browser_session')
    .selectAll()
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now.toISOString())
    .where(isBrowserSessionNotRevoked)
    .executeTakeFirst()
}

/** Newest first. Those that an inactivity timeout has ended by now are among them. */
export async function listLiveBrowserSessionsOfUser(
  db: Reader,
  given: { userId: string; now: Date; most: number },
): Promise<BrowserSessionRow[]> {
  return await db
    .selectFrom('browser_session')
    .selectAll()
    .where('user_id', '=', given.userId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', given.now.toISOString())
    .where(isBrowserSessionNotRevoked)
    .orderBy('created_at', 'desc')
    .limit(given.most)
    .execute()
}

export async function insertBrowserSession(db: Writer, row: BrowserSessionRow): Promise<void> {
  await db.insertInto('browser_session').values(row).execute()
}

/** The same person signed in again in the same browser: a new cookie, and what hangs on the row stays with it. Nothing returned: it has ended. */
export async function renewBrowserSession(
  db: Writer,
  id: string,
  renewed: Pick<
    BrowserSessionRow,
    | 'cookie_hash'
    | 'auth_method'
    | 'ip_address'
    | 'ip_key'
    | 'user_agent'
    | 'authenticated_at'
    | 'last_used_at'
    | 'expires_at'
  >,
): Promise<BrowserSessionRow | undefined> {
  return await db
    .updateTable('browser_session')
    .set(renewed)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
}

/** Nothing returned: it has ended in the meantime. */
export async function touchBrowserSession(db: Writer, id: string, now: Date): Promise<BrowserSessionRow | undefined> {
  return await db
    .updateTable('browser_session')
    .set({ last_used_at: now.toISOString() })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now.toISOString())
    .where(isBrowserSessionNotRevoked)
    .returningAll()
    .executeTakeFirst()
}

export async function markBrowserSessionEnded(db: Writer, id: string, now: Date): Promise<void> {
  await endingById(db, { id, now: now.toISOString() })
}

const endingById = prepareQuery((db, { id, now }: { id: string; now: string }) =>
  db.updateTable('browser_session').set({ ended_at: now }).where('id', '=', id).where('ended_at', 'is', null),
)

/** Ends it if it is past its own limits: nobody proved who they are, used it or refreshed a session that came from it within them. */
export async function markBrowserSessionExpired(db: Writer, id: string, limits: LiveLimits): Promise<void> {
  await db
    .updateTable('browser_session')
    .set({ ended_at: limits.now })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .where(({ eb, or, and, not, exists, selectFrom }) => {
      const refreshed = selectFrom('session')
        .select('session.id')
        .where('session.browser_session_id', '=', id)
        .where('session.ended_at', 'is', null)
        .where('session.refreshed_at', '>', limits.refreshedAfter)
      const isUnused = and([eb('last_used_at', '<=', limits.refreshedAfter), not(exists(refreshed))])
      return or([eb('expires_at', '<=', limits.now), isUnused])
    })
    .execute()
}

/** `exceptId` stays; null: none does. */
export async function markBrowserSessionsOfUserEnded(
  db: Writer,
  { userId, exceptId }: { userId: string; exceptId: string | null },
  now: Date,
): Promise<void> {
  const ended = db
    .updateTable('browser_session')
    .set({ ended_at: now.toISOString() })
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
  await (exceptId === null ? ended : ended.where('id', '!=', exceptId)).execute()
}
