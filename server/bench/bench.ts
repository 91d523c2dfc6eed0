import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { type LoadOptions, type Measurement, measureLoad } from './measure-load.ts'
import { measureStart, type StartMeasurement } from './measure-start.ts'
import { createPostgresPlace, createSqlitePlace, type Place } from './places.ts'
import { SCENARIOS, type ScenarioName } from './scenarios.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '1.5' },
    sessions: { type: 'string', default: '100000' },
    only: { type: 'string', multiple: true, default: [...SCENARIOS] },
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
  let isClean = await benchOn(await createSqlitePlace())
  if (adminUrl) isClean = (await benchOn(await createPostgresPlace(adminUrl))) && isClean
  else print('\nPostgreSQL: skipped; set GATEHOUSE_TEST_POSTGRES to the URL of a server')
  return isClean
}

/** Answers whether every request was answered as it should be. */
async function benchOn(place: Place): Promise<boolean> {
  try {
    print(`\n${place.name}`)
    const measurements = await measureLoad(place, options)
    printLoad(options.scenarios, measurements)
    printStart(await measureStart(place))
    print(describeBaseline(measurements))
    const failures = measurements.flatMap((measurement) => measurement.failures)
    if (failures.length > 0) print(`  FAILED: ${failures.slice(0, 3).join('\n  ')}`)
    return failures.length === 0
  } finally {
    await place.remove()
  }
}

function printStart({ startsMs, firstStartMs, idleRss }: StartMeasurement): void {
  print(
    `  start to first answer ${median(startsMs).toFixed(0)} ms (${spread(startsMs)} in ${startsMs.length}); ` +
      `the very first ${firstStartMs.toFixed(0)} ms; idle ${(median(idleRss) / 2 ** 20).toFixed(0)} MiB resident`,
  )
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
  const widths = COLUMNS.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  for (const row of [COLUMNS, ...rows]) {
    print(
      `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`,
    )
  }
}

function describeBaseline(all: Measurement[]): string {
  const of = (kind: 'alone' | 'pooled') => all.map((measurement) => measurement.signature[kind])
  return (
    `  a bare RSA-2048 signature: ${median(of('alone')).toFixed(0)} µs alone (${spread(of('alone'))}), ` +
    `${median(of('pooled')).toFixed(0)} µs on the thread pool (${spread(of('pooled'))})`
  )
}

function median(numbers: number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

function spread(numbers: number[]): string {
  return `${Math.min(...numbers).toFixed(0)}–${Math.max(...numbers).toFixed(0)}`
}

process.exit((await bench()) ? 0 : 1)
