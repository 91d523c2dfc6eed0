/** The only source of the current time; tests move it by hand. No timers live here. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }
