import type { Config } from '../../config.ts'

const SECOND_MS = 1_000
const HOUR_MS = 60 * 60 * SECOND_MS

export interface Schedule {
  firstMs: number
  longestMs: number
  attempts: number
}

/** On a laptop a receiver that is down is one that is being worked on: there all attempts span minutes. */
export type Schedules = Record<Config['mode'], Schedule>

/** Almost twenty hours: by then every token of the session has long expired. */
export const LOGOUT_SCHEDULES: Schedules = {
  production: { firstMs: 5 * SECOND_MS, longestMs: 3 * HOUR_MS, attempts: 14 },
  development: { firstMs: SECOND_MS, longestMs: 30 * SECOND_MS, attempts: 8 },
}

/** More than three days, as the official product has it: long enough for a weekend. */
export const WEBHOOK_SCHEDULES: Schedules = {
  production: { firstMs: 30 * SECOND_MS, longestMs: 12 * HOUR_MS, attempts: 14 },
  development: { firstMs: SECOND_MS, longestMs: 60 * SECOND_MS, attempts: 8 },
}

/** How long after so many failed attempts the next one comes, three times as long each time; undefined: it was the last. */
export function pauseAfter(attempts: number, { firstMs, longestMs, attempts: most }: Schedule): number | undefined {
  return attempts >= most ? undefined : Math.min(firstMs * 3 ** (attempts - 1), longestMs)
}
