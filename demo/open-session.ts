import type { CookieSession, User } from '@workos-inc/node'

type SignedIn = { user: User; sessionId: string; accessToken: string; authenticationMethod: string }

export type OpenedSession =
  | ({ kind: 'verified' } & SignedIn)
  | ({ kind: 'refreshed'; sealedSession: string } & SignedIn)
  | { kind: 'none' }
  | { kind: 'ended' }

/** What every request does first: open the sealed cookie, check the access token, refresh it when it has expired. */
export async function openSession(session: CookieSession): Promise<OpenedSession> {
  const verified = await verifySession(session)
  if (typeof verified !== 'string') return { kind: 'verified', ...verified }
  if (verified === 'no_session_cookie_provided') return { kind: 'none' }
  if (verified === 'invalid_session_cookie') return { kind: 'ended' }

  const refreshed = await refreshSession(session)
  if (refreshed.kind === 'ended') return refreshed
  const verifiedAgain = await verifySession(session)
  if (typeof verifiedAgain === 'string') throw new Error(`The refreshed session is refused: ${verifiedAgain}`)
  return { ...refreshed, ...verifiedAgain }
}

/** Leaves the new tokens in `session`; the caller keeps the new sealed session in the cookie. */
export async function refreshSession(
  session: CookieSession,
): Promise<{ kind: 'refreshed'; sealedSession: string } | { kind: 'ended' }> {
  const refreshed = await session.refresh()
  if (refreshed.authenticated) return { kind: 'refreshed', sealedSession: refreshed.sealedSession ?? '' }
  // Gatehouse did not answer. The session may well be alive, so the cookie must stay.
  if (refreshed.retryable) throw refreshed.error ?? new Error(`Refreshing the session failed: ${refreshed.reason}`)
  return { kind: 'ended' }
}

async function verifySession(session: CookieSession): Promise<SignedIn | string> {
  try {
    const result = await session.authenticate()
    if (!result.authenticated) return result.reason
    const { user, sessionId, accessToken, authenticationMethod } = result
    return { user, sessionId, accessToken, authenticationMethod: authenticationMethod ?? 'unknown' }
  } catch (error) {
    // The SDK throws when no published key fits, as after the server's data was deleted in development.
    if (error instanceof Error && 'code' in error && error.code === 'ERR_JWKS_NO_MATCHING_KEY') return 'invalid_jwt'
    throw error
  }
}
