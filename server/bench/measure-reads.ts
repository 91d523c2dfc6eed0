import { openConnection } from './connection.ts'
import type { Fixture } from './scenarios.ts'
import { authorized } from './scenarios.ts'
import type { MeasuredServer } from './server-process.ts'

/** Of fewer the p99 would be a single request, and tell of whatever else the machine did then. */
const TIMES = 500
const WARM_UP = 5

/** Paths by what they ask for. */
export type Reads = Record<string, string>

export interface ReadMeasurement {
  what: string
  /** How many objects the page had; 1 for an object by itself. */
  found: number
  milliseconds: number[]
}

/** Each path so many times, one request after another. */
export async function measureReads(
  { server, fixture }: { server: MeasuredServer; fixture: Fixture },
  reads: Reads,
): Promise<ReadMeasurement[]> {
  const connection = await openConnection(server.port)
  const measurements: ReadMeasurement[] = []
  for (const [what, path] of Object.entries(reads)) {
    const milliseconds: number[] = []
    let found = 0
    for (let count = 0; count < WARM_UP + TIMES; count++) {
      const start = performance.now()
      const answer = await connection.exchange(authorized(fixture, path))
      if (count >= WARM_UP) milliseconds.push(performance.now() - start)
      if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}: ${answer.body}`)
      const { data } = JSON.parse(answer.body)
      found = Array.isArray(data) ? data.length : 1
    }
    measurements.push({ what, found, milliseconds })
  }
  connection.close()
  return measurements
}
