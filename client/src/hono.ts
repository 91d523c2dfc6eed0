import type { Context, MiddlewareHandler } from 'hono'
import { admitRequest, readBearerToken } from './admit-request.ts'
import type { SessionVerifier } from './session-verifier.ts'
import type { AccessTokenClaims } from './verification.ts'

export { type CookieSessionVariables, requireSignIn, withSession } from './cookie-sessions/hono.ts'

export interface SessionVariables {
  Variables: { claims: AccessTokenClaims }
}

export interface RequireSessionOptions {
  /** In the place of the `Authorization` header, for example from a cookie. */
  readToken?: (c: Context) => string | undefined
}

/** Lets requests with a living session in; `c.get('claims')` then has the claims. */
export function requireSession(
  verifier: SessionVerifier,
  { readToken = (c) => readBearerToken(c.req.header('authorization')) }: RequireSessionOptions = {},
): MiddlewareHandler<SessionVariables> {
  return async (c, next) => {
    const admission = await admitRequest(verifier, readToken(c))
    if (!admission.isAdmitted) return c.json(admission.body, admission.status, admission.headers)
    c.set('claims', admission.claims)
    return await next()
  }
}
