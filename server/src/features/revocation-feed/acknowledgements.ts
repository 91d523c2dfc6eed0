import type { Place } from './place.ts'

/** What a verifier says of itself. */
export interface VerifierReport {
  verifierId: string
  name: string
  apiKeyId: string
  /** Everything up to here it refuses; undefined: nothing that this log knows. */
  place: Place | undefined
  stalenessMs: number
  liveRevocations: number
  lookUps: number
  refusals: number
  /** It refuses every token, revoked or not. */
  isClosed: boolean
  receivedAt: Date
}

/** How long it took from the writing of a revocation until a verifier said that it refuses it; upper bounds in seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

export interface Histogram {
  /** Cumulative, as Prometheus has them; the last bound is infinite. */
  buckets: { upTo: number; count: number }[]
  sum: number
  count: number
}

/**
 * Reports wait here for a moment and are then written together: many verifiers report many times a second, and a commit
 * for each would compete with the logouts they report on.
 */
export interface Acknowledgements {
  add(report: VerifierReport): void
  /** Takes out what has not been written yet. */
  take(): VerifierReport[]
  /** The place up to which this node has counted a verifier's delays. */
  countedUpTo(verifierId: string): Place | undefined
  noteCounted(verifierId: string, place: Place): void
  noteDelay(milliseconds: number): void
  delays(): Histogram
}

const MOST_WAITING = 10_000
const MOST_COUNTED = 10_000

export function createAcknowledgements(): Acknowledgements {
  const waiting: VerifierReport[] = []
  const counted = new Map<string, Place>()
  const counts = BUCKETS.map(() => 0)
  let [sum, count] = [0, 0]
  return {
    add(report) {
      waiting.push(report)
      // While the database is away: the newest say the most.
      if (waiting.length > MOST_WAITING) waiting.shift()
    },
    take: () => waiting.splice(0),
    countedUpTo: (verifierId) => counted.get(verifierId),
    noteCounted(verifierId, place) {
      counted.delete(verifierId)
      counted.set(verifierId, place)
      const [oldest] = counted.keys()
      if (counted.size > MOST_COUNTED && oldest !== undefined) counted.delete(oldest)
    },
    noteDelay(milliseconds) {
      const seconds = milliseconds / 1000
      sum += seconds
      count++
      BUCKETS.forEach((upTo, index) => {
        if (seconds <= upTo) counts[index] = (counts[index] ?? 0) + 1
      })
    },
    delays: () => ({
      buckets: [
        ...BUCKETS.map((upTo, index) => ({ upTo, count: counts[index] ?? 0 })),
        { upTo: Number.POSITIVE_INFINITY, count },
      ],
      sum,
      count,
    }),
  }
}
