import { toQuery } from './authorization-url.ts'
import type { OptionsOf } from './call.ts'
import type { Caller } from './caller.ts'
import { withoutUndefined } from './without-undefined.ts'

export type OpenidAuthorizationOptions = Omit<OptionsOf<'GET /oauth2/authorize'>, 'responseType'>

export interface OpenidLogoutOptions {
  /** Says which session ends. Without it the person is asked, if somebody is signed in. */
  idTokenHint?: string | undefined
  /** A registered sign-out URI. */
  postLogoutRedirectUri?: string | undefined
  state?: string | undefined
}

export interface OpenidUrls {
  /** By the standard names: OpenID Connect Core 1.0, 3.1.2.1. */
  getAuthorizationUrl(options: OpenidAuthorizationOptions): string
  /** RP-Initiated Logout 1.0; the way out for a browser whose session is not known. */
  getLogoutUrl(options?: OpenidLogoutOptions): string
}

export function openidUrls({ connection: { baseUrl }, clientId }: Caller): OpenidUrls {
  return {
    getAuthorizationUrl: (options) =>
      `${baseUrl}/oauth2/authorize?${toQuery({ scope: 'openid', clientId, responseType: 'code', ...withoutUndefined(options) })}`,
    getLogoutUrl: (options = {}) => `${baseUrl}/oauth2/logout?${toQuery({ clientId, ...options })}`,
  }
}
