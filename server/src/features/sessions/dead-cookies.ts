import type { TransactionContext } from '../../context.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import { forgetRefreshTokens, isMarked } from '../../pages/browser-sdk-cookies.ts'
import { clearCookie, cookieName } from '../../pages/cookies.ts'
import { findBrowserSession } from './browser-session.ts'
import { findKeptSessions } from './kept-sessions.ts'

/** Rids the browser of what has ended, now or before; read in the transaction that ended it. Cookies of what lives stay. */
export async function clearDeadCookies(tx: TransactionContext, request: RequestInfo): Promise<string[]> {
  return [...(await clearDeadSignIn(tx, request)), ...(await forgetDeadTokens(tx, request))]
}

async function clearDeadSignIn(tx: TransactionContext, request: RequestInfo): Promise<string[]> {
  if (!request.cookie(cookieName(tx.config, 'session'))) return []
  return (await findBrowserSession(tx, request)) ? [] : [clearCookie(tx.config, 'session')]
}

/** The browser SDK's. */
async function forgetDeadTokens(tx: TransactionContext, request: RequestInfo): Promise<string[]> {
  const kept = await findKeptSessions(tx, request)
  const dead = kept.filter(({ liveSessionId }) => liveSessionId === undefined)
  const isMarkedInVain = kept.length === 0 && isMarked(request)
  if (dead.length === 0 && !isMarkedInVain) return []
  return forgetRefreshTokens(
    tx.config,
    request,
    dead.map(({ clientId }) => clientId),
  )
}
