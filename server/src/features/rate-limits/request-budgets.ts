/** So many at once, and then at the steady rate of so many in such a time. */
export interface RequestLimit {
  most: number
  perMs: number
}

/** Takes one request out of the budget of a key. Answers for how many milliseconds there is none; 0: it was there. */
export type TakeRequest = (key: string, now: Date) => number

/** More than call at once; a hundred bytes or so for each. */
const MOST_KEYS = 100_000

/**
 * A budget for each key (the generic cell rate algorithm), in the memory of this node alone: a count in the database
 * would make every read a write. The key that has been quiet for the longest time is forgotten first.
 */
export function createRequestBudgets({ most, perMs }: RequestLimit, mostKeys = MOST_KEYS): TakeRequest {
  const intervalMs = perMs / most
  // When the budget of each is full again. A Map keeps the order in which its keys were set.
  const fullAt = new Map<string, number>()
  return (key, at) => {
    const now = at.getTime()
    const next = Math.max(fullAt.get(key) ?? now, now) + intervalMs
    const waitMs = next - now - perMs
    // A request that is refused takes nothing, so whoever is too fast is let through again at the steady rate.
    if (waitMs > 0) return waitMs
    fullAt.delete(key)
    fullAt.set(key, next)
    const [quietest] = fullAt.size > mostKeys ? fullAt.keys() : []
    if (quietest !== undefined) fullAt.delete(quietest)
    return 0
  }
}
