import { type RawBuilder, sql } from 'kysely'
import type { Reader, Writer } from '../../database/database.ts'
import type { PendingAuthenticationRow } from '../../database/schema.ts'

/**
 * By what is known of it; it is in no organization yet, and of no session. Looked at while the revocation is in force;
 * those that it covers are removed before it has been completed.
 */
const isPendingNotRevoked: RawBuilder<boolean> = sql<boolean>`not exists (
  select 1 from revocation where revocation.completed_at is null
  and revocation.organization_id is null
  and pending_authentication.authenticated_at <= revocation.created_before
  and (revocation.user_id is null or revocation.user_id = pending_authentication.user_id)
  and (revocation.application_id is null or revocation.application_id = pending_authentication.application_id)
  and (revocation.auth_method is null or revocation.auth_method = pending_authentication.auth_method)
  and (revocation.ip_from is null
    or pending_authentication.ip_key between revocation.ip_from and revocation.ip_to)
  and (revocation.user_agent_pattern is null
    or lower(pending_authentication.user_agent) like revocation.user_agent_pattern escape '\\'))`

export async function insertPendingAuthentication(db: Writer, row: PendingAuthenticationRow): Promise<void> {
  await db.insertInto('pending_authentication').values(row).execute()
}

export async function findPendingAuthentication(
  db: Reader,
  tokenHash: string,
): Promise<PendingAuthenticationRow | undefined> {
  return await db
    .selectFrom('pending_authentication')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
}

/** Nothing returned: it has expired, was revoked, or somebody has used it. Exactly one caller ever gets the row. */
export async function spendPendingAuthentication(
  db: Writer,
  given: { tokenHash: string; applicationId: string; now: Date },
): Promise<PendingAuthenticationRow | undefined> {
  return await db
    .deleteFrom('pending_authentication')
    .where('token_hash', '=', given.tokenHash)
    .where('application_id', '=', given.applicationId)
    .where('expires_at', '>', given.now.toISOString())
    .where(isPendingNotRevoked)
    .returningAll()
    .executeTakeFirst()
}

export async function removePendingAuthenticationsOfUser(db: Writer, userId: string): Promise<void> {
  await db.deleteFrom('pending_authentication').where('user_id', '=', userId).execute()
}

/** There are only as many as signed in during the last minutes. */
export async function removeRevokedPendingAuthentications(db: Writer): Promise<void> {
  await db.deleteFrom('pending_authentication').where(sql<boolean>`not (${isPendingNotRevoked})`).execute()
}

export async function removeExpiredPendingAuthentications(db: Writer, now: Date, most: number): Promise<number> {
  const expired = db
    .selectFrom('pending_authentication')
    .select('token_hash')
    .where('expires_at', '<=', now.toISOString())
    .limit(most)
  const rows = await db
    .deleteFrom('pending_authentication')
    .where('token_hash', 'in', expired)
    .returning('token_hash')
    .execute()
  return rows.length
}
