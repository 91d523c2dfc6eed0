import { type RawBuilder, sql } from 'kysely'
import type { Reader, Writer } from '../../database/database.ts'
import type { RevocationRow, SessionEndReason } from '../../database/schema.ts'

/**
 * Whether an open mass revocation covers a row of `session`. Part of the condition of every statement that asks for a
 * live session: so one inserted row ends any number of sessions, at once and on every node. Filters that a revocation
 * does not name cover everything. In an organization a session has begun when it moved there.
 */
const coversSession = sql`
  revocation.completed_at is null
  and session.created_at <= revocation.created_before
  and (revocation.user_id is null or revocation.user_id = session.user_id)
  and (revocation.except_session_id is null or revocation.except_session_id <> session.id)
  and (revocation.organization_id is null or (revocation.organization_id = session.organization_id
    and (session.moved_at is null or session.moved_at <= revocation.created_before)))
  and (revocation.application_id is null or revocation.application_id = session.application_id)
  and (revocation.auth_method is null or revocation.auth_method = session.auth_method)
  and (revocation.ip_from is null or session.ip_key between revocation.ip_from and revocation.ip_to)
  and (revocation.user_agent_pattern is null or lower(session.user_agent) like revocation.user_agent_pattern escape '\\')`

export const isSessionNotRevoked: RawBuilder<boolean> = sql<boolean>`not exists (select 1 from revocation where ${coversSession})`

/** Of the first one that covers the row; null if none does. */
export const reasonOfCoveringRevocation = sql<SessionEndReason | null>`(
  select revocation.reason from revocation where ${coversSession} order by revocation.created_at limit 1)`

/** The same of a hosted sign-in: by what is known of itself, or because a session that came from it is covered. */
export const isBrowserSessionNotRevoked: RawBuilder<boolean> = sql<boolean>`not exists (
  select 1 from revocation where revocation.completed_at is null
  and browser_session.authenticated_at <= revocation.created_before
  and (revocation.user_id is null or revocation.user_id = browser_session.user_id)
  and (revocation.except_session_id is null or not exists (
    select 1 from session where session.id = revocation.except_session_id and session.browser_session_id = browser_session.id))
  and (revocation.organization_id is null or exists (
    select 1 from session where session.browser_session_id = browser_session.id and session.organization_id = revocation.organization_id))
  and (revocation.application_id is null or exists (
    select 1 from session where session.browser_session_id = browser_session.id and session.application_id = revocation.application_id))
  and (revocation.auth_method is null or revocation.auth_method = browser_session.auth_method)
  and (revocation.ip_from is null or browser_session.ip_key between revocation.ip_from and revocation.ip_to)
  and (revocation.user_agent_pattern is null or lower(browser_session.user_agent) like revocation.user_agent_pattern escape '\\'))`

export async function isCoveredByRevocation(db: Reader, sessionId: string): Promise<boolean> {
  const row = await db
    .selectFrom('session')
    .innerJoin('revocation', (join) => join.on(sql<boolean>`${coversSession}`))
    .select('session.id')
    .where('session.id', '=', sessionId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The first one in force that covers the session. */
export async function findCoveringRevocation(db: Reader, sessionId: string): Promise<RevocationRow | undefined> {
  return await db
    .selectFrom('session')
    .innerJoin('revocation', (join) => join.on(sql<boolean>`${coversSession}`))
    .selectAll('revocation')
    .where('session.id', '=', sessionId)
    .orderBy('revocation.created_at')
    .limit(1)
    .executeTakeFirst()
}

export async function insertRevocation(db: Writer, row: RevocationRow): Promise<void> {
  await db.insertInto('revocation').values(row).execute()
}

export async function findRevocation(db: Reader, id: string): Promise<RevocationRow | undefined> {
  return await db.selectFrom('revocation').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Whether a session that begins in the organization now or later would be covered. */
export async function areComingSessionsRevoked(db: Reader, organizationId: string, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('revocation')
    .select('id')
    .where('completed_at', 'is', null)
    .where('organization_id', '=', organizationId)
    .where('created_before', '>', now.toISOString())
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Those that nobody has begun to record first, then the oldest. */
export async function listOpenRevocations(db: Reader): Promise<RevocationRow[]> {
  return await db
    .selectFrom('revocation')
    .selectAll()
    .where('completed_at', 'is', null)
    .orderBy(sql`recorded_until is not null`)
    .orderBy('created_at')
    .execute()
}

/** Of any number of nodes one is answered true. Before every time stands the empty text. */
export async function beginRecording(db: Writer, id: string): Promise<boolean> {
  const begun = await db
    .updateTable('revocation')
    .set({ recorded_until: '' })
    .where('id', '=', id)
    .where('recorded_until', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return begun !== undefined
}

export async function countEnded(db: Writer, id: string, more: number): Promise<void> {
  await db
    .updateTable('revocation')
    .set((where) => ({ ended_count: where('ended_count', '+', more) }))
    .where('id', '=', id)
    .execute()
}

/** All that began before this time has been looked at. */
export async function noteRecorded(db: Writer, id: string, until: string): Promise<void> {
  await db
    .updateTable('revocation')
    .set({ recorded_until: until })
    .where('id', '=', id)
    .where((where) => where.or([where('recorded_until', 'is', null), where('recorded_until', '<', until)]))
    .execute()
}

/** Nothing returned: another node has completed it. */
export async function markRevocationCompleted(db: Writer, id: string, now: Date): Promise<RevocationRow | undefined> {
  return await db
    .updateTable('revocation')
    .set({ completed_at: now.toISOString() })
    .where('id', '=', id)
    .where('completed_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
}

/**
 * Hosted sign-ins without a session of their own; those with one end with it. Looks at so many behind `from`, and answers
 * the last of them; undefined: there are no more.
 */
export async function markRevokedBrowserSessionsEnded(
  db: Writer,
  { from, most, now }: { from: string; most: number; now: Date },
): Promise<string | undefined> {
  const behind = db.selectFrom('browser_session').select('id').where('id', '>', from).orderBy('id')
  const last = await behind
    .limit(1)
    .offset(most - 1)
    .executeTakeFirst()
  const update = db.updateTable('browser_session').set({ ended_at: now.toISOString() }).where('id', '>', from)
  await (last ? update.where('id', '<=', last.id) : update)
    .where('ended_at', 'is', null)
    .where(sql<boolean>`not (${isBrowserSessionNotRevoked})`)
    .execute()
  return last?.id
}
