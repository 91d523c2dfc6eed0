import type { AppContext } from '../../context.ts'
import { signToken } from './sign-token.ts'

/** What the user is and may do in the session's organization, and what that is entitled to; by slugs. */
export interface MemberClaims {
  org_id: string
  /** Of several roles the one of the highest priority. */
  role: string
  roles: string[]
  permissions: string[]
  /** Absent: none. */
  entitlements?: string[]
}

/**
 * The claims of an access token, as the official API has them. Absent claims are left out, never null: those of a
 * member are there together, or the session is in no organization.
 */
export interface AccessTokenClaims extends Partial<MemberClaims> {
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
