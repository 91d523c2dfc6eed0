import type { SessionVerifier } from './session-verifier.ts'
import type { AccessTokenClaims, Refusal } from './verification.ts'

/** What an adapter does with a request: lets it in, or gives this answer. */
export type Admission = { isAdmitted: true; claims: AccessTokenClaims } | ({ isAdmitted: false } & RefusedAnswer)

export interface RefusedAnswer {
  status: 401 | 503
  headers: Record<string, string>
  body: { error: string; error_description: string }
}

const BEARER = /^Bearer +(\S+) *$/i

/** The token of an `Authorization` header (RFC 6750, 2.1). */
export function readBearerToken(authorization: string | undefined): string | undefined {
  return BEARER.exec(authorization ?? '')?.[1]
}

/**
 * A token that is missing or refused is the client's affair: 401 with a challenge (RFC 6750, 3). When *we* cannot tell,
 * it is 503: after a 401 clients refresh and come back at once, all of them.
 */
export async function admitRequest(verifier: SessionVerifier, token: string | undefined): Promise<Admission> {
  if (token === undefined) return { isAdmitted: false, ...NO_TOKEN }
  const verification = await verifier.verify(token)
  if (verification.active) return { isAdmitted: true, claims: verification.claims }
  return { isAdmitted: false, ...toAnswer(verification) }
}

// By RFC 6750, 3.1: who has not said who they are is told no error code.
const NO_TOKEN: RefusedAnswer = {
  status: 401,
  headers: { 'www-authenticate': 'Bearer' },
  body: { error: 'unauthorized', error_description: 'Send an access token: Authorization: Bearer …' },
}

function toAnswer({ reason }: Refusal): RefusedAnswer {
  if (reason === 'stale' || reason === 'keys_unavailable')
    return {
      status: 503,
      headers: { 'retry-after': '1' },
      body: { error: 'temporarily_unavailable', error_description: DESCRIPTIONS[reason] },
    }
  return {
    status: 401,
    headers: { 'www-authenticate': `Bearer error="invalid_token", error_description="${DESCRIPTIONS[reason]}"` },
    body: { error: 'invalid_token', error_description: DESCRIPTIONS[reason] },
  }
}

/** For whoever holds the token: no more than they need. Our own words, so nothing needs quoting. */
const DESCRIPTIONS: Record<Refusal['reason'], string> = {
  signed_out: 'The session has ended',
  expired: 'The access token has expired',
  invalid: 'The access token is not valid',
  stale: 'Sessions cannot be checked at the moment',
  keys_unavailable: 'Sessions cannot be checked at the moment',
}
