import type { FeedTerms, NotBeforeEntry, RevocationEntry } from './feed-message.ts'
import type { AccessTokenClaims } from './verification.ts'

/** Everything revoked that a token could still be alive for. One look-up costs the same whatever its size. */
export interface RevocationIndex {
  /** What the entries' lifetimes are counted by. */
  setTerms(terms: FeedTerms): void
  /** Answers whether it is news. Entries may come twice, early, late and in any order. */
  add(entry: RevocationEntry): boolean
  covers(claims: AccessTokenClaims): boolean
  /** Forgets what no token can be alive for at `now`, milliseconds of the server's clock. */
  prune(now: number): void
  /** Sessions and marks. */
  size(): number
}

/** Seconds since 1970 of the issue, at or before which tokens are refused. */
interface Mark {
  notBefore: number
  exceptSessionId: string | null
}

/** In the place of a user or an organization, for marks that cover all; neither has an empty ID. */
const ANY = ''

/** Where the marks of this user in this organization are found. No ID has a line break. */
function keyOf(userId: string, organizationId: string): string {
  return `${userId}\n${organizationId}`
}

export function createRevocationIndex(clientId: string): RevocationIndex {
  let retainedSeconds = 0
  /** Session → when it ended. In the order of arrival, which is nearly that of the ends. */
  const sessions = new Map<string, number>()
  /** User and organization → marks, of which a newer one that covers as much replaces the older. */
  const marks = new Map<string, Mark[]>()

  const isMarkedAt = (key: string, { iat, sid }: AccessTokenClaims) => {
    const list = marks.get(key)
    return list?.some((mark) => iat <= mark.notBefore && sid !== mark.exceptSessionId) ?? false
  }
  const isMarked = (claims: AccessTokenClaims) => {
    const organizations = claims.org_id === undefined ? [ANY] : [ANY, claims.org_id]
    return organizations.some(
      (organization) =>
        isMarkedAt(keyOf(claims.sub, organization), claims) || isMarkedAt(keyOf(ANY, organization), claims),
    )
  }
  return {
    setTerms({ accessTokenSeconds, clockSkewSeconds }) {
      // Never less than before: tokens from before a change of the settings are still about.
      retainedSeconds = Math.max(retainedSeconds, accessTokenSeconds + clockSkewSeconds)
    },
    add(entry) {
      if (entry.kind === 'not_before') return addMark(marks, entry, clientId)
      const known = sessions.get(entry.sessionId)
      // Whole seconds are small integers, which a Map keeps without an object for each.
      const endedAt = Math.ceil(entry.endedAt / 1000)
      if (known === undefined || endedAt > known) sessions.set(entry.sessionId, endedAt)
      return known === undefined
    },
    covers: (claims) => sessions.has(claims.sid) || (marks.size > 0 && isMarked(claims)),
    prune(now) {
      const oldest = now / 1000 - retainedSeconds
      for (const [sessionId, endedAt] of sessions) {
        if (endedAt >= oldest) break
        sessions.delete(sessionId)
      }
      for (const [key, list] of marks) {
        const kept = list.filter((mark) => mark.notBefore >= oldest)
        if (kept.length === 0) marks.delete(key)
        else if (kept.length < list.length) marks.set(key, kept)
      }
    },
    size: () => sessions.size + marks.size,
  }
}

function addMark(marks: Map<string, Mark[]>, entry: NotBeforeEntry, clientId: string): boolean {
  if (entry.clientId !== null && entry.clientId !== clientId) return false
  const key = keyOf(entry.userId ?? ANY, entry.organizationId ?? ANY)
  const added: Mark = { notBefore: Math.ceil(entry.notBefore / 1000), exceptSessionId: entry.exceptSessionId }
  const list = marks.get(key) ?? []
  if (list.some((mark) => coversAsMuch(mark, added))) return false
  marks.set(key, [...list.filter((mark) => !coversAsMuch(added, mark)), added])
  return true
}

function coversAsMuch(one: Mark, other: Mark): boolean {
  const hasNoMoreExceptions = one.exceptSessionId === null || one.exceptSessionId === other.exceptSessionId
  return hasNoMoreExceptions && one.notBefore >= other.notBefore
}
