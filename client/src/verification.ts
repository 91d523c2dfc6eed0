/** The claims of an access token, as the official API has them. Absent claims are left out, never null. */
export interface AccessTokenClaims {
  iss: string
  /** The user. */
  sub: string
  /** The session. */
  sid: string
  jti: string
  /** Seconds since 1970. */
  iat: number
  /** Seconds since 1970. */
  exp: number
  aud?: string | string[]
  client_id?: string
  /** Seconds since 1970; when the person last proved who they are. */
  auth_time?: number
  org_id?: string
  role?: string
  roles?: string[]
  permissions?: string[]
  entitlements?: string[]
  feature_flags?: string[]
  /** Who impersonates the user. */
  act?: { sub: string }
  [claim: string]: unknown
}

export type RefusalReason =
  /** The session ended, or a revocation of many covers the token. */
  | 'signed_out'
  /** As time passes; the application refreshes. */
  | 'expired'
  /** Not a token of this application: malformed, forged, for another one. */
  | 'invalid'
  /** The feed has been silent for longer than `maxStalenessMs`, and `whenStale` is `deny`. */
  | 'stale'
  /** The signing keys cannot be fetched, so nobody knows whether the token is genuine. */
  | 'keys_unavailable'

export interface Refusal {
  active: false
  reason: RefusalReason
  /** One sentence for a log. It holds nothing of the token. */
  message: string
}

/** The claims can only be reached once `active` has been looked at: a forgotten check does not compile. */
export type Verification = { active: true; claims: AccessTokenClaims } | Refusal
