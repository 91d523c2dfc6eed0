import { type AuthorizationUrls, authorizationUrls } from './authorization-url.ts'
import type { Operations } from './build-operations.ts'
import type { Caller } from './caller.ts'
import { type Grants, grantMethods } from './grant-methods.ts'
import { type LogoutUrlOptions, toLogoutUrl } from './logout-url.ts'
import { type SealedSessions, sealedSessions } from './sealed-session.ts'

type Requests = Operations['userManagement']

export interface UserManagement extends Requests, Grants, AuthorizationUrls, SealedSessions {
  /** Where the browser has to be sent for its session to end. */
  getLogoutUrl(options: LogoutUrlOptions): string
  getJwksUrl(): string
}

/** The requests of the table, and what is more than a request. */
export function buildUserManagement(caller: Caller, requests: Requests): UserManagement {
  const { connection, clientId } = caller
  const grants = grantMethods(requests.authenticate)
  return {
    ...requests,
    ...grants,
    ...authorizationUrls(caller),
    ...sealedSessions(caller, grants),
    getLogoutUrl: (options) => toLogoutUrl(connection.baseUrl, options),
    getJwksUrl: () => `${connection.baseUrl}/sso/jwks/${clientId}`,
  }
}
