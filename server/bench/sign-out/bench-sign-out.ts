import { execFileSync } from 'node:child_process'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createPostgresPlace } from '../places.ts'
import { percentile } from '../statistics.ts'
import { measureSignOut, type SignOutOptions, type SignOutResult } from './measure-sign-out.ts'

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '3' },
    verifiers: { type: 'string', default: '10' },
    logouts: { type: 'string', default: '1000' },
    'logouts-per-second': { type: 'string', default: '25' },
    'refreshes-per-second': { type: 'string', default: '50' },
    sessions: { type: 'string', default: '10000' },
  },
})
const options: SignOutOptions = {
  nodes: Number(values.nodes),
  verifiers: Number(values.verifiers),
  logouts: Number(values.logouts),
  logoutsPerSecond: Number(values['logouts-per-second']),
  refreshesPerSecond: Number(values['refreshes-per-second']),
  sessions: Number(values.sessions),
}

const AIMS = { p99Ms: 50, maxMs: 1_000 }
const LOOK_UP_BENCH = join(import.meta.dirname, '../../../client/bench/bench-verifier.ts')

const print = (text = '') => void process.stdout.write(`${text}\n`)

/** Answers whether nothing failed and nothing was lost; the figures are for people to judge. */
async function bench(adminUrl: string): Promise<boolean> {
  print(
    `Node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model}, PostgreSQL and everything else on the same cores`,
  )
  const place = await createPostgresPlace(adminUrl)
  try {
    const result = await measureSignOut(place, options)
    printResult(result)
    return result.lost === 0 && result.failures.length === 0
  } finally {
    await place.remove()
  }
}

function printResult(result: SignOutResult): void {
  print(
    `${options.nodes} nodes on one PostgreSQL, ${options.verifiers} verifiers in processes of their own, ` +
      `${options.logouts} logouts at ${options.logoutsPerSecond} a second, ${result.refreshesPerSecond.toFixed(0)} refreshes a second beside them\n`,
  )
  print('                                        p50 ms   p99 ms   max ms')
  printRow('logout answered → refused everywhere', result.everywhereMs)
  printRow('logout answered → refused by a verifier', result.eachMs)
  printRow('the logout itself', result.logoutMs)
  const worst = Math.max(...result.everywhereMs)
  print(`\nlost ${result.lost}, refused as stale ${result.staleRefusals}, failures ${result.failures.length}`)
  print(
    `aims: p99 at most ${AIMS.p99Ms} ms ${verdict(percentile(result.everywhereMs, 0.99) <= AIMS.p99Ms)}, ` +
      `none above ${AIMS.maxMs} ms ${verdict(worst <= AIMS.maxMs)}, none lost ${verdict(result.lost === 0)}\n`,
  )
  for (const failure of result.failures.slice(0, 3)) print(`  FAILED: ${failure}`)
}

function printRow(title: string, numbers: number[]): void {
  const cells = [0.5, 0.99, 1].map((share) => percentile(numbers, share).toFixed(1).padStart(9))
  print(`${title.padEnd(37)}${cells.join('')}`)
}

function verdict(isMet: boolean): string {
  return isMet ? '(met)' : '(MISSED)'
}

const adminUrl = process.env.GATEHOUSE_TEST_POSTGRES
if (adminUrl === undefined) {
  print('Set GATEHOUSE_TEST_POSTGRES to the URL of a PostgreSQL server on which databases may be created.')
  process.exit(1)
}
const isClean = await bench(adminUrl)
execFileSync(process.execPath, ['--expose-gc', LOOK_UP_BENCH], { stdio: 'inherit' })
process.exit(isClean ? 0 : 1)
