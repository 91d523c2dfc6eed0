import type { AppContext } from '../../context.ts'
import type { SessionRow } from '../../database/schema.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import type { User } from '../users/user.queries.ts'

/**
 * - `confidential`: a server that proved itself with its API key.
 * - `page`: a page of a registered origin. Only its cookies are read and set: any page can make a browser send them
 *   (CSRF), and those that a server sends are nobody's.
 * - `public`: whoever else has no secret, such as a native application.
 */
export type ClientKind = 'confidential' | 'page' | 'public'

/** What every grant is given beside its own parameters. */
export interface GrantRequest {
  applicationId: string
  client: ClientKind
  /** Of the person, as the application's server reports it, or else of the caller. */
  ipAddress: string | null
  /** That address is the caller's, and all people of one application may come from it. */
  isSharedAddress: boolean
  userAgent: string | null
  request: RequestInfo
}

/** A session to issue tokens for: a new one, or one that goes on. */
export interface Granted {
  session: SessionRow
  user: User
  /** When the session was seen alive by the statement that decided; the token is issued at that time, never later. */
  at: Date
  /** What the application gave when the sign-in began, for the ID token; null: nothing. */
  nonce: string | null
}

/** One way to get tokens. It proves its part and answers a session; the route does everything that all of them share. */
export type Grant<Body> = (app: AppContext, body: Body, given: GrantRequest) => Promise<Granted>
