import { join } from 'node:path'
import { startLoadProcess } from './load-process.ts'
import type { Place } from './places.ts'
import { prepareDatabase } from './prepare-database.ts'
import type { Fixture } from './scenarios.ts'
import { type MeasuredServer, startServer } from './server-process.ts'

/** A session that has ended stays in the table, so a table of one session is one that holds nothing but those signed out here. */
const WARM_UP = 2_000
const ROUNDS = 5
const REQUESTS = 800
export const SIGN_OUTS = WARM_UP + ROUNDS * REQUESTS

export interface SizeMeasurement {
  sessions: number
  failures: string[]
  /** Microseconds of the server for a sign-out, a number for each round. */
  cpu: number[]
}

export interface Sized {
  server: MeasuredServer
  fixture: Fixture
  sessions: number
}

/** A server on a database of its own with so many sessions. */
export async function startSized(place: Place, sessions: number): Promise<Sized> {
  const fixture = await prepareDatabase(place.environment, { sessions, signOuts: SIGN_OUTS })
  const logFile = join(place.folder, 'server.log')
  return { server: await startServer({ command: 'serve', environment: place.environment, logFile }), fixture, sessions }
}

/** The same sign-outs on tables of several sizes, in turn. */
export async function measureSizes(sized: Sized[]): Promise<SizeMeasurement[]> {
  const tables = sized.map((one) => ({
    ...one,
    load: startLoadProcess(),
    failures: [] as string[],
    cpu: [] as number[],
  }))
  try {
    for (const { load, server, fixture } of tables) {
      await load.connect(server.port, fixture)
      await load.run('logout', { requests: WARM_UP })
    }
    for (let round = 0; round < ROUNDS; round++) {
      for (const { load, server, failures, cpu } of tables) {
        const before = await server.usage()
        const result = await load.run('logout', { requests: REQUESTS })
        const after = await server.usage()
        failures.push(...result.failures)
        cpu.push((after.cpu - before.cpu) / result.requests)
      }
    }
    return tables.map(({ sessions, failures, cpu }) => ({ sessions, failures, cpu }))
  } finally {
    for (const { load } of tables) load.stop()
  }
}
