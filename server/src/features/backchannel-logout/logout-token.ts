import type { AppContext } from '../../context.ts'
import type { BackchannelLogoutRow } from '../../database/schema.ts'
import { openidIssuer } from '../signing-keys/openid-issuer.ts'
import { signToken } from '../signing-keys/sign-token.ts'

/** OpenID Connect Back-Channel Logout 1.0, 2.4: at most two minutes, so that a copy is soon worth nothing. */
const LIFETIME_SECONDS = 120
const EVENT = 'http://schemas.openid.net/event/backchannel-logout'

/** A fresh one for each attempt: a receiver refuses a `jti` that it has seen, also when its answer was lost. */
export async function signLogoutToken(
  app: AppContext,
  { session_id, user_id, application_id }: BackchannelLogoutRow,
): Promise<string> {
  const now = app.clock.now()
  const issuedAt = Math.floor(now.getTime() / 1000)
  const claims = {
    iss: openidIssuer(app.config),
    aud: application_id,
    sub: user_id,
    sid: session_id,
    jti: app.ids.ulid(),
    iat: issuedAt,
    exp: issuedAt + LIFETIME_SECONDS,
    events: { [EVENT]: {} },
  }
  return await signToken(app, 'logout+jwt', claims, now)
}
