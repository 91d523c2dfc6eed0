import type { SessionSettings } from '../../config.ts'

/** How far the clocks of nodes and applications may differ. */
export const CLOCK_SKEW_SECONDS = 60

/**
 * An event is in the log before others that are older by their time: its transaction began later, on a node whose clock
 * is behind. No transaction lasts a minute.
 */
const OUT_OF_ORDER_MS = (60 + CLOCK_SKEW_SECONDS) * 1000

/** For so long after it was written an entry can matter: then the last access token that it could refuse has expired. */
export function windowMs({ accessTokenSeconds }: SessionSettings): number {
  return (accessTokenSeconds + CLOCK_SKEW_SECONDS) * 1000
}

/** No entry that can still matter stands in the log before an event that is older than this. */
export function windowStart(session: SessionSettings, now: Date): Date {
  return new Date(now.getTime() - windowMs(session) - OUT_OF_ORDER_MS)
}
