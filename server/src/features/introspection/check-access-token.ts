import type { AppContext } from '../../context.ts'
import { isActiveMember } from '../memberships/membership.queries.ts'
import { liveLimits } from '../sessions/live-limits.ts'
import type { AccessTokenClaims } from '../signing-keys/sign-access-token.ts'
import { verifyAccessToken } from '../signing-keys/verify-access-token.ts'
import { findLiveSession, isOwned, type OwnedSession } from './live-session.queries.ts'

export interface LiveAccessToken {
  claims: AccessTokenClaims
  session: OwnedSession
}

/**
 * Undefined unless the token is one of ours, within its time, and its session is alive now, and the user is still in the
 * organization that it names.
 */
export async function checkAccessToken(app: AppContext, token: string): Promise<LiveAccessToken | undefined> {
  const now = app.clock.now()
  const claims = verifyAccessToken(app, token, now)
  const session = claims && (await findLiveSession(app.db, claims.sid, liveLimits(app.config.session, now)))
  const isGood = claims && session && isOwned(session) && (await isStillInside(app, claims, session))
  const live = isGood ? { claims, session } : undefined
  app.metrics.tokenChecks.add(live ? 'live' : 'refused')
  return live
}

/**
 * A session that is in the organization ended with the membership. It may have moved on to another since the token was
 * issued; then the membership is asked for.
 */
async function isStillInside(app: AppContext, { org_id }: AccessTokenClaims, session: OwnedSession): Promise<boolean> {
  if (org_id === undefined || org_id === session.organization_id) return true
  return await isActiveMember(app.db, { userId: session.user_id, organizationId: org_id })
}
