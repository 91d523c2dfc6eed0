import { sign } from 'node:crypto'
import type { AppContext } from '../../context.ts'

/** The claims of an access token, as the official API has them. Absent claims are left out, never null. */
export interface AccessTokenClaims {
  iss: string
  aud: string
  client_id: string
  sub: string
  sid: string
  jti: string
  /** Seconds since 1970; when the person last proved who they are. */
  auth_time: number
  iat: number
  exp: number
}

/**
 * A JWT, RS256. Signed on the thread pool: the signature is three quarters of a refresh, and there it uses every core.
 * Written by hand because the header is constant and the payload is ours; verification uses a library.
 */
export async function signAccessToken(app: AppContext, claims: AccessTokenClaims, now: Date): Promise<string> {
  const key = app.keys.current(now)
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url')
  const input = `${key.encodedHeader}.${payload}`
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  sign('sha256', Buffer.from(input), key.privateKey, (error, signature) => (error ? reject(error) : resolve(signature)))
  return `${input}.${(await promise).toString('base64url')}`
}
