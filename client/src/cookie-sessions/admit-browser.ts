import type { AuthenticatedSession } from '../api/sealed-session.ts'
import type { NotSignedIn } from './authentication.ts'
import type { CookieSessions } from './cookie-sessions.ts'

/** What an adapter does with a request: lets it in, or gives this answer. */
export type BrowserAdmission =
  | { isAdmitted: true; session: AuthenticatedSession; setCookie: string[] }
  | { isAdmitted: false; response: Response }

/**
 * Who is not signed in is sent to sign in and comes back to the same page, if it is a page; scripts and forms get a 401.
 * When nobody can tell it is 503: to sign in would not help, and would lose what the person was doing.
 */
export async function admitBrowser(sessions: CookieSessions, request: Request): Promise<BrowserAdmission> {
  const authentication = await sessions.authenticate(request)
  if (authentication.isSignedIn)
    return { isAdmitted: true, session: authentication.session, setCookie: authentication.setCookie }
  const response = await answerTo(sessions, { request, authentication })
  for (const cookie of authentication.setCookie) response.headers.append('set-cookie', cookie)
  return { isAdmitted: false, response }
}

async function answerTo(
  sessions: CookieSessions,
  { request, authentication }: { request: Request; authentication: NotSignedIn },
): Promise<Response> {
  const headers = { 'cache-control': 'no-store' }
  if (authentication.reason === 'unavailable') {
    const body = { error: 'temporarily_unavailable', error_description: 'Sessions cannot be checked at the moment' }
    return Response.json(body, { status: 503, headers: { ...headers, 'retry-after': '1' } })
  }
  if (!isNavigation(request)) {
    const body = { error: 'unauthorized', error_description: 'Sign in first' }
    return Response.json(body, { status: 401, headers })
  }
  const { pathname, search } = new URL(request.url)
  return await sessions.signIn(request, { returnTo: pathname + search })
}

/** Browsers say so; where they are too old to, what they want to be answered with tells. */
function isNavigation({ method, headers }: Request): boolean {
  if (method !== 'GET') return false
  const mode = headers.get('sec-fetch-mode')
  return mode === null ? (headers.get('accept') ?? '').includes('text/html') : mode === 'navigate'
}
