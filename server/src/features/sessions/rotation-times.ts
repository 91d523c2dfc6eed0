/** Of how many rotations the time is kept, so that any token first used within the grace period is known for what it is. */
export const REMEMBERED_ROTATIONS = 10

/** ISO 8601 with milliseconds and `Z`. */
export const ROTATION_TIME_LENGTH = 24

/** When the token with this count was first exchanged; undefined if that is too many rotations ago to be known. */
export function firstUseOf(
  count: number,
  session: { refresh_count: number; rotation_times: string },
): Date | undefined {
  const slot = session.refresh_count - 1 - count
  const time = session.rotation_times.slice(slot * ROTATION_TIME_LENGTH, (slot + 1) * ROTATION_TIME_LENGTH)
  return time === '' ? undefined : new Date(time)
}
