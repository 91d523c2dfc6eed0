import type { Clock } from '../platform.ts'

/**
 * Work that many want at once and that is done once: whoever comes while it is under way, or shortly after, gets the same
 * result. What failed is done anew.
 */
export interface Flights<Result> {
  join(key: string, start: () => Promise<Result>): Promise<Result>
  /** Results of which this is true are not handed out any more. */
  forget(isMeant: (result: Result) => boolean): void
}

/** Requests that a page sent before it had the new cookie; less than the server's own grace of 30 seconds. */
const KEPT_MS = 10_000
const MOST_KEPT = 10_000

interface Flight<Result> {
  result: Promise<Result>
  landed?: { at: number; result: Result }
}

export function createFlights<Result extends { session: unknown }>(clock: Clock): Flights<Result> {
  /** Oldest first. */
  const flights = new Map<string, Flight<Result>>()

  const drop = (key: string, flight: Flight<Result>) => {
    if (flights.get(key) === flight) flights.delete(key)
  }
  const tidy = () => {
    for (const [key, flight] of flights) {
      const isOver = flight.landed !== undefined && clock.monotonic() - flight.landed.at > KEPT_MS
      if (!isOver && flights.size <= MOST_KEPT) return
      flights.delete(key)
    }
  }
  return {
    join(key, start) {
      tidy()
      const known = flights.get(key)
      if (known) return known.result
      const flight: Flight<Result> = { result: start() }
      flights.set(key, flight)
      flight.result.then(
        (result) => {
          if (result.session === undefined) drop(key, flight)
          else flight.landed = { at: clock.monotonic(), result }
        },
        () => drop(key, flight),
      )
      return flight.result
    },
    forget(isMeant) {
      for (const [key, { landed }] of flights) if (landed && isMeant(landed.result)) flights.delete(key)
    },
  }
}
