/** Of how many rotations the time is kept, so that any token first used within the grace period is known for what it is. */
export const REMEMBERED_ROTATIONS = 10

/** ISO 8601 with milliseconds and `Z`. */
export const ROTATION_TIME_LENGTH = 24

/**
 * For so long after its first use a token may be presented again: two tabs refresh at once, an answer is lost. It is
 * answered with the session's current token, so nobody forks the chain and no honest user is signed out.
 */
const REPLAY_GRACE_SECONDS = 30

/** Whether the token with this count, which is not the current one, may still be presented. */
export function isWithinGrace(
  count: number,
  session: { refresh_count: number; rotation_times: string },
  at: Date,
): boolean {
  const firstUse = firstUseOf(count, session)
  return firstUse !== undefined && at.getTime() - firstUse.getTime() <= REPLAY_GRACE_SECONDS * 1000
}

/** When the token with this count was first exchanged; undefined if that is too many rotations ago to be known. */
function firstUseOf(count: number, session: { refresh_count: number; rotation_times: string }): Date | undefined {
  const slot = session.refresh_count - 1 - count
  const time = session.rotation_times.slice(slot * ROTATION_TIME_LENGTH, (slot + 1) * ROTATION_TIME_LENGTH)
  return time === '' ? undefined : new Date(time)
}
