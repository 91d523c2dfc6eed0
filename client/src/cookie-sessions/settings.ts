import type { Gatehouse } from '../api/gatehouse.ts'
import type { SessionVerifier } from '../session-verifier.ts'
import { type CookieAttributes, toSetCookie } from './cookies.ts'
import type { CallbackFailure } from './finish-sign-in.ts'

/** The options, checked and complete. */
export interface CookieSettings {
  gatehouse: Gatehouse
  verifier: Pick<SessionVerifier, 'verify'>
  cookiePassword: string
  cookieName: string
  redirectUri: string
  /** The application's own, as browsers see it: behind a proxy a request does not know it. */
  origin: string
  attributes: CookieAttributes
  onCallbackFailure: ((failure: CallbackFailure, request: Request) => Response | Promise<Response>) | undefined
}

export function sessionCookie({ cookieName, attributes }: CookieSettings, sealed: string): string {
  return toSetCookie(cookieName, sealed, attributes)
}

/** With the same attributes, or the browser keeps it. */
export function clearedSessionCookie({ cookieName, attributes }: CookieSettings): string {
  return toSetCookie(cookieName, '', { ...attributes, maxAgeSeconds: 0 })
}

/** Nobody may keep an answer that sets somebody's cookie. */
export function redirectTo(
  location: string,
  { status, setCookie }: { status: 302 | 303; setCookie: string[] },
): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store' })
  for (const cookie of setCookie) headers.append('set-cookie', cookie)
  return new Response(null, { status, headers })
}
