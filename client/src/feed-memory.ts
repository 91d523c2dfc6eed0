import { createFeedClock, type FeedClock } from './feed-clock.ts'
import type { Platform } from './platform.ts'
import { createRevocationIndex, type RevocationIndex } from './revocation-index.ts'
import type { VerifierEvent } from './verifier-event.ts'
import type { VerifierSettings } from './verifier-options.ts'
import type { VerifierCounters } from './verifier-status.ts'

/** What is known from the feed. It outlives every connection. */
export interface FeedMemory {
  index: RevocationIndex
  clock: FeedClock
  /** The last one of which everything up to it has been applied. */
  position: string | undefined
  counters: VerifierCounters
  report(event: VerifierEvent): void
}

export function createFeedMemory(
  settings: VerifierSettings,
  { platform, counters }: { platform: Platform; counters: VerifierCounters },
): FeedMemory {
  return {
    index: createRevocationIndex(settings.clientId),
    clock: createFeedClock(platform.clock),
    position: undefined,
    counters,
    report(event) {
      try {
        settings.onEvent(event)
      } catch (error) {
        // The application's own code: its mistake must not keep a sign-out from being enforced.
        console.error('@gatehouse/client: onEvent threw', error)
      }
    },
  }
}
