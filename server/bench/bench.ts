import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { directoryReads } from './directory-reads.ts'
import { fillDirectory } from './fill-directory.ts'
import type { LoadResult } from './load-generator.ts'
import { type LoadOptions, type Measurement, measureLoad } from './measure-load.ts'
import { measureReads, type ReadMeasurement } from './measure-reads.ts'
import { measureRevocation, type RevocationMeasurement } from './measure-revocation.ts'
import { measureSizes, SIGN_OUTS, type Sized, type SizeMeasurement, startSized } from './measure-sizes.ts'
import { measureStart, type StartMeasurement } from './measure-start.ts'
import { createPostgresPlace, createSqlitePlace, type Place } from './places.ts'
import { prepareDatabase } from './prepare-database.ts'
import { SCENARIOS, type ScenarioName } from './scenarios.ts'
import { startServer } from './server-process.ts'
import { sessionReads } from './session-reads.ts'
import { median, percentile, spread, toTable } from './statistics.ts'

const PARTS = ['load', 'start', 'sizes', 'directory'] as const

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '1.5' },
    sessions: { type: 'string', default: '100000' },
    /** The largest of the tables that sign-outs, searches, lists and the mass revocation are measured on. */
    most: { type: 'string', default: '1000000' },
    only: { type: 'string', multiple: true, default: [...SCENARIOS] },
    part: { type: 'string', multiple: true, default: [...PARTS] },
    /** A folder for CPU profiles of the server, one for each database. */
    profile: { type: 'string' },
  },
})

const options: LoadOptions = {
  scenarios: SCENARIOS.filter((name) => values.only.includes(name)),
  rounds: Number(values.rounds),
  seconds: Number(values.seconds),
  sessions: Number(values.sessions),
  profileFolder: values.profile,
}

const print = (text = '') => void process.stdout.write(`${text}\n`)

async function bench(): Promise<boolean> {
  print(
    `Node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model}, 64 connections, the load on the same cores`,
  )
  const adminUrl = process.env.GATEHOUSE_TEST_POSTGRES
  let isClean = await benchOn(createSqlitePlace)
  if (adminUrl) isClean = (await benchOn(() => createPostgresPlace(adminUrl))) && isClean
  else print('\nPostgreSQL: skipped; set GATEHOUSE_TEST_POSTGRES to the URL of a server')
  return isClean
}

/** Answers whether every request was answered as it should be. */
async function benchOn(createPlace: () => Promise<Place>): Promise<boolean> {
  const failures: string[] = []
  await withPlace(createPlace, async (place) => {
    print(`\n${place.name}`)
    if (values.part.includes('load')) {
      const { measurements, paced } = await measureLoad(place, options)
      printLoad(options.scenarios, measurements)
      print(describeBaseline(measurements))
      print(describePaced(paced))
      failures.push(...[...measurements, paced].flatMap((measurement) => measurement.failures))
    }
    if (values.part.includes('start')) {
      if (!values.part.includes('load')) await prepareDatabase(place.environment, { sessions: 1, signOuts: 1 })
      printStart(await measureStart(place))
    }
  })
  if (values.part.includes('sizes')) failures.push(...(await benchSizes(createPlace)))
  if (values.part.includes('directory')) await withPlace(createPlace, benchDirectory)
  if (failures.length > 0) print(`  FAILED: ${failures.slice(0, 3).join('\n  ')}`)
  return failures.length === 0
}

async function withPlace<T>(createPlace: () => Promise<Place>, work: (place: Place) => Promise<T>): Promise<T> {
  const place = await createPlace()
  try {
    return await work(place)
  } finally {
    await place.remove()
  }
}

/** Answers what failed. */
async function benchSizes(createPlace: () => Promise<Place>): Promise<string[]> {
  return await withPlace(createPlace, (small) =>
    withPlace(createPlace, (middle) =>
      withPlace(createPlace, async (large) => {
        const started: Sized[] = []
        try {
          started.push(await startSized(small, SIGN_OUTS))
          started.push(await startSized(middle, options.sessions))
          started.push(await startSized(large, Number(values.most)))
          const sizes = await measureSizes(started)
          printSizes(sizes)
          const [, hundredThousand, million] = started
          if (million) printReads(million.sessions, await measureReads(million, sessionReads(million.fixture)))
          if (hundredThousand) print(describeRevocation(await measureRevocation(hundredThousand)))
          return sizes.flatMap((size) => size.failures)
        } finally {
          for (const { server } of started) await server.stop()
        }
      }),
    ),
  )
}

