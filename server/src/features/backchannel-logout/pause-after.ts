import type { Config } from '../../config.ts'

const SECOND_MS = 1_000
const HOUR_MS = 60 * 60 * SECOND_MS

/** On a laptop a receiver that is down is one that is being worked on: all attempts span two minutes. */
const SCHEDULES = {
  production: { firstMs: 5 * SECOND_MS, longestMs: 3 * HOUR_MS, attempts: 14 },
  development: { firstMs: SECOND_MS, longestMs: 30 * SECOND_MS, attempts: 8 },
}

/** How long after so many failed attempts the next one comes, three times as long each time; undefined: it was the last. */
export function pauseAfter(attempts: number, mode: Config['mode']): number | undefined {
  const { firstMs, longestMs, attempts: most } = SCHEDULES[mode]
  return attempts >= most ? undefined : Math.min(firstMs * 3 ** (attempts - 1), longestMs)
}
