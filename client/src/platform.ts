/** Everything reached outside our own code. Only what browsers, Node, Bun, Deno and edge runtimes have in common. */
export interface Platform {
  clock: Clock
  /** From 0 up to 1. */
  random(): number
  fetch: typeof fetch
}

export interface Clock {
  /** Milliseconds that only ever go forward. On most systems it stands still while the machine sleeps. */
  monotonic(): number
  /** Milliseconds since 1970, as this machine believes; it may be set, in either direction. */
  wall(): number
}

export const systemPlatform: Platform = {
  clock: { monotonic: () => performance.now(), wall: () => Date.now() },
  random: () => Math.random(),
  fetch: (input, init) => fetch(input, init),
}
