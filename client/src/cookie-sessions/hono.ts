import type { Context, MiddlewareHandler } from 'hono'
import type { AuthenticatedSession } from '../api/sealed-session.ts'
import { admitBrowser } from './admit-browser.ts'
import type { CookieSessions } from './cookie-sessions.ts'

export interface CookieSessionVariables {
  Variables: {
    /** Who is signed in; behind `requireSignIn` somebody is. */
    session: AuthenticatedSession
  }
}

/** Lets signed-in browsers in, and sends others to sign in; `c.get('session')` then has who it is. */
export function requireSignIn(sessions: CookieSessions): MiddlewareHandler<CookieSessionVariables> {
  return async (c, next) => {
    const admission = await admitBrowser(sessions, c.req.raw)
    if (!admission.isAdmitted) return admission.response
    c.set('session', admission.session)
    await next()
    sendCookies(c, admission.setCookie)
    return undefined
  }
}

/** For pages that everybody may see: `c.get('session')` is undefined when nobody is signed in. */
export function withSession(
  sessions: CookieSessions,
): MiddlewareHandler<{ Variables: Partial<CookieSessionVariables['Variables']> }> {
  return async (c, next) => {
    const authentication = await sessions.authenticate(c.req.raw)
    if (authentication.isSignedIn) c.set('session', authentication.session)
    await next()
    sendCookies(c, authentication.setCookie)
  }
}

/** First, so that what the route itself sets stays last and wins, such as the cleared cookie of a sign-out. */
function sendCookies(c: Context, setCookie: string[]): void {
  if (setCookie.length === 0) return
  const own = c.res.headers.getSetCookie()
  c.header('set-cookie', undefined)
  for (const cookie of [...setCookie, ...own]) c.header('set-cookie', cookie, { append: true })
  c.header('cache-control', 'private, no-store')
}
