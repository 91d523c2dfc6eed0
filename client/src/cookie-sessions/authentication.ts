import type { AuthenticatedSession } from '../api/sealed-session.ts'

/** The session cannot be reached before `isSignedIn` has been looked at: a forgotten check does not compile. */
export type Authentication = SignedIn | NotSignedIn

export interface SignedIn {
  isSignedIn: true
  session: AuthenticatedSession
  /** `Set-Cookie` headers that have to be sent with the answer; only after a refresh are there any. */
  setCookie: string[]
}

export interface NotSignedIn {
  isSignedIn: false
  reason: /** There is no cookie, or none that this application has sealed. */
    | 'no_session'
    /** The session has ended. */
    | 'signed_out'
    /** The access token has expired, and here it could not be refreshed. */
    | 'expired'
    /** Nobody can tell at the moment: the server or its feed cannot be reached. The cookie stays. */
    | 'unavailable'
  setCookie: string[]
}
