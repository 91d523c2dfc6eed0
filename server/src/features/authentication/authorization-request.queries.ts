import type { Reader, Writer } from '../../database/database.ts'
import type { AuthorizationRequestRow } from '../../database/schema.ts'

export async function insertAuthorizationRequest(db: Writer, row: AuthorizationRequestRow): Promise<void> {
  await db.insertInto('authorization_request').values(row).execute()
}

/** Only for the browser that started it. */
export async function findAuthorizationRequest(
  db: Reader,
  given: { id: string; browserHash: string; now: Date },
): Promise<AuthorizationRequestRow | undefined> {
  return await db
    .selectFrom('authorization_request')
    .selectAll()
    .where('id', '=', given.id)
    .where('browser_hash', '=', given.browserHash)
    .where('expires_at', '>', given.now.toISOString())
    .executeTakeFirst()
}

/** What the page shows in its fields the next time it is opened. The address of an invitation is not typed, and stays. */
export async function keepTypedOfAuthorizationRequest(
  db: Writer,
  id: string,
  typed: { login_hint: string } & Partial<Pick<AuthorizationRequestRow, 'typed_first_name' | 'typed_last_name'>>,
): Promise<void> {
  await db
    .updateTable('authorization_request')
    .set(typed)
    .where('id', '=', id)
    .where((where) => where.or([where('invitation_id', 'is', null), where('login_hint', '=', typed.login_hint)]))
    .execute()
}

/** As it is now, and nobody else changes it before this transaction ends: an update locks the row on both databases. */
export async function holdAuthorizationRequest(
  db: Writer,
  id: string,
  now: Date,
): Promise<AuthorizationRequestRow | undefined> {
  return await db
    .updateTable('authorization_request')
    .set({ id })
    .where('id', '=', id)
    .where('expires_at', '>', now.toISOString())
    .returningAll()
    .executeTakeFirst()
}

export async function noteEndOfAuthorizationRequest(db: Writer, id: string, browserSessionId: string): Promise<void> {
  await db
    .updateTable('authorization_request')
    .set({ browser_session_id: browserSessionId })
    .where('id', '=', id)
    .execute()
}

export async function noteSelectionOfAuthorizationRequest(
  db: Writer,
  id: string,
  selection: 'open' | 'done',
): Promise<void> {
  await db
    .updateTable('authorization_request')
    .set({ organization_selection: selection })
    .where('id', '=', id)
    .execute()
}

export async function removeExpiredAuthorizationRequests(db: Writer, now: Date, most: number): Promise<number> {
  const expired = db
    .selectFrom('authorization_request')
    .select('id')
    .where('expires_at', '<=', now.toISOString())
    .limit(most)
  const rows = await db.deleteFrom('authorization_request').where('id', 'in', expired).returning('id').execute()
  return rows.length
}
