/** Pauses between attempts: doubling up to a limit, each of random length, so that many clients do not come back at once. */
export interface BackOff {
  /** Milliseconds to wait before the next attempt. */
  next(failure: 'broken' | 'refused'): number
  /** The connection held: the next failure is a first one. */
  reset(): void
  setBase(milliseconds: number): void
}

const DEFAULT_BASE_MS = 500
const LEAST_BASE_MS = 50
const LONGEST_MS = {
  broken: 5_000,
  /** Somebody has to change something first. */
  refused: 30_000,
}

export function createBackOff(random: () => number): BackOff {
  let base = DEFAULT_BASE_MS
  let attempts = 0
  return {
    next(failure) {
      const ceiling = Math.min(LONGEST_MS[failure], base * 2 ** attempts)
      attempts += 1
      return random() * ceiling
    },
    reset() {
      attempts = 0
    },
    setBase(milliseconds) {
      base = Math.min(Math.max(milliseconds, LEAST_BASE_MS), LONGEST_MS.broken)
    },
  }
}
