import { createHash } from 'node:crypto'
import type { AppContext } from '../../context.ts'
import { openidIssuer } from '../signing-keys/openid-issuer.ts'
import type { AccessTokenClaims } from '../signing-keys/sign-access-token.ts'
import { signToken } from '../signing-keys/sign-token.ts'

/**
 * OpenID Connect Core 1.0, 2: who signed in, when, and in which session, for the application that asked. It says the
 * same as the access token it comes with and is good for no longer.
 */
export async function signIdToken(
  app: AppContext,
  {
    accessToken,
    claims,
    nonce,
    at,
  }: { accessToken: string; claims: AccessTokenClaims; nonce: string | null; at: Date },
): Promise<string> {
  const { aud, sub, sid, org_id, auth_time, iat, exp } = claims
  const idToken = {
    iss: openidIssuer(app.config),
    aud,
    sub,
    sid,
    ...(nonce === null ? {} : { nonce }),
    ...(org_id === undefined ? {} : { org_id }),
    auth_time,
    iat,
    exp,
    at_hash: leftHalfOfHash(accessToken),
  }
  return await signToken(app, 'JWT', idToken, at)
}

/** OpenID Connect Core 1.0, 3.1.3.6: binds the access token to this ID token. */
function leftHalfOfHash(accessToken: string): string {
  return createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url')
}
