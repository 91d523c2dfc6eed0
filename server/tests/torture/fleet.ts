import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { doesAnswer, freePort, type Process, spawnProcess, type Variables } from '../support/spawn-server.ts'
import { type FaultyCable, layFaultyCable } from './faulty-cable.ts'

/** A server process that is started again whenever it has ended, on the same port, with a cable of its own to the database. */
export interface Node {
  name: string
  origin: string
  cable: FaultyCable
  kill(): void
  /** As if the machine had other things to do. */
  pause(): void
  resume(): void
  isReady(): Promise<boolean>
}

export interface Fleet {
  nodes: Node[]
  /** Every node answers that it is ready. */
  ready(): Promise<void>
  /** What nodes wrote when they fell by themselves. */
  falls(): string[]
  stop(): Promise<void>
}

const READY_LIMIT_MS = 60_000
const FALL = /unhandled|uncaught/i
const PRELOADED = resolve(import.meta.dirname, 'slow-commits.cjs')

export interface FleetSettings {
  size: number
  launcher: string
  databasePort: number
  variables: Variables
}

export async function startFleet({ size, launcher, databasePort, variables }: FleetSettings): Promise<Fleet> {
  const stops: (() => Promise<void>)[] = []
  const processes: Process[] = []
  const nodes: Node[] = []
  for (let index = 0; index < size; index++) {
    const cable = await layFaultyCable({ host: '127.0.0.1', port: databasePort })
    const port = await freePort()
    const environment = {
      ...variables,
      PORT: String(port),
      DATABASE_URL: `postgres://postgres@127.0.0.1:${cable.port}/postgres`,
      NODE_OPTIONS: `--require=${PRELOADED}`,
    }
    const node = keepRunning(() => {
      const started = spawnProcess(process.execPath, [launcher, 'serve'], environment)
      processes.push(started)
      return started
    })
    stops.push(async () => {
      await node.stop()
      cable.remove()
    })
    const origin = `http://127.0.0.1:${port}`
    nodes.push({ name: `node ${index + 1}`, origin, cable, isReady: () => doesAnswer(`${origin}/ready`), ...node })
  }
  return {
    nodes,
    async ready() {
      for (const limit = performance.now() + READY_LIMIT_MS; ; await sleep(50)) {
        const answers = await Promise.all(nodes.map((node) => node.isReady()))
        if (answers.every(Boolean)) return
        assert.ok(performance.now() < limit, `The nodes do not get ready: ${processes.at(-1)?.stderr.slice(-2000)}`)
      }
    },
    falls: () =>
      processes.flatMap(({ stdout, stderr }) => `${stdout}\n${stderr}`.split('\n').filter((line) => FALL.test(line))),
    async stop() {
      for (const stop of stops) await stop()
    },
  }
}

/** Restarted as by systemd or Kubernetes: at once, and after a moment when it ended by itself (no database, for instance). */
function keepRunning(start: () => Process) {
  let current = start()
  let isWanted = true
  const over = (async () => {
    while (isWanted) {
      const { signal } = await current.exited
      if (!isWanted) return
      if (signal === null) await sleep(200)
      if (isWanted) current = start()
    }
  })()
  const send = (signal: NodeJS.Signals) => current.kill(signal)
  return {
    kill: () => send('SIGKILL'),
    pause: () => send('SIGSTOP'),
    resume: () => send('SIGCONT'),
    async stop() {
      isWanted = false
      send('SIGKILL')
      await over
    },
  }
}
