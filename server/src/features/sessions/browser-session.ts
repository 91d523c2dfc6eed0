import type { AppContext, TransactionContext } from '../../context.ts'
import type { BrowserSessionRow, SessionAuthMethod } from '../../database/schema.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import { cookieName } from '../../pages/cookies.ts'
import { ipKey } from '../../platform/ip-range.ts'
import { hashSecret, randomSecret } from '../../platform/secrets.ts'
import {
  findLiveBrowserSession,
  insertBrowserSession,
  markBrowserSessionEnded,
  renewBrowserSession,
} from './browser-session.queries.ts'
import { isWithin, liveLimits } from './live-limits.ts'
import { findLatestRefreshOfBrowser } from './session.queries.ts'

/**
 * Who is signed in to the hosted pages in this browser. Checked against the row each time, so that ending the row is
 * enough even where the cookie could not be cleared (an API call, a `no-cors` fetch).
 */
export async function findBrowserSession(
  app: AppContext,
  request: RequestInfo,
): Promise<BrowserSessionRow | undefined> {
  const cookie = request.cookie(cookieName(app.config, 'session'))
  if (!cookie) return undefined
  const found = await findLiveBrowserSession(app.db, hashSecret(cookie), app.clock.now())
  return found && (await isInUse(app, found)) ? found : undefined
}

/** The inactivity timeout counts from the latest sign of life: here, or in a session that came from here. */
export async function isInUse(app: AppContext, { id, expires_at, last_used_at }: BrowserSessionRow): Promise<boolean> {
  const limits = liveLimits(app.config.session, app.clock.now())
  if (isWithin(limits, { expires_at, refreshed_at: last_used_at })) return true
  const latestRefresh = await findLatestRefreshOfBrowser(app.db, id)
  return latestRefresh !== undefined && isWithin(limits, { expires_at, refreshed_at: latestRefresh })
}

/**
 * After somebody proved who they are: answers the row and the new value of the cookie, never the old one
 * (session fixation). The same person in the same browser keeps the row, so that signing out of any application
 * they opened from here still signs them out here; another person's row is ended.
 */
export async function startBrowserSession(
  tx: TransactionContext,
  given: {
    userId: string
    authMethod: SessionAuthMethod
    previous: BrowserSessionRow | undefined
    request: RequestInfo
  },
): Promise<{ browserSession: BrowserSessionRow; cookie: string }> {
  const { previous } = given
  const cookie = randomSecret()
  const now = tx.clock.now()
  const fresh = {
    cookie_hash: hashSecret(cookie),
    auth_method: given.authMethod,
    ip_address: given.request.ipAddress,
    ip_key: ipKey(given.request.ipAddress),
    user_agent: given.request.userAgent,
    authenticated_at: now.toISOString(),
    last_used_at: now.toISOString(),
    expires_at: new Date(now.getTime() + tx.config.session.maximumLengthSeconds * 1000).toISOString(),
  }
  const kept = previous?.user_id === given.userId ? await renewBrowserSession(tx.db, previous.id, fresh) : undefined
  if (kept) return { browserSession: kept, cookie }
  if (previous) await markBrowserSessionEnded(tx.db, previous.id, now)

  const row: BrowserSessionRow = {
    id: tx.ids.next('browser_session'),
    user_id: given.userId,
    ...fresh,
    ended_at: null,
    created_at: now.toISOString(),
  }
  await insertBrowserSession(tx.db, row)
  return { browserSession: row, cookie }
}
