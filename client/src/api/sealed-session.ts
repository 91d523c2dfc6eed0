import { checkToken } from '../check-token.ts'
import type { Caller } from './caller.ts'
import { ConnectionException } from './exceptions.ts'
import { type AuthenticationResponse, type Grants, toSessionData } from './grant-methods.ts'
import { toLogoutUrl } from './logout-url.ts'
import { type RefreshFailure, toRefreshFailure } from './refresh-failure.ts'
import { checkCookiePassword, claimsOf, type SessionData, unsealSession } from './session-seal.ts'

export interface SealedSessionOptions {
  /** The value of the cookie. */
  sessionData: string
  /** 32 characters or more, the same for every process of the application. */
  cookiePassword: string
}

/** Who is signed in, in the words of the official SDK. */
export interface SessionIdentity {
  authenticated: true
  sessionId: string
  organizationId: string | undefined
  role: string | undefined
  roles: string[] | undefined
  permissions: string[] | undefined
  entitlements: string[] | undefined
  featureFlags: string[] | undefined
  user: SessionData['user']
  authenticationMethod: string | undefined
  impersonator: SessionData['impersonator']
}

export interface AuthenticatedSession extends SessionIdentity {
  accessToken: string
}

export interface UnauthenticatedSession {
  authenticated: false
  reason: 'no_session_cookie_provided' | 'invalid_session_cookie' | 'invalid_jwt'
}

export interface RefreshedSession extends SessionIdentity {
  /** For the cookie, in the place of the old one. */
  sealedSession: string
  session: AuthenticationResponse
}

export interface SealedSession {
  /** By signature and claims; a sign-out is noticed by a session verifier, or when the token expires. */
  authenticate(): Promise<AuthenticatedSession | UnauthenticatedSession>
  /** `invalid_grant` means that the session is over; what is `retryable` says nothing about it. */
  refresh(options?: {
    cookiePassword?: string
    organizationId?: string | undefined
  }): Promise<RefreshedSession | RefreshFailure>
  /** Unlike in the official SDK an expired access token does, and nothing is asked: the seal is proof enough. */
  getLogoutUrl(options?: { returnTo?: string | undefined }): Promise<string>
}

export interface SealedSessions {
  loadSealedSession(options: SealedSessionOptions): SealedSession
  authenticateWithSessionCookie(options: SealedSessionOptions): Promise<AuthenticatedSession | UnauthenticatedSession>
  getSessionFromCookie(options: SealedSessionOptions): Promise<SessionData | undefined>
  /** @throws Error if the cookie holds no session; clear it then, and send the browser to `openid.getLogoutUrl`. */
  getLogoutUrlFromSessionCookie(options: SealedSessionOptions & { returnTo?: string | undefined }): Promise<string>
}

export function sealedSessions(caller: Caller, grants: Grants): SealedSessions {
  const loadSealedSession = (options: SealedSessionOptions) => loadSession({ caller, grants }, options)
  return {
    loadSealedSession,
    authenticateWithSessionCookie: async (options) => await loadSealedSession(options).authenticate(),
    getSessionFromCookie: ({ sessionData, cookiePassword }) => unsealSession(sessionData, cookiePassword),
    getLogoutUrlFromSessionCookie: async ({ returnTo, ...options }) =>
      await loadSealedSession(options).getLogoutUrl({ returnTo }),
  }
}

function loadSession(
  { caller, grants }: { caller: Caller; grants: Grants },
  { sessionData, cookiePassword }: SealedSessionOptions,
): SealedSession {
  checkCookiePassword(cookiePassword)
  let current = { sealed: sessionData, password: cookiePassword }
  const read = async () => await unsealSession(current.sealed, current.password)
  return {
    async authenticate() {
      if (!current.sealed) return { authenticated: false, reason: 'no_session_cookie_provided' }
      const session = await read()
      if (!session) return { authenticated: false, reason: 'invalid_session_cookie' }
      if (!(await isGood(caller, session))) return { authenticated: false, reason: 'invalid_jwt' }
      return { ...toIdentity(session), accessToken: session.accessToken }
    },
    async refresh({ cookiePassword: password = current.password, organizationId } = {}) {
      checkCookiePassword(password)
      const session = await read()
      if (!session) return { authenticated: false, reason: 'invalid_session_cookie', retryable: false }
      try {
        const answer = await grants.authenticateWithRefreshToken({
          refreshToken: session.refreshToken,
          organizationId: organizationId ?? claimsOf(session).org_id,
          session: { sealSession: true, cookiePassword: password },
        })
        current = { sealed: answer.sealedSession ?? '', password }
        return { ...toIdentity(toSessionData(answer)), sealedSession: current.sealed, session: answer }
      } catch (error) {
        return toRefreshFailure(error)
      }
    },
    async getLogoutUrl({ returnTo } = {}) {
      const session = await read()
      const sessionId = session && claimsOf(session).sid
      if (!sessionId) throw new Error('The cookie holds no session, so there is no session to sign out of.')
      return toLogoutUrl(caller.connection.baseUrl, { sessionId, returnTo })
    },
  }
}

/** @throws ConnectionException when nobody can tell */
async function isGood(caller: Caller, { accessToken }: SessionData): Promise<boolean> {
  const now = caller.connection.platform.clock.wall()
  const verification = await checkToken(accessToken, caller, { keys: caller.keys, now })
  if (!verification.active && verification.reason === 'keys_unavailable')
    throw new ConnectionException(verification.message)
  return verification.active
}

export function toIdentity(session: SessionData): SessionIdentity {
  const { sid, org_id, role, roles, permissions, entitlements, feature_flags } = claimsOf(session)
  return {
    authenticated: true,
    sessionId: sid ?? '',
    organizationId: org_id,
    role,
    roles,
    permissions,
    entitlements,
    featureFlags: feature_flags,
    user: session.user,
    authenticationMethod: session.authenticationMethod,
    impersonator: session.impersonator,
  }
}
