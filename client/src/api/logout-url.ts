export interface LogoutUrlOptions {
  /** The `sid` claim of the access token. */
  sessionId: string
  /** Where the browser goes afterwards, if it is registered as a sign-out URI. */
  returnTo?: string | undefined
}

/**
 * Where the browser has to be sent for its session to end; to fetch it from a page is not enough. To the byte what the
 * official SDK gives.
 *
 * @throws TypeError without a `sessionId`
 */
export function toLogoutUrl(baseUrl: string, { sessionId, returnTo }: LogoutUrlOptions): string {
  if (!sessionId) throw new TypeError("Incomplete arguments. Need to specify 'sessionId'.")
  const url = new URL(`${baseUrl}/user_management/sessions/logout`)
  url.searchParams.set('session_id', sessionId)
  if (returnTo) url.searchParams.set('return_to', returnTo)
  return url.toString()
}
