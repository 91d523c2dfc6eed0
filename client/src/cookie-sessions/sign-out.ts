import { claimsOf } from '../api/session-seal.ts'
import { type Refreshed, readPresented } from './authenticate-browser.ts'
import type { Flights } from './flights.ts'
import { type CookieSettings, clearedSessionCookie, redirectTo } from './settings.ts'
import { clearedFlowCookies } from './sign-in-flow.ts'

export interface SignOutOptions {
  /** Where the browser goes afterwards, a registered sign-out URI; without it, to the default one. */
  returnTo?: string | undefined
}

/**
 * The cookie is only half of it: the browser goes on to the server, where the session and the hosted sign-in end. A cookie
 * that is expired will do, for its seal is proof enough. If it is missing or cannot be read, the server is asked without
 * saying whose session it is; then it ends nothing without a word of the person that is signed in there.
 */
export async function signOut(
  settings: CookieSettings,
  { request, flights, returnTo }: SignOutOptions & { request: Request; flights: Flights<Refreshed> },
): Promise<Response> {
  if (!isMeant(request)) return refuse()
  const cookieHeader = request.headers.get('cookie')
  const presented = await readPresented(settings, cookieHeader)
  const sessionId = presented && claimsOf(presented.session).sid
  flights.forget((refreshed) => refreshed.session !== undefined && refreshed.sessionId === sessionId)
  const setCookie = [clearedSessionCookie(settings), ...clearedFlowCookies(settings, cookieHeader)]
  const location = toLocation(settings, { sessionId, returnTo })
  return redirectTo(location, { status: request.method === 'GET' ? 302 : 303, setCookie })
}

function toLocation(
  { gatehouse }: CookieSettings,
  { sessionId, returnTo }: { sessionId: string | undefined; returnTo: string | undefined },
): string {
  if (sessionId) return gatehouse.userManagement.getLogoutUrl({ sessionId, returnTo })
  return gatehouse.openid.getLogoutUrl({ postLogoutRedirectUri: returnTo })
}

/** Links are fetched before anybody follows them, and other sites can send a browser anywhere: that signs nobody out. */
function isMeant({ method, headers }: Request): boolean {
  const purpose = headers.get('sec-purpose') ?? headers.get('purpose') ?? ''
  const isAhead = purpose.includes('prefetch') || headers.has('next-router-prefetch')
  return method !== 'HEAD' && !isAhead && headers.get('sec-fetch-site') !== 'cross-site'
}

function refuse(): Response {
  return new Response('A sign-out has to come from a page of the application.\n', {
    status: 403,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  })
}
