import type { FastifyReply, FastifyRequest } from 'fastify'
import { admitRequest, readBearerToken } from './admit-request.ts'
import type { SessionVerifier } from './session-verifier.ts'
import type { AccessTokenClaims } from './verification.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by `requireSession`; a route that it does not guard has none. */
    claims?: AccessTokenClaims
  }
}

export interface RequireSessionOptions {
  /** In the place of the `Authorization` header, for example from a cookie. */
  readToken?: (request: FastifyRequest) => string | undefined
}

/** An `onRequest` hook that lets requests with a living session in; `request.claims` then has the claims. */
export function requireSession(
  verifier: SessionVerifier,
  { readToken = (request) => readBearerToken(request.headers.authorization) }: RequireSessionOptions = {},
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined> {
  return async (request, reply) => {
    const admission = await admitRequest(verifier, readToken(request))
    if (!admission.isAdmitted) return await reply.code(admission.status).headers(admission.headers).send(admission.body)
    request.claims = admission.claims
    return undefined
  }
}
