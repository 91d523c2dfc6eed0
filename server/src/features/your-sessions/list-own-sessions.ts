import type { AppContext } from '../../context.ts'
import type { BrowserSessionRow, SessionAuthMethod, SessionRow } from '../../database/schema.ts'
import { listApplications } from '../applications/application.queries.ts'
import { listActiveOrganizations } from '../memberships/membership.queries.ts'
import { listLiveBrowserSessionsOfUser } from '../sessions/browser-session.queries.ts'
import { liveLimits } from '../sessions/live-limits.ts'
import { listLiveSessionsOfUser } from '../sessions/session.queries.ts'

/** More than anybody looks through; "everywhere else" ends those that are not listed too. */
export const MOST_LISTED = 100

export interface OwnSession {
  /** Of the session, or of a hosted sign-in that no application has a session of. */
  id: string
  isHere: boolean
  applicationName: string | undefined
  /** Undefined: the session is in none. */
  organizationName: string | undefined
  userAgent: string | null
  ipAddress: string | null
  authMethod: SessionAuthMethod
  startedAt: string
  lastSeenAt: string
}

export interface OwnSessions {
  /** Latest first. */
  sessions: OwnSession[]
  /** Whether there are more than are listed. */
  isMore: boolean
}

/**
 * Everything by which this person is signed in anywhere: the live sessions, and the hosted sign-ins that none of them
 * came from, because an application could still get a session out of such a one without asking anybody.
 */
export async function listOwnSessions(app: AppContext, own: BrowserSessionRow): Promise<OwnSessions> {
  const now = app.clock.now()
  const limits = liveLimits(app.config.session, now)
  const keyset = { direction: 'desc', from: undefined, limit: MOST_LISTED + 1 } as const
  const rows = await listLiveSessionsOfUser(app.db, own.user_id, limits, keyset)
  const signIns = await listLiveBrowserSessionsOfUser(app.db, { userId: own.user_id, now, most: MOST_LISTED + 1 })
  const names = {
    applications: namesOf(await listApplications(app.db)),
    organizations: namesOf(await listActiveOrganizations(app.db, own.user_id)),
  }
  const unused = signIns.filter(
    ({ id, last_used_at }) =>
      !rows.some((row) => row.browser_session_id === id) && (id === own.id || last_used_at > limits.refreshedAfter),
  )
  const sessions = [
    ...rows.map((row) => ofSession(row, own, names)),
    ...unused.map((row) => ofSignIn(row, own, now)),
  ].sort((one, other) => other.lastSeenAt.localeCompare(one.lastSeenAt))
  return { sessions: sessions.slice(0, MOST_LISTED), isMore: sessions.length > MOST_LISTED }
}

type Names = Map<string, string>

function namesOf(things: { id: string; name: string }[]): Names {
  return new Map(things.map(({ id, name }) => [id, name]))
}

function ofSession(
  row: SessionRow,
  own: BrowserSessionRow,
  { applications, organizations }: { applications: Names; organizations: Names },
): OwnSession {
  return {
    id: row.id,
    isHere: row.browser_session_id === own.id,
    applicationName: applications.get(row.application_id),
    organizationName: organizations.get(row.organization_id ?? ''),
    userAgent: row.user_agent,
    ipAddress: row.ip_address,
    authMethod: row.auth_method,
    startedAt: row.created_at,
    lastSeenAt: row.refreshed_at,
  }
}

function ofSignIn(row: BrowserSessionRow, own: BrowserSessionRow, now: Date): OwnSession {
  const isHere = row.id === own.id
  return {
    id: row.id,
    isHere,
    applicationName: undefined,
    organizationName: undefined,
    userAgent: row.user_agent,
    ipAddress: row.ip_address,
    authMethod: row.auth_method,
    startedAt: row.authenticated_at,
    lastSeenAt: isHere ? now.toISOString() : row.last_used_at,
  }
}
