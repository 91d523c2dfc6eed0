import { toSessionData } from '../api/grant-methods.ts'
import { type AuthenticatedSession, toIdentity } from '../api/sealed-session.ts'
import { type SessionData, unsealSession } from '../api/session-seal.ts'
import type { Authentication, NotSignedIn } from './authentication.ts'
import { readCookies } from './cookies.ts'
import type { Flights } from './flights.ts'
import { type CookieSettings, clearedSessionCookie, sessionCookie } from './settings.ts'

interface Asked {
  cookieHeader: string | null
  flights: Flights<Refreshed>
}

export async function authenticateBrowser(settings: CookieSettings, asked: Asked): Promise<Authentication> {
  const known = await readSession(settings, asked.cookieHeader)
  return known.isSignedIn || known.reason !== 'expired' ? known : await refreshBrowser(settings, asked)
}

export async function refreshBrowser(
  settings: CookieSettings,
  { cookieHeader, flights, organizationId }: Asked & { organizationId?: string | undefined },
): Promise<Authentication> {
  const presented = await readPresented(settings, cookieHeader)
  if (!presented) return noSession(settings, cookieHeader)
  const flight = JSON.stringify([presented.session.refreshToken, organizationId])
  const refreshed = await flights.join(flight, () => refresh(settings, { sealed: presented.sealed, organizationId }))
  return refreshed.session ? await judgeRefreshed(settings, refreshed) : refreshed.failure
}

/** Never refreshes. */
export async function readSession(settings: CookieSettings, cookieHeader: string | null): Promise<Authentication> {
  const presented = await readPresented(settings, cookieHeader)
  return presented ? await judge(settings, presented.session) : noSession(settings, cookieHeader)
}

/** What is in the cookie, if this application sealed it. */
export async function readPresented(
  { cookieName, cookiePassword }: CookieSettings,
  cookieHeader: string | null,
): Promise<{ sealed: string; session: SessionData } | undefined> {
  const sealed = readCookies(cookieHeader).get(cookieName)
  const session = sealed ? await unsealSession(sealed, cookiePassword) : undefined
  return sealed && session ? { sealed, session } : undefined
}

/** What a refresh came to, for every request that waited for it. */
export type Refreshed =
  | { session: SessionData; sessionId: string; sealed: string }
  | { session: undefined; failure: NotSignedIn }

/** A cookie that nobody can read is cleared, or it would be sent for a year. */
function noSession(settings: CookieSettings, cookieHeader: string | null): NotSignedIn {
  const hasCookie = readCookies(cookieHeader).has(settings.cookieName)
  return { isSignedIn: false, reason: 'no_session', setCookie: hasCookie ? [clearedSessionCookie(settings)] : [] }
}

async function judge(settings: CookieSettings, session: SessionData): Promise<Authentication> {
  const verification = await settings.verifier.verify(session.accessToken)
  if (verification.active) return { isSignedIn: true, session: toSession(session), setCookie: [] }
  if (verification.reason === 'signed_out') return signedOut(settings)
  if (verification.reason === 'stale' || verification.reason === 'keys_unavailable') return UNAVAILABLE
  // Also a token that is not good for another reason, such as a withdrawn key: the refresh token decides.
  return { isSignedIn: false, reason: 'expired', setCookie: [] }
}

/** The revocation feed may know more than the server did when it answered. */
async function judgeRefreshed(
  settings: CookieSettings,
  { session, sealed }: Refreshed & { session: SessionData },
): Promise<Authentication> {
  const authentication = await judge(settings, session)
  if (authentication.isSignedIn) return { ...authentication, setCookie: [sessionCookie(settings, sealed)] }
  if (authentication.reason === 'expired')
    throw new Error(
      'The access token is refused that the server has just given. Are `issuer`, `clientId` and the clock right?',
    )
  return authentication
}

async function refresh(
  settings: CookieSettings,
  { sealed: sessionData, organizationId }: { sealed: string; organizationId: string | undefined },
): Promise<Refreshed> {
  const { gatehouse, cookiePassword } = settings
  const session = gatehouse.userManagement.loadSealedSession({ sessionData, cookiePassword })
  const refreshed = await session.refresh({ organizationId })
  if (!refreshed.authenticated)
    return { session: undefined, failure: refreshed.retryable ? UNAVAILABLE : signedOut(settings) }
  const { sealedSession: sealed, sessionId } = refreshed
  return { session: toSessionData(refreshed.session), sessionId, sealed }
}

const UNAVAILABLE: NotSignedIn = { isSignedIn: false, reason: 'unavailable', setCookie: [] }

function signedOut(settings: CookieSettings): NotSignedIn {
  return { isSignedIn: false, reason: 'signed_out', setCookie: [clearedSessionCookie(settings)] }
}

function toSession(session: SessionData): AuthenticatedSession {
  return { ...toIdentity(session), accessToken: session.accessToken }
}
