import type { Clock } from './platform.ts'

/** How old what we know is, and what time it is where tokens are signed. */
export interface FeedClock {
  /** A new connection: the server wrote `serverTime` after it was asked, at `requestedAt` of the monotonic clock. */
  connected(serverTime: number, requestedAt: number): void
  /** The server said at `serverTime` that everything up to then has been sent. */
  heard(serverTime: number): void
  /** Milliseconds since the last heartbeat was sent; infinite before the first. */
  stalenessMs(): number
  /** Milliseconds since 1970 as the server has it; this machine's own time before the first heartbeat. */
  now(): number
}

/** As much as two honest clocks may drift apart: 1 ms in a second. */
const MOST_DRIFT = 0.001
/** The first word of a connection is believed to have been on its way for no longer. */
const LONGEST_WAY_MS = 1_000

/**
 * A heartbeat counts from when it was *sent*, not from when it was read: after a pause of this process, or behind a
 * slow network, old heartbeats wait in a buffer together with the revocations that follow them. The moment of sending is
 * known from the server's time and from the difference between the clocks. That difference is overestimated at first, by
 * no more than the first word may have been on its way, so age is not underestimated; it then follows the heartbeat with
 * the least delay, and gives way slowly, because clocks drift.
 */
export function createFeedClock(clock: Clock): FeedClock {
  /** Server's time minus monotonic time. */
  let difference = Number.NaN
  let adjustedAt = 0
  let last: { serverTime: number; sentAt: number; heardAtWall: number } | undefined

  const stalenessMs = () => {
    if (!last) return Number.POSITIVE_INFINITY
    // The monotonic clock stands still while the machine sleeps, the other may be set back: the greater is believed.
    return Math.max(clock.monotonic() - last.sentAt, clock.wall() - last.heardAtWall)
  }
  return {
    connected(serverTime, requestedAt) {
      adjustedAt = clock.monotonic()
      // Making a connection can take seconds on a busy machine; all of them would make every heartbeat look old.
      difference = serverTime - Math.max(requestedAt, adjustedAt - LONGEST_WAY_MS)
    },
    heard(serverTime) {
      const now = clock.monotonic()
      difference = Math.max(difference - MOST_DRIFT * (now - adjustedAt), serverTime - now)
      adjustedAt = now
      last = { serverTime, sentAt: serverTime - difference, heardAtWall: clock.wall() }
    },
    stalenessMs,
    now: () => (last ? last.serverTime + stalenessMs() : clock.wall()),
  }
}
