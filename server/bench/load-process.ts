import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { LoadResult, Order } from './load-generator.ts'
import type { Fixture, ScenarioName } from './scenarios.ts'

const CONNECTIONS = 64

/** The load generator in a process of its own: its time is not the server's. */
export interface LoadProcess {
  connect(port: number, fixture: Fixture): Promise<void>
  run(scenario: ScenarioName, amount: { milliseconds: number } | { requests: number }): Promise<LoadResult>
  pace(scenario: ScenarioName, rate: { perSecond: number; milliseconds: number }): Promise<LoadResult>
  stop(): void
}

export function startLoadProcess(): LoadProcess {
  const child = fork(join(import.meta.dirname, 'load-generator.ts'))
  const died = once(child, 'exit').then(() => {
    throw new Error('The load generator died.')
  })
  died.catch(() => {})
  const order = async <Answer>(what: Order): Promise<Answer> => {
    child.send(what)
    const [answer] = await Promise.race([once(child, 'message'), died])
    return answer
  }
  return {
    connect: async (port, fixture) => void (await order({ kind: 'connect', port, connections: CONNECTIONS, fixture })),
    run: (scenario, amount) => order({ kind: 'run', scenario, ...amount }),
    pace: (scenario, rate) => order({ kind: 'pace', scenario, ...rate }),
    stop: () => child.disconnect(),
  }
}
