/**
 * When keys were used last, until that is written: a validation is a read, and a commit for each would make it as slow
 * as a sign-in.
 */
export interface ApiKeyUses {
  note(keyId: string, usedAt: Date): void
  /** Takes out what has not been written yet. */
  take(): Map<string, Date>
}

/** While the database is away; beyond that a use is told by the next one. */
const MOST_WAITING = 100_000

export function createApiKeyUses(): ApiKeyUses {
  let waiting = new Map<string, Date>()
  return {
    note(keyId, usedAt) {
      if (waiting.size < MOST_WAITING || waiting.has(keyId)) waiting.set(keyId, usedAt)
    },
    take() {
      const taken = waiting
      waiting = new Map()
      return taken
    },
  }
}
