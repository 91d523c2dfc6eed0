/**
 * What clients asked for and were told, as one process saw it: moments are milliseconds of its monotonic clock, so that
 * "was answered before that was asked" is exact. `completed` is infinite when no answer came: then it happened at any
 * time since, or never.
 */
export type Operation = Refresh | SignOut | SilentSignIn | Exchange | Look | Check

interface Timed {
  invoked: number
  completed: number
}

/** A refresh token was presented. Tokens are known by their count. */
export interface Refresh extends Timed {
  kind: 'refresh'
  session: string
  presented: number
  /** `issuedAt` is the access token's `iat` in seconds. */
  outcome: { kind: 'ok'; count: number; issuedAt: number } | { kind: 'rejected' } | { kind: 'unknown' }
}

/** By link, by API, by a mass revocation, or because a code was used twice. The hosted sign-in ends too. */
export interface SignOut extends Timed {
  kind: 'sign-out'
  how: 'link' | 'api' | 'mass' | 'code reuse'
  /** Those that it certainly covers. */
  sessions: string[]
  browser: string
  isAnswered: boolean
}

/** A browser that is signed in asks for a code. */
export interface SilentSignIn extends Timed {
  kind: 'silent sign-in'
  browser: string
  outcome: 'code' | 'page' | 'unknown'
}

export interface Exchange extends Timed {
  kind: 'exchange'
  browser: string
  outcome: { kind: 'ok'; session: string; issuedAt: number } | { kind: 'rejected' } | { kind: 'unknown' }
}

/** A session is looked at by the API. */
export interface Look extends Timed {
  kind: 'look'
  session: string
  says: 'active' | 'ended' | 'unknown'
}

/** An access token is verified in this process, by a verifier that follows the feed. */
export interface Check extends Timed {
  kind: 'check'
  verifier: string
  session: string
  says: 'accepted' | 'signed_out' | 'stale' | 'other'
}

/** How a session stands in the database when all is over. */
export interface SessionFacts {
  /** Milliseconds since 1970; null: alive. */
  endedAt: number | null
  count: number
  /** How often the log tells of its end. */
  ends: number
}

export interface History {
  operations: Operation[]
  facts: Map<string, SessionFacts>
  /** Hosted sign-ins that are over in the database. */
  endedBrowsers: Set<string>
}
