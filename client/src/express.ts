import type { Request, RequestHandler, Response } from 'express'
import { admitRequest, readBearerToken } from './admit-request.ts'
import type { SessionVerifier } from './session-verifier.ts'
import type { AccessTokenClaims } from './verification.ts'

export { requireSignIn, respond, withSession } from './cookie-sessions/express.ts'

declare global {
  namespace Express {
    interface Request {
      /** Set by `requireSession`; a route that it does not guard has none. */
      claims?: AccessTokenClaims
    }
  }
}

export interface RequireSessionOptions {
  /** In the place of the `Authorization` header, for example from a cookie. */
  readToken?: (request: Request) => string | undefined
}

/** Lets requests with a living session in; `request.claims` then has the claims. */
export function requireSession(
  verifier: SessionVerifier,
  { readToken = (request) => readBearerToken(request.headers.authorization) }: RequireSessionOptions = {},
): RequestHandler {
  const admit = async (request: Request, response: Response): Promise<boolean> => {
    const admission = await admitRequest(verifier, readToken(request))
    if (admission.isAdmitted) request.claims = admission.claims
    else response.status(admission.status).set(admission.headers).json(admission.body)
    return admission.isAdmitted
  }
  return (request, response, next) => {
    admit(request, response).then((isAdmitted) => isAdmitted && next(), next)
  }
}
