import { type Connection, openConnection } from './connection.ts'
import { createScenarios, type Fixture, type Scenario, type ScenarioName } from './scenarios.ts'

/** What the bench tells this process: where the server is, then one load after the other. */
export type Order =
  | { kind: 'connect'; port: number; connections: number; fixture: Fixture }
  | { kind: 'run'; scenario: ScenarioName; milliseconds: number }

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
  if (order.kind === 'run') return void process.send?.(await run(order.scenario, order.milliseconds))
  scenarios = createScenarios(order.fixture)
  connections = await Promise.all(Array.from({ length: order.connections }, () => openConnection(order.port)))
  process.send?.('connected')
}

/** Every connection asks again as soon as it has been answered, until the time is over. */
async function run(name: ScenarioName, milliseconds: number): Promise<LoadResult> {
  const scenario = scenarios?.[name]
  if (!scenario) throw new Error('Connect first.')
  const latencies: number[] = []
  const failures: string[] = []
  const start = performance.now()
  const client = async (connection: Connection, index: number) => {
    for (;;) {
      const before = performance.now()
      const request = before - start < milliseconds ? scenario.request(index) : undefined
      if (request === undefined) return
      const answer = await connection.exchange(request)
      latencies.push(performance.now() - before)
      if (!scenario.accept(index, answer) && failures.push(answer.body) >= MOST_FAILURES_SHOWN) return
    }
  }
  try {
    await Promise.all(connections.map(client))
  } catch (error) {
    failures.push(String(error))
  }
  const seconds = (performance.now() - start) / 1000
  latencies.sort((one, other) => one - other)
  const percentile = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN
  return { requests: latencies.length, failures, seconds, p50: percentile(0.5), p99: percentile(0.99) }
}
