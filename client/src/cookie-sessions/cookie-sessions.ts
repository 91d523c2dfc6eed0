import type { Gatehouse } from '../api/gatehouse.ts'
import { checkCookiePassword } from '../api/session-seal.ts'
import { check, isFilled } from '../check-options.ts'
import { systemPlatform } from '../platform.ts'
import type { SessionVerifier } from '../session-verifier.ts'
import { authenticateBrowser, type Refreshed, readSession, refreshBrowser } from './authenticate-browser.ts'
import type { Authentication } from './authentication.ts'
import { beginSignIn, type SignInOptions } from './begin-sign-in.ts'
import { type CallbackFailure, finishSignIn } from './finish-sign-in.ts'
import { createFlights } from './flights.ts'
import type { CookieSettings } from './settings.ts'
import { type SignOutOptions, signOut } from './sign-out.ts'

export interface CookieSessionsOptions {
  gatehouse: Gatehouse
  /** Tells good access tokens from others. With an `apiKey` of its own it refuses a signed-out session at once. */
  verifier: Pick<SessionVerifier, 'verify'>
  /** 32 characters or more, the same for every process of the application. */
  cookiePassword: string
  /** The address of the callback, as it is registered: `https://app.example.com/callback`. */
  redirectUri: string
  /** `wos-session` by default, as the official frameworks call it. */
  cookieName?: string | undefined
  /** Only for an application that spans several hosts. */
  cookieDomain?: string | undefined
  /** How long the browser keeps the cookie; the server decides how long the session lives. 400 days by default, the most that browsers allow. */
  cookieMaxAgeSeconds?: number | undefined
  /** What the browser is shown when a sign-in cannot be finished. A page with the reason in plain words by default. */
  onCallbackFailure?: ((failure: CallbackFailure, request: Request) => Response | Promise<Response>) | undefined
}

/** What a web application does with sessions in cookies, in terms of `Request` and `Response`. */
export interface CookieSessions {
  /** Sends the browser to sign in, with PKCE and a state that only this browser can come back with. */
  signIn(request: Request, options?: SignInOptions): Promise<Response>
  /** For the route of `redirectUri`: sets the cookie, and sends the browser where it wanted to go. */
  callback(request: Request): Promise<Response>
  /**
   * Who is signed in. An expired access token is refreshed, once for all requests that come with the same cookie. Then
   * `setCookie` must reach the browser with the answer: after its 30 seconds the server takes the old token for a stolen one.
   */
  authenticate(request: Request): Promise<Authentication>
  /** The same with new tokens in any case: after a change of roles, or to go on in another organization. */
  refresh(request: Request, options?: { organizationId?: string | undefined }): Promise<Authentication>
  /** The same where no cookie can be set, such as in a server component: it never refreshes. */
  read(cookieHeader: string | null): Promise<Authentication>
  /** Clears the cookie and sends the browser through the server, where the session ends; whatever the cookie holds. */
  signOut(request: Request, options?: SignOutOptions): Promise<Response>
}

const DEFAULT_COOKIE_NAME = 'wos-session'
const DEFAULT_MAX_AGE_SECONDS = 400 * 24 * 60 * 60

/** @throws InvalidOptionsError */
export function createCookieSessions(options: CookieSessionsOptions): CookieSessions {
  const settings = readSettings(options)
  const flights = createFlights<Refreshed>(systemPlatform.clock)
  return {
    signIn: (request, given = {}) => beginSignIn(settings, { request, ...given }),
    callback: (request) => finishSignIn(settings, request),
    authenticate: (request) => authenticateBrowser(settings, { cookieHeader: request.headers.get('cookie'), flights }),
    refresh: (request, { organizationId } = {}) =>
      refreshBrowser(settings, { cookieHeader: request.headers.get('cookie'), flights, organizationId }),
    read: (cookieHeader) => readSession(settings, cookieHeader),
    signOut: (request, given = {}) => signOut(settings, { request, flights, ...given }),
  }
}

function readSettings(options: CookieSessionsOptions): CookieSettings {
  const { gatehouse, verifier, redirectUri, cookieDomain, cookiePassword } = options
  const { cookieName = DEFAULT_COOKIE_NAME, cookieMaxAgeSeconds: maxAgeSeconds = DEFAULT_MAX_AGE_SECONDS } = options
  checkCookiePassword(cookiePassword)
  check(/^[\w-]+$/.test(cookieName), 'cookieName may hold letters, digits, _ and - only.')
  check(
    cookieDomain === undefined || isFilled(cookieDomain),
    'cookieDomain is empty. Leave it out for this host alone.',
  )
  check(Number.isInteger(maxAgeSeconds) && maxAgeSeconds > 0, 'cookieMaxAgeSeconds must be a whole number above 0.')
  check(URL.canParse(redirectUri), 'redirectUri must be a whole URL, such as https://app.example.com/callback')
  const { origin, protocol } = new URL(redirectUri)
  return {
    gatehouse,
    verifier,
    cookiePassword,
    cookieName,
    redirectUri,
    origin,
    attributes: { maxAgeSeconds, isSecure: protocol === 'https:', domain: cookieDomain },
    onCallbackFailure: options.onCallbackFailure,
  }
}
