import { createHash } from 'node:crypto'
import type { TransactionContext } from '../../context.ts'
import type { AuthorizationCodeRow, BrowserSessionRow } from '../../database/schema.ts'
import { hashSecret, randomSecret, secretsMatch } from '../../platform/secrets.ts'
import { insertAuthorizationCode } from './authorization-code.queries.ts'

/** RFC 6749, 4.1.2 allows ten minutes; a browser needs seconds. */
const LIFETIME_MS = 10 * 60 * 1000

/** What a code is bound to. */
export type CodeBinding = Pick<
  AuthorizationCodeRow,
  'application_id' | 'redirect_uri' | 'code_challenge' | 'nonce' | 'organization_id'
>

/** Issues a code for the person signed in to this browser; only its hash is stored. */
export async function issueAuthorizationCode(
  tx: TransactionContext,
  binding: CodeBinding,
  browserSession: BrowserSessionRow,
): Promise<string> {
  const code = randomSecret()
  const now = tx.clock.now()
  await insertAuthorizationCode(tx.db, {
    code_hash: hashSecret(code),
    application_id: binding.application_id,
    redirect_uri: binding.redirect_uri,
    code_challenge: binding.code_challenge,
    nonce: binding.nonce,
    organization_id: binding.organization_id,
    browser_session_id: browserSession.id,
    created_at: now.toISOString(),
    expires_at: new Date(now.getTime() + LIFETIME_MS).toISOString(),
    used_at: null,
    session_id: null,
  })
  return code
}

/**
 * PKCE with S256 (RFC 7636, 4.6). A verifier nobody asked for is refused as well, or else an attacker who can strip the
 * challenge from the authorization request would have switched PKCE off (RFC 9700, 4.8.2).
 */
export function provesPossession(code: AuthorizationCodeRow, verifier: string | undefined): boolean {
  if (code.code_challenge === null) return verifier === undefined
  if (verifier === undefined) return false
  return secretsMatch(code.code_challenge, createHash('sha256').update(verifier).digest('base64url'))
}
