import { parseArgs } from 'node:util'
import { CONTROLS, type ControlSettings, runControl } from './controls.ts'
import { startAgainApart, tryNamespaces } from './enter-namespace.ts'
import { FAULTS, type Fault, isPossible } from './nemesis.ts'
import { findPostgres } from './postgres-cluster.ts'
import { describeSummary } from './summary.ts'
import { torture } from './torture.ts'

const USAGE = `npm run torture -- [options]

  --minutes <n>    how long (10)
  --seed <n>       chooses the faults and what people do; printed, so that a run can be repeated
  --faults <list>  of ${FAULTS.join(', ')}; "none" for none (all that are possible)
  --no-namespaces  all nodes share one network, as where namespaces are not allowed
  --controls       instead: breaks each rule once, and fails unless each is found out
  --control <list> only these: ${Object.keys(CONTROLS).join(', ')}
`

const MINUTE_MS = 60_000
/** Added by ourselves when we start again. */
const APART = 'apart'

async function main(): Promise<number> {
  const { values } = parseArgs({
    allowNegative: true,
    options: {
      minutes: { type: 'string', default: '10' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
      faults: { type: 'string' },
      namespaces: { type: 'boolean', default: true },
      controls: { type: 'boolean', default: false },
      control: { type: 'string' },
      [APART]: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const binaries = findPostgres()
  const [minutes, seed] = [Number(values.minutes), Number(values.seed)]
  if (values.help || !(minutes > 0) || !Number.isInteger(seed)) return say(USAGE, values.help ? 0 : 2)
  if (!binaries) return say('Install PostgreSQL: the package postgresql.\n', 2)
  const faults = readFaults(values.faults)
  const unknown = faults.filter((fault) => !FAULTS.includes(fault))
  if (unknown.length > 0) return say(`Unknown: ${unknown.join(', ')}\n${USAGE}`, 2)

  const obstacle = values[APART] ? undefined : await enterNamespace(values.namespaces)
  const hasNamespaces = obstacle === undefined
  const impossible = values.faults ? faults.filter((fault) => !isPossible(fault, hasNamespaces)) : []
  if (impossible.length > 0)
    return say(`Not possible without network namespaces (${obstacle}): ${impossible.join(', ')}\n`, 2)
  say(hasNamespaces ? '' : `No network namespaces: ${obstacle}\n`, 0)
  if (values.controls || values.control) {
    const names = values.control?.split(',') ?? Object.keys(CONTROLS)
    return await tryControls(names, { binaries, seed, hasNamespaces })
  }
  const report = (line: string) => void say(`${new Date().toISOString()} ${line}\n`, 0)
  const summary = await torture({ binaries, seed, hasNamespaces, durationMs: minutes * MINUTE_MS, faults, report })
  return say(describeSummary(summary, obstacle), summary.violations.length === 0 ? 0 : 1)
}

function readFaults(list: string | undefined): Fault[] {
  if (list === undefined) return [...FAULTS]
  return list === 'none' ? [] : (list.split(',') as Fault[])
}

/** Returns only if it cannot be, with the reason. */
async function enterNamespace(isWanted: boolean): Promise<string> {
  if (!isWanted) return 'not wanted'
  const { obstacle } = await tryNamespaces()
  return obstacle ?? startAgainApart(`--${APART}`)
}

async function tryControls(names: string[], settings: ControlSettings): Promise<number> {
  let missed = 0
  for (const name of names) {
    const { violation, seconds } = await runControl(name, settings)
    if (!violation) missed++
    const words = violation
      ? `caught after ${seconds} s: ${violation.promise}: ${violation.text.slice(0, 200)}`
      : `NOT CAUGHT in ${seconds} s`
    say(`${name}: ${words}\n`, 0)
  }
  return missed === 0 ? 0 : 1
}

function say(text: string, code: number): number {
  process.stdout.write(text)
  return code
}

// So that what is started here ends with us: it listens to the exit.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
process.exit(await main())
