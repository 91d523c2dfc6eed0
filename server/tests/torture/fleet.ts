import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { doesAnswer, freePort, type Process, spawnProcess, type Variables } from '../support/spawn-server.ts'
import { withUs } from './end-with-us.ts'
import { type FaultyCable, layFaultyCable } from './faulty-cable.ts'
import type { Network, Room } from './network.ts'

/** A server process that is started again whenever it has ended, on the same port, with a cable of its own to the database. */
export interface Node {
  name: string
  origin: string
  cable: FaultyCable
  /** Undefined where nodes share the network of this process. */
  room: Room | undefined
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

const HERE = '127.0.0.1'
const READY_LIMIT_MS = 60_000
const FALL = /unhandled|uncaught/i
const PRELOADED = resolve(import.meta.dirname, 'slow-commits.cjs')

export interface FleetSettings {
  size: number
  launcher: string
  databasePort: number
  /** Undefined: that of this process. */
  network: Network | undefined
  variables: Variables
}

export async function startFleet({ size, launcher, databasePort, network, variables }: FleetSettings): Promise<Fleet> {
  const stops: (() => Promise<void>)[] = []
  const processes: Process[] = []
  const nodes: Node[] = []
  for (let index = 0; index < size; index++) {
    const room = await network?.openRoom(index + 1)
    const [address, databaseAddress] = [room?.address ?? HERE, room?.databaseAddress ?? HERE]
    const cable = await layFaultyCable({ host: HERE, port: databasePort }, databaseAddress)
    const port = await freePort()
    const environment = {
      ...variables,
      HOST: address,
      PORT: String(port),
      DATABASE_URL: `postgres://postgres@${databaseAddress}:${cable.port}/postgres`,
      NODE_OPTIONS: `--require=${PRELOADED}`,
    }
    const command = withUs([process.execPath, launcher, 'serve'])
    const [program = '', ...words] = room?.enter(command) ?? command
    const node = keepRunning(() => {
      const started = spawnProcess(program, words, environment)
      processes.push(started)
      return started
    })
    stops.push(async () => {
      await node.stop()
      cable.remove()
      await room?.leave()
    })
    const origin = `http://${address}:${port}`
    const isReady = () => doesAnswer(`${origin}/ready`)
    nodes.push({ name: `node ${index + 1}`, origin, cable, room, isReady, ...node })
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
