import type { AppContext } from '../../context.ts'
import { makeRefreshToken } from '../sessions/refresh-token.ts'
import { type AccessTokenClaims, signAccessToken } from '../signing-keys/sign-access-token.ts'
import { toAccessTokenClaims } from './access-token-claims.ts'
import type { Granted } from './grant.ts'

/** The pair that every grant ends in. */
export async function issueTokens(
  app: AppContext,
  { session, at }: Granted,
): Promise<{ accessToken: string; refreshToken: string; claims: AccessTokenClaims }> {
  const claims = toAccessTokenClaims(app, session, at)
  const refreshToken = makeRefreshToken(app.keys.tokenKey, { sessionId: session.id, count: session.refresh_count })
  return { accessToken: await signAccessToken(app, claims, at), refreshToken, claims }
}
