import type { OptionsOf } from './call.ts'
import type { Caller } from './caller.ts'
import { toSnakeCase } from './letter-case.ts'
import { challengeOf, randomText } from './pkce.ts'
import { withoutUndefined } from './without-undefined.ts'

type Parameters = OptionsOf<'GET /user_management/authorize'>
export type AuthorizationUrlOptions = Omit<Parameters, 'responseType' | 'maxAge'> & {
  /** Seconds; who proved longer ago who they are has to do so again. */
  maxAge?: number | undefined
}
export type PkceUrlOptions = Omit<AuthorizationUrlOptions, 'state' | 'codeChallenge' | 'codeChallengeMethod'>

/** What to keep until the browser comes back: it must show the state, and the code only counts with the verifier. */
export interface PkceUrl {
  url: string
  state: string
  codeVerifier: string
}

export interface AuthorizationUrls {
  /** Where the browser has to be sent to sign in. The provider is `authkit`, the hosted page, unless another is named. */
  getAuthorizationUrl(options: AuthorizationUrlOptions): string
  /** The same with a state and with PKCE (RFC 7636), which applications without an API key need. */
  getAuthorizationUrlWithPKCE(options: PkceUrlOptions): Promise<PkceUrl>
}

export function authorizationUrls({ connection: { baseUrl }, clientId }: Caller): AuthorizationUrls {
  const address = `${baseUrl}/user_management/authorize`
  const getAuthorizationUrl = (options: AuthorizationUrlOptions) =>
    `${address}?${toQuery({ ...defaultsOf(options), clientId, responseType: 'code', ...withoutUndefined(options) })}`
  return {
    getAuthorizationUrl,
    async getAuthorizationUrlWithPKCE(options) {
      const codeVerifier = randomText()
      const state = randomText()
      const codeChallenge = await challengeOf(codeVerifier)
      const url = getAuthorizationUrl({ ...options, state, codeChallenge, codeChallengeMethod: 'S256' })
      return { url, state, codeVerifier }
    },
  }
}

/** A connection or an organization says by itself how people sign in. */
function defaultsOf({ connectionId, organizationId }: AuthorizationUrlOptions): object {
  return connectionId || organizationId ? {} : { provider: 'authkit' }
}

/** In the order and the encoding of the official SDK. */
export function toQuery(options: object): string {
  return Object.entries(toSnakeCase(withoutUndefined(options)) as object)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, value]) => `${encode(name)}=${encode(String(value))}`)
    .join('&')
}

function encode(text: string): string {
  return encodeURIComponent(text)
    .replace(/%20/g, '+')
    .replace(/[!'*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}
