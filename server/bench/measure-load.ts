import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { LoadResult, Order } from './load-generator.ts'
import type { Place } from './places.ts'
import { prepareDatabase } from './prepare-database.ts'
import { type Fixture, SCENARIOS, type ScenarioName } from './scenarios.ts'
import { type MeasuredServer, startServer } from './server-process.ts'
import { createSignatureBaseline } from './signature-baseline.ts'

const CONNECTIONS = 64
const BASELINE_MS = 400
const WARM_UP_MS = 1_000

/** How long each load runs in a round, for `--seconds 1`. */
const WEIGHTS: Record<ScenarioName, number> = { refresh: 2, logout: 1, 'password sign-in': 1.5, JWKS: 1 }

export interface LoadOptions {
  scenarios: ScenarioName[]
  rounds: number
  seconds: number
  sessions: number
  profileFolder: string | undefined
}

/** One load in one round. */
export interface Measurement extends LoadResult {
  scenario: ScenarioName
  /** Of the server, per request, in microseconds. */
  cpu: number
  /** Of a bare signature, measured just before. */
  signatureCpu: number
}

/**
 * Every load in every round, each right after a bare signature: what the machine does beside this, it does to both.
 * `firstStartMs` is the start with nothing kept from an earlier one: every source is stripped of its types and compiled.
 */
export async function measureLoad(
  place: Place,
  options: LoadOptions,
): Promise<{ measurements: Measurement[]; firstStartMs: number }> {
  const fixture = await prepareDatabase(place.environment, options.sessions)
  const server = await startServer({
    command: 'serve',
    environment: place.environment,
    logFile: join(place.folder, 'server.log'),
    profileFolder: options.profileFolder,
  })
  try {
    return { measurements: await runRounds(server, fixture, options), firstStartMs: server.startMs }
  } finally {
    await server.stop()
  }
}

async function runRounds(server: MeasuredServer, fixture: Fixture, options: LoadOptions): Promise<Measurement[]> {
  const generator = fork(join(import.meta.dirname, 'load-generator.ts'))
  const died = once(generator, 'exit').then(() => {
    throw new Error('The load generator died.')
  })
  died.catch(() => {})
  const order = async <Answer>(what: Order): Promise<Answer> => {
    generator.send(what)
    const [answer] = await Promise.race([once(generator, 'message'), died])
    return answer
  }
  const signatureCpu = createSignatureBaseline()
  const measure = async (scenario: ScenarioName, milliseconds: number): Promise<Measurement> => {
    const signature = signatureCpu(BASELINE_MS)
    const before = await server.usage()
    const result = await order<LoadResult>({ kind: 'run', scenario, milliseconds })
    const after = await server.usage()
    return { ...result, scenario, cpu: (after.cpu - before.cpu) / result.requests, signatureCpu: signature }
  }
  try {
    await order({ kind: 'connect', port: server.port, connections: CONNECTIONS, fixture })
    const measurements: Measurement[] = []
    // A refresh needs a token to begin with.
    for (const scenario of SCENARIOS.toReversed()) await measure(scenario, WARM_UP_MS)
    for (let round = 0; round < options.rounds; round++) {
      for (const scenario of options.scenarios) {
        measurements.push(await measure(scenario, options.seconds * WEIGHTS[scenario] * 1000))
      }
    }
    return measurements
  } finally {
    generator.disconnect()
  }
}
