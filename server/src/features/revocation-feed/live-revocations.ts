import type { Clock } from '../../platform/clock.ts'
import type { FeedEntry } from './feed-entry.ts'

/** The claims of an access token that decide; `iat` in seconds since 1970. */
export interface RevocableClaims {
  sid: string
  sub: string
  client_id: string
  org_id?: string
  iat: number
}

/**
 * What this node knows of revoked access tokens that have not expired. It may be half a second behind other nodes, and
 * is no substitute for asking the database where that matters.
 */
export interface LiveRevocations {
  isRevoked(claims: RevocableClaims): boolean
  count(): { sessions: number; marks: number }
}

/** More than a flood of logouts brings within the window; beyond it the oldest are forgotten. */
const MOST_SESSIONS = 200_000
const MOST_MARKS = 10_000

type Mark = Extract<FeedEntry['data'], { kind: 'not_before' }>

export function createLiveRevocations(
  clock: Clock,
  windowMs: number,
): LiveRevocations & { add(entry: FeedEntry): void; prune(): void } {
  /** Session → until when it matters, oldest first. */
  const sessions = new Map<string, number>()
  const marks = new Map<string, { mark: Mark; notBefore: number; until: number }>()
  return {
    isRevoked(claims) {
      if (sessions.has(claims.sid)) return true
      for (const { mark, notBefore } of marks.values()) if (claims.iat <= notBefore && fits(mark, claims)) return true
      return false
    },
    count: () => ({ sessions: sessions.size, marks: marks.size }),
    add({ data, writtenAt }) {
      const until = writtenAt + windowMs
      if (data.kind === 'session') sessions.set(data.session_id, until)
      else marks.set(data.revocation_id, { mark: data, notBefore: Date.parse(data.not_before) / 1000, until })
      dropOldest(sessions, MOST_SESSIONS)
      dropOldest(marks, MOST_MARKS)
    },
    prune() {
      const now = clock.now().getTime()
      for (const [id, until] of sessions) {
        if (until >= now) break
        sessions.delete(id)
      }
      for (const [id, { until }] of marks) if (until < now) marks.delete(id)
    },
  }
}

function fits(mark: Mark, claims: RevocableClaims): boolean {
  return (
    (mark.user_id === null || mark.user_id === claims.sub) &&
    (mark.client_id === null || mark.client_id === claims.client_id) &&
    (mark.organization_id === null || mark.organization_id === claims.org_id) &&
    mark.except_session_id !== claims.sid
  )
}

function dropOldest(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return
    map.delete(key)
  }
}
