import type { Reader } from '../../database/database.ts'
import { prepareQuery } from '../../database/prepared-query.ts'
import type { LiveLimits } from '../sessions/live-limits.ts'
import { isSessionNotRevoked } from '../sessions/revocation.queries.ts'

/** A session that is alive at this moment, and whose it is. */
export type LiveSession = NonNullable<Awaited<ReturnType<typeof findLiveSession>>>

/** A person's, as every session is but a canary's. */
export type OwnedSession = LiveSession & { email: string }

export function isOwned(session: LiveSession): session is OwnedSession {
  return session.email !== null
}

/**
 * By primary key, with every condition that a refresh has: the row decides, on every node, from the moment that a
 * sign-out or a mass revocation has been answered (docs/decisions/0017-the-row-decides.md).
 */
export async function findLiveSession(db: Reader, id: string, limits: LiveLimits) {
  const [row] = await liveSessionById(db, { id, ...limits })
  return row
}

const liveSessionById = prepareQuery((db, given: { id: string } & LiveLimits) =>
  db
    .selectFrom('session')
    // A canary's session has no user; a token's always has, until both are gone.
    .leftJoin('user', 'user.id', 'session.user_id')
    .select([
      'session.id',
      'session.user_id',
      'session.application_id',
      'session.organization_id',
      'session.authenticated_at',
      'session.refresh_count',
      'session.refreshed_at',
      'session.rotation_times',
      'session.expires_at',
      'user.email',
    ])
    .where('session.id', '=', given.id)
    .where('session.ended_at', 'is', null)
    .where('session.expires_at', '>', given.now)
    .where('session.refreshed_at', '>', given.refreshedAfter)
    .where(isSessionNotRevoked),
)
