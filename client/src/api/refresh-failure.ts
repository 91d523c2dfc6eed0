import {
  AuthenticationException,
  ConnectionException,
  GenericServerException,
  OauthException,
  RateLimitExceededException,
} from './exceptions.ts'

/** Why there are no new tokens; in the words of the official SDK. */
export type RefreshFailure =
  /** Asking again brings the same answer: the person has to sign in. */
  | { authenticated: false; reason: FinalReason; retryable: false }
  /** Nothing is known about the session. */
  | { authenticated: false; reason: PassingReason; retryable: true; retryAfter?: number; error: Error }

type FinalReason = 'invalid_session_cookie' | 'invalid_grant' | 'mfa_enrollment' | 'sso_required'
type PassingReason = 'rate_limit_exceeded' | 'timeout' | 'server_error' | 'network_error'

/** Throws what is neither: that is a mistake in the set-up, such as a wrong API key. */
export function toRefreshFailure(error: unknown): RefreshFailure {
  if (error instanceof OauthException && error.error === 'invalid_grant') return final('invalid_grant')
  if (error instanceof AuthenticationException && isFinal(error.code)) return final(error.code)
  if (error instanceof ConnectionException) return { ...passing('network_error'), error }
  if (error instanceof RateLimitExceededException) {
    const { retryAfter } = error
    return { ...passing('rate_limit_exceeded'), ...(retryAfter === null ? {} : { retryAfter }), error }
  }
  if (!(error instanceof GenericServerException)) throw error
  if (error.status === 408) return { ...passing('timeout'), error }
  if (error.status >= 500) return { ...passing('server_error'), error }
  throw error
}

function isFinal(code: string | undefined): code is 'mfa_enrollment' | 'sso_required' {
  return code === 'mfa_enrollment' || code === 'sso_required'
}

function final(reason: FinalReason): RefreshFailure {
  return { authenticated: false, reason, retryable: false }
}

function passing(reason: PassingReason): { authenticated: false; reason: PassingReason; retryable: true } {
  return { authenticated: false, reason, retryable: true }
}
