import type { AppContext } from '../../context.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import { clientsWithRefreshToken, keptRefreshToken } from '../../pages/browser-sdk-cookies.ts'
import { liveLimits } from './live-limits.ts'
import { readRefreshToken } from './refresh-token.ts'
import { listLiveSessionsAmong } from './session.queries.ts'

/** A refresh token that the browser keeps in a cookie, and the live session that it is for, if it still is for one. */
export interface KeptSession {
  clientId: string
  liveSessionId: string | undefined
}

/** What this browser keeps for pages of the browser SDK, an entry for each application. */
export async function findKeptSessions(app: AppContext, request: RequestInfo): Promise<KeptSession[]> {
  const kept = clientsWithRefreshToken(app.config, request).map((clientId) => {
    const token = keptRefreshToken(app.config, request, clientId)
    return { clientId, sessionId: token && readRefreshToken(app.keys.tokenKey, token)?.sessionId }
  })
  const ids = kept.flatMap(({ sessionId }) => sessionId ?? [])
  const limits = liveLimits(app.config.session, app.clock.now())
  const alive = ids.length === 0 ? [] : await listLiveSessionsAmong(app.db, ids, limits)
  return kept.map(({ clientId, sessionId }) => ({ clientId, liveSessionId: alive.find((id) => id === sessionId) }))
}
