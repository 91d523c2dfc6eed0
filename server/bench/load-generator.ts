import { setTimeout as wait } from 'node:timers/promises'
import { type Connection, openConnection } from './connection.ts'
import { createScenarios, type Fixture, type Scenario, type ScenarioName } from './scenarios.ts'
import { percentile } from './statistics.ts'

/** What the bench tells this process: where the server is, then one load after the other. */
export type Order =
  | { kind: 'connect'; port: number; connections: number; fixture: Fixture }
  | ({ kind: 'run'; scenario: ScenarioName } & Amount)
  | { kind: 'pace'; scenario: ScenarioName; perSecond: number; milliseconds: number }

/** For so long, or so many. */
type Amount = { milliseconds: number } | { requests: number }

export interface LoadResult {
  requests: number
  failures: string[]
  seconds: number
  p50: number
  p99: number
}

const MOST_FAILURES_SHOWN = 5

let connections: Connection[] = []
let scenarios: Record<ScenarioName, Scenario> | undefined

process.on('message', (order: Order) => void obey(order))
process.on('disconnect', () => process.exit())

async function obey(order: Order): Promise<void> {
  if (order.kind === 'run') return void process.send?.(await run(scenarioOf(order.scenario), order))
  if (order.kind === 'pace') return void process.send?.(await pace(scenarioOf(order.scenario), order))
  for (const connection of connections) connection.close()
  scenarios = createScenarios(order.fixture)
  connections = await Promise.all(Array.from({ length: order.connections }, () => openConnection(order.port)))
  process.send?.('connected')
}

function scenarioOf(name: ScenarioName): Scenario {
  if (!scenarios) throw new Error('Connect first.')
  return scenarios[name]
}

/** Every connection asks again as soon as it has been answered, until the time or the requests are over. */
async function run(scenario: Scenario, amount: Amount): Promise<LoadResult> {
  const load = createLoad(scenario)
  let begun = 0
  const isOver = () =>
    'requests' in amount ? begun++ >= amount.requests : performance.now() - load.start >= amount.milliseconds
  const client = async (connection: Connection, index: number) => {
    while (!isOver() && (await load.ask(connection, index, performance.now())));
  }
  return await load.measure(Promise.all(connections.map(client)))
}

/**
 * Requests come when they come (Poisson), whether or not earlier ones have been answered, and each waits from that time
 * on: a server that stalls is not spared the requests that would have come meanwhile.
 */
async function pace(
  scenario: Scenario,
  { perSecond, milliseconds }: { perSecond: number; milliseconds: number },
): Promise<LoadResult> {
  const load = createLoad(scenario)
  const idle = connections.map((connection, index) => ({ connection, index }))
  const waiting: number[] = []
  const asked: Promise<void>[] = []
  const askIfPossible = async () => {
    const client = idle.pop()
    if (!client) return
    for (let came = waiting.shift(); came !== undefined; came = waiting.shift())
      await load.ask(client.connection, client.index, came)
    idle.push(client)
  }
  let next = load.start
  while (next < load.start + milliseconds) {
    while (performance.now() < next) await wait(Math.max(0, next - performance.now()))
    waiting.push(next)
    asked.push(askIfPossible())
    next += (-Math.log(Math.random()) / perSecond) * 1000
  }
  return await load.measure(Promise.all(asked))
}

function createLoad(scenario: Scenario) {
  const latencies: number[] = []
  const failures: string[] = []
  const start = performance.now()
  return {
    start,
    /** Answers whether to go on. */
    async ask(connection: Connection, client: number, since: number): Promise<boolean> {
      const request = scenario.request(client)
      if (request === undefined) return false
      const answer = await connection.exchange(request)
      latencies.push(performance.now() - since)
      return scenario.accept(client, answer) || failures.push(answer.body) < MOST_FAILURES_SHOWN
    },
    async measure(finished: Promise<unknown>): Promise<LoadResult> {
      await finished.catch((error) => failures.push(String(error)))
      const seconds = (performance.now() - start) / 1000
      return {
        requests: latencies.length,
        failures,
        seconds,
        p50: percentile(latencies, 0.5),
        p99: percentile(latencies, 0.99),
      }
    },
  }
}
