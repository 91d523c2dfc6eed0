import type { AppContext } from '../../context.ts'
import type { SessionRow } from '../../database/schema.ts'
import type { AccessTokenClaims } from '../signing-keys/sign-access-token.ts'
import { issuerOf } from '../signing-keys/verify-access-token.ts'

/**
 * What the token says of the session. Times are rounded down: PyJWT refuses a token issued even one second in the
 * future. A token never outlives its session.
 */
export function toAccessTokenClaims(app: AppContext, session: SessionRow, at: Date): AccessTokenClaims {
  const clientId = session.application_id
  const issuedAt = toSeconds(at.getTime())
  return {
    iss: issuerOf(app, clientId),
    aud: clientId,
    client_id: clientId,
    sub: session.user_id,
    sid: session.id,
    jti: app.ids.ulid(),
    auth_time: toSeconds(Date.parse(session.authenticated_at)),
    iat: issuedAt,
    exp: Math.min(issuedAt + app.config.session.accessTokenSeconds, toSeconds(Date.parse(session.expires_at))),
  }
}

function toSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000)
}
