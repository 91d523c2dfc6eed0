/** Chance that can be repeated: the same seed gives the same choices. */
export interface Random {
  /** From 0 up to 1. */
  next(): number
  between(least: number, most: number): number
  chance(probability: number): boolean
  pick<T>(choices: readonly T[]): T
  /** One of its own, for whoever goes on beside. */
  fork(): Random
}

/** Mulberry32: small, and good enough to choose faults with. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    between: (least, most) => least + next() * (most - least),
    chance: (probability) => next() < probability,
    // Callers choose from lists that are not empty.
    pick: <T>(choices: readonly T[]) => choices[Math.floor(next() * choices.length)] as T,
    fork: () => createRandom(Math.floor(next() * 2 ** 32)),
  }
}
