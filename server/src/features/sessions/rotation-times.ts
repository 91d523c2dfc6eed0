/**
 * For so long after its first use a token may be presented again: two tabs refresh at once, an answer is lost. It is
 * answered with the session's current token, so nobody forks the chain and no honest user is signed out.
 */
const GRACE_MS = 30_000

/**
 * Rotations that follow a marked one within this time share its mark. So a row remembers everybody who may still be in
 * the grace period, in a bounded number of marks, however often the session is refreshed.
 */
const MARK_MS = 1_000

/** Longer than the grace period and the time of a mark, by as much as the clocks of nodes may differ. */
const REMEMBERED_MS = 40_000

/** ISO 8601 with milliseconds and `Z`, as times are everywhere. */
export const MARK_TIME_LENGTH = 24
const COUNT_LENGTH = 10
const MARK_LENGTH = MARK_TIME_LENGTH + COUNT_LENGTH
export const MARKS_LENGTH = MARK_LENGTH * (REMEMBERED_MS / MARK_MS)

/** What a rotation of the token with this count adds to the row's marks, and what it has to compare them with. */
export interface RotationMark {
  mark: string
  /** A mark that is later is shared. */
  sharedAfter: string
  /** Marks that are all earlier are of no use any more. */
  rememberedAfter: string
}

export function markRotation(count: number, now: string): RotationMark {
  const before = (milliseconds: number) => new Date(Date.parse(now) - milliseconds).toISOString()
  return {
    mark: now + String(count).padStart(COUNT_LENGTH, '0'),
    sharedAfter: before(MARK_MS),
    rememberedAfter: before(REMEMBERED_MS),
  }
}

/** Whether the token with this count, which is not the current one, may still be presented. */
export function isWithinGrace(
  count: number,
  session: { refresh_count: number; rotation_times: string },
  at: Date,
): boolean {
  if (count >= session.refresh_count) return false
  const firstUse = firstUseOf(count, session.rotation_times)
  return firstUse !== undefined && at.getTime() - firstUse <= GRACE_MS
}

/**
 * When the token with this count was first exchanged, in milliseconds; the latest it can have been if it shares its
 * mark. Undefined: before everything that is remembered.
 */
function firstUseOf(count: number, marks: string): number | undefined {
  for (let start = 0; start < marks.length; start += MARK_LENGTH) {
    const time = Date.parse(marks.slice(start, start + MARK_TIME_LENGTH))
    const markedCount = Number(marks.slice(start + MARK_TIME_LENGTH, start + MARK_LENGTH))
    if (markedCount === count) return time
    if (markedCount < count) return time + MARK_MS - 1
  }
  return undefined
}
