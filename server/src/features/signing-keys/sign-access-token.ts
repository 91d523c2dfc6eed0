import type { AppContext } from '../../context.ts'
import { signToken } from './sign-token.ts'

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

export async function signAccessToken(app: AppContext, claims: AccessTokenClaims, now: Date): Promise<string> {
  return await signToken(app, 'JWT', claims, now)
}
