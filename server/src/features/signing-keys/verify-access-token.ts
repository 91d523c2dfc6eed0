import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import type { KeyRing, SigningKey } from './key-ring.ts'
import { findSigningKey, readSignedPayload } from './read-signed-payload.ts'
import type { AccessTokenClaims } from './sign-access-token.ts'

/**
 * Ours have about 800 letters, some more for each permission and entitlement, and 4,100 at most of a JWT template. What is longer fits
 * into no header of a request.
 */
const LONGEST_TOKEN = 16_384

/** All that an access token must have and an ID token has not: both are signed by the same keys. */
const claimsOfAccessToken: z.ZodType<AccessTokenClaims> = z.object({
  iss: z.string(),
  aud: z.string(),
  client_id: z.string(),
  sub: z.string(),
  sid: z.string(),
  jti: z.string(),
  org_id: z.string().exactOptional(),
  role: z.string().exactOptional(),
  roles: z.array(z.string()).exactOptional(),
  permissions: z.array(z.string()).exactOptional(),
  entitlements: z.array(z.string()).exactOptional(),
  auth_time: z.int(),
  iat: z.int(),
  exp: z.int(),
})

/**
 * What an access token of ours says, or undefined if this is none or its time is over. Whether its session is alive is
 * another question. The header is compared, letter by letter, with the one that we write: nothing in it is ever
 * interpreted, so no algorithm, key or extension can come in with a token (RFC 8725, 3.1 and 3.10).
 */
export function verifyAccessToken(app: AppContext, token: string, now: Date): AccessTokenClaims | undefined {
  if (token.length > LONGEST_TOKEN) return undefined
  const key = findSigningKey(app.keys, token, now)
  const claims = key && (app.keys.verifiedTokens.find(token) ?? readSigned(app.keys, key, token))
  if (!claims || claims.exp * 1000 <= now.getTime()) return undefined
  return claims.aud === claims.client_id && claims.iss === issuerOf(app, claims.client_id) ? claims : undefined
}

export function issuerOf({ config }: Pick<AppContext, 'config'>, clientId: string): string {
  return config.issuer ?? `${config.publicUrl}/user_management/${clientId}`
}

function readSigned(keys: KeyRing, key: SigningKey, token: string): AccessTokenClaims | undefined {
  const claims = claimsOfAccessToken.safeParse(readSignedPayload(key, token)).data
  if (claims) keys.verifiedTokens.remember(token, claims)
  return claims
}
