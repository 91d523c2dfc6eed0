import type { AppContext } from '../../context.ts'
import { liveLimits } from '../sessions/live-limits.ts'
import { readRefreshToken } from '../sessions/refresh-token.ts'
import { isWithinGrace } from '../sessions/rotation-times.ts'
import { findLiveSession, isOwned, type OwnedSession } from './live-session.queries.ts'

/**
 * The session that a refresh with this token would go on with, or undefined if it would be refused. Looking is not
 * presenting: it neither rotates the token nor ends the session of one that was copied.
 */
export async function checkRefreshToken(app: AppContext, text: string): Promise<OwnedSession | undefined> {
  const token = readRefreshToken(app.keys.tokenKey, text)
  if (!token) return undefined
  const now = app.clock.now()
  const session = await findLiveSession(app.db, token.sessionId, liveLimits(app.config.session, now))
  if (!session || !isOwned(session)) return undefined
  const isGood = token.count === session.refresh_count || isWithinGrace(token.count, session, now)
  return isGood ? session : undefined
}
