import { join } from 'node:path'
import type { LoadResult } from './load-generator.ts'
import { startLoadProcess } from './load-process.ts'
import type { Place } from './places.ts'
import { prepareDatabase } from './prepare-database.ts'
import { type Fixture, SCENARIOS, type ScenarioName } from './scenarios.ts'
import { type MeasuredServer, startServer } from './server-process.ts'
import { type SignatureCpu, startSignatureBaseline } from './signature-baseline.ts'

/** How long each load runs in a round, for `--seconds 1`. */
const WEIGHTS: Record<ScenarioName, number> = {
  refresh: 2,
  logout: 1.3,
  introspection: 1,
  'bare answer': 1,
  'password sign-in': 1.3,
  JWKS: 1,
}
/** It takes V8 as long to have compiled what is hot. */
const WARM_UP_MS: Record<ScenarioName, number> = {
  refresh: 8_000,
  logout: 2_500,
  introspection: 2_500,
  'bare answer': 1_500,
  'password sign-in': 1_000,
  JWKS: 1_000,
}
/** More than can be signed out in this time on any machine we have seen. */
const MOST_SIGN_OUTS_PER_SECOND = 8_000
/** Sign-outs that come by themselves. */
const PACE = { perSecond: 300, milliseconds: 10_000 }

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
  /** Measured just before. */
  signature: SignatureCpu
}

/**
 * Every load in every round, each right after a bare signature: what the machine does beside this, it does to both. Then
 * sign-outs at a fixed rate, for what a person waits while others are signed out too.
 */
export async function measureLoad(
  place: Place,
  options: LoadOptions,
): Promise<{ measurements: Measurement[]; paced: LoadResult }> {
  const seconds = WARM_UP_MS.logout / 1000 + options.rounds * options.seconds * WEIGHTS.logout
  const signOuts = Math.ceil(seconds * MOST_SIGN_OUTS_PER_SECOND) + (PACE.perSecond * 2 * PACE.milliseconds) / 1000
  const fixture = await prepareDatabase(place.environment, {
    sessions: options.sessions,
    signOuts: Math.min(options.sessions, signOuts),
  })
  const server = await startServer({
    command: 'serve',
    environment: place.environment,
    logFile: join(place.folder, 'server.log'),
    profileFolder: options.profileFolder,
  })
  try {
    return await runRounds(server, fixture, options)
  } finally {
    await server.stop()
  }
}

async function runRounds(
  server: MeasuredServer,
  fixture: Fixture,
  options: LoadOptions,
): Promise<{ measurements: Measurement[]; paced: LoadResult }> {
  const load = startLoadProcess()
  const baseline = startSignatureBaseline()
  const measure = async (scenario: ScenarioName, milliseconds: number): Promise<Measurement> => {
    const signature = await baseline.measure()
    const before = await server.usage()
    const result = await load.run(scenario, { milliseconds })
    const after = await server.usage()
    return { ...result, scenario, cpu: (after.cpu - before.cpu) / result.requests, signature }
  }
  try {
    await load.connect(server.port, fixture)
    const measurements: Measurement[] = []
    // A refresh needs a token to begin with.
    for (const scenario of SCENARIOS.toReversed()) await measure(scenario, WARM_UP_MS[scenario])
    for (let round = 0; round < options.rounds; round++) {
      for (const scenario of options.scenarios) {
        measurements.push(await measure(scenario, options.seconds * WEIGHTS[scenario] * 1000))
      }
    }
    return { measurements, paced: await load.pace('logout', PACE) }
  } finally {
    load.stop()
    baseline.stop()
  }
}