function printSizes(sizes: SizeMeasurement[]): void {
  const rows = sizes.map(({ sessions, cpu }) => [grouped(sessions), median(cpu).toFixed(0), spread(cpu)])
  print(`\n${toTable([['sessions in the table', 'CPU µs of a sign-out', '(rounds)'], ...rows])}`)
}

async function benchDirectory(place: Place): Promise<void> {
  const count = Number(values.most)
  const fixture = await prepareDatabase(place.environment, { sessions: 1, signOuts: 1 })
  await fillDirectory(place.environment, { count, now: new Date() })
  const logFile = join(place.folder, 'server.log')
  const server = await startServer({ command: 'serve', environment: place.environment, logFile })
  try {
    printReads(count, await measureReads({ server, fixture }, directoryReads(count)))
  } finally {
    await server.stop()
  }
}

function printReads(count: number, reads: ReadMeasurement[]): void {
  const rows = reads.map(({ what, found, milliseconds }) => [
    what,
    String(found),
    ...[0.5, 0.9, 0.99].map((share) => percentile(milliseconds, share).toFixed(1)),
  ])
  print(`\n${toTable([[`read among ${grouped(count)}`, 'found', 'p50 ms', 'p90 ms', 'p99 ms'], ...rows])}`)
}

function describeRevocation({ sessions, writeMs, refusedMs, recordedMs }: RevocationMeasurement): string {
  const recorded =
    recordedMs === undefined ? 'not all recorded in five minutes' : `closed after ${(recordedMs / 1000).toFixed(0)} s`
  return (
    `\n  revoking ${grouped(sessions)} sessions by filter: answered after ${writeMs.toFixed(1)} ms, ` +
    `the first check refused after ${refusedMs.toFixed(1)} ms; ${recorded}`
  )
}

function describePaced({ requests, seconds, p50, p99 }: LoadResult): string {
  return `  sign-outs that come by themselves, ${(requests / seconds).toFixed(0)} a second: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`
}

function grouped(count: number): string {
  return count.toLocaleString('en')
}

function printStart(all: StartMeasurement[]): void {
  const rows = all.map(({ what, startsMs, firstStartMs, idleRss }) => [
    what,
    median(startsMs).toFixed(0),
    spread(startsMs),
    firstStartMs.toFixed(0),
    (median(idleRss) / 2 ** 20).toFixed(0),
  ])
  print(`\n${toTable([['start to first answer', 'ms', '(starts)', 'very first', 'idle MiB'], ...rows])}`)
}

const COLUMNS = ['', 'CPU µs', '(rounds)', '÷ RSA', '÷ pooled RSA', 'per second', '(rounds)', 'p50 ms', 'p99 ms']

function printLoad(scenarios: ScenarioName[], all: Measurement[]): void {
  const rows = scenarios.map((scenario) => {
    const rounds = all.filter((measurement) => measurement.scenario === scenario)
    const of = (pick: (measurement: Measurement) => number) => rounds.map(pick)
    const perSecond = of((round) => round.requests / round.seconds)
    return [
      scenario,
      median(of((round) => round.cpu)).toFixed(0),
      spread(of((round) => round.cpu)),
      median(of((round) => round.cpu / round.signature.alone)).toFixed(2),
      median(of((round) => round.cpu / round.signature.pooled)).toFixed(2),
      median(perSecond).toFixed(0),
      spread(perSecond),
      median(of((round) => round.p50)).toFixed(1),
      median(of((round) => round.p99)).toFixed(1),
    ]
  })
  print(toTable([COLUMNS, ...rows]))
}

function describeBaseline(all: Measurement[]): string {
  const of = (kind: 'alone' | 'pooled') => all.map((measurement) => measurement.signature[kind])
  return (
    `  a bare RSA-2048 signature: ${median(of('alone')).toFixed(0)} µs alone (${spread(of('alone'))}), ` +
    `${median(of('pooled')).toFixed(0)} µs on the thread pool (${spread(of('pooled'))})`
  )
}

process.exit((await bench()) ? 0 : 1)
