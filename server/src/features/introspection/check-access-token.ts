import type { AppContext } from '../../context.ts'
import { liveLimits } from '../sessions/live-limits.ts'
import type { AccessTokenClaims } from '../signing-keys/sign-access-token.ts'
import { verifyAccessToken } from '../signing-keys/verify-access-token.ts'
import { findLiveSession, isOwned, type OwnedSession } from './live-session.queries.ts'

export interface LiveAccessToken {
  claims: AccessTokenClaims
  session: OwnedSession
}

/** Undefined unless the token is one of ours, within its time, and its session is alive now. */
export async function checkAccessToken(app: AppContext, token: string): Promise<LiveAccessToken | undefined> {
  const now = app.clock.now()
  const claims = verifyAccessToken(app, token, now)
  const session = claims && (await findLiveSession(app.db, claims.sid, liveLimits(app.config.session, now)))
  const live = claims && session && isOwned(session) ? { claims, session } : undefined
  app.metrics.tokenChecks.add(live ? 'live' : 'refused')
  return live
}
