import type { TransactionContext } from '../../context.ts'
import type { PendingAuthenticationRow } from '../../database/schema.ts'
import { ipKey } from '../../platform/ip-range.ts'
import { hashSecret, randomSecret } from '../../platform/secrets.ts'
import { insertPendingAuthentication } from './pending-authentication.queries.ts'
import type { NewSession } from './start-session.ts'

/** Long enough to read a list and choose. */
const LIFETIME_MS = 10 * 60 * 1000

/** Everything about a session but where it will be. */
export type ProvenSignIn = Omit<NewSession, 'organizationId' | 'browserSessionId'>

/** Answers the token with which the application goes on once the person has chosen; only its hash is stored. */
export async function openPendingAuthentication(tx: TransactionContext, proven: ProvenSignIn): Promise<string> {
  const token = randomSecret()
  await insertPendingAuthentication(tx.db, {
    token_hash: hashSecret(token),
    user_id: proven.userId,
    application_id: proven.applicationId,
    auth_method: proven.authMethod,
    ip_address: proven.ipAddress,
    ip_key: ipKey(proven.ipAddress),
    user_agent: proven.userAgent,
    authenticated_at: proven.authenticatedAt,
    expires_at: new Date(tx.clock.now().getTime() + LIFETIME_MS).toISOString(),
  })
  return token
}

export function toProvenSignIn(row: PendingAuthenticationRow): ProvenSignIn {
  return {
    userId: row.user_id,
    applicationId: row.application_id,
    authMethod: row.auth_method,
    authenticatedAt: row.authenticated_at,
    ipAddress: row.ip_address,
    userAgent: row.user_agent,
  }
}
