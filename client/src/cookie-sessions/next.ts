import { admitBrowser } from './admit-browser.ts'
import type { Authentication } from './authentication.ts'
import type { CookieSessions } from './cookie-sessions.ts'
import { readCookies } from './cookies.ts'

/** The part of `NextResponse` that is needed, so that this package needs no Next.js. */
interface NextResponseLike<Answer extends Response> {
  next(init: { request: { headers: Headers } }): Answer
}

/** The part of what `await cookies()` gives. */
interface CookieStoreLike {
  getAll(): { name: string; value: string }[]
}

/**
 * For `proxy.ts` (`middleware.ts` before Next.js 16): lets signed-in browsers in and sends others to sign in. This is where
 * sessions are refreshed, because server components cannot set cookies; they see the new one all the same.
 */
export function requireSignIn<Answer extends Response>(
  sessions: CookieSessions,
  NextResponse: NextResponseLike<Answer>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const admission = await admitBrowser(sessions, request)
    if (!admission.isAdmitted) return admission.response
    return goOn(NextResponse, { request, setCookie: admission.setCookie })
  }
}

/** The same for pages that everybody may see. */
export function withSession<Answer extends Response>(
  sessions: CookieSessions,
  NextResponse: NextResponseLike<Answer>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const { setCookie } = await sessions.authenticate(request)
    return goOn(NextResponse, { request, setCookie })
  }
}

/** Who is signed in, in a server component, an action or a route: `await readSession(sessions, await cookies())`. */
export async function readSession(sessions: CookieSessions, store: CookieStoreLike): Promise<Authentication> {
  return await sessions.read(toHeader(store.getAll().map(({ name, value }) => [name, value])))
}

function goOn<Answer extends Response>(
  NextResponse: NextResponseLike<Answer>,
  { request, setCookie }: { request: Request; setCookie: string[] },
): Answer {
  const headers = new Headers(request.headers)
  if (setCookie.length > 0) headers.set('cookie', withNewCookies(headers.get('cookie'), setCookie))
  const response = NextResponse.next({ request: { headers } })
  for (const cookie of setCookie) response.headers.append('set-cookie', cookie)
  if (setCookie.length > 0) response.headers.set('cache-control', 'private, no-store')
  return response
}

/** The request as if the browser had had the new cookies already. */
function withNewCookies(cookieHeader: string | null, setCookie: string[]): string {
  const cookies = readCookies(cookieHeader)
  for (const cookie of setCookie) {
    const [pair = ''] = cookie.split(';')
    for (const [name, value] of readCookies(pair)) cookies.set(name, value)
  }
  return toHeader([...cookies])
}

function toHeader(cookies: [string, string][]): string {
  return cookies.map(([name, value]) => `${name}=${value}`).join('; ')
}
