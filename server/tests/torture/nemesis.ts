import { setTimeout as sleep } from 'node:timers/promises'
import type { Node } from './fleet.ts'
import type { Cluster } from './postgres-cluster.ts'
import type { Random } from './random.ts'

export type Fault = (typeof FAULTS)[number]

export const FAULTS = [
  'kill',
  'pause',
  'cut',
  'hold',
  'deafen',
  'restart',
  'crash',
  'unplug-database',
  'unplug-node',
] as const

/** Only a node that has a network namespace of its own has cables that can be pulled. */
const OF_NAMESPACES: Fault[] = ['unplug-database', 'unplug-node']

/** How often each is chosen: a database that is always away would leave nothing to see. */
const WEIGHTS: Record<Fault, number> = {
  kill: 4,
  pause: 4,
  cut: 3,
  hold: 3,
  deafen: 4,
  restart: 1,
  crash: 1,
  'unplug-database': 3,
  'unplug-node': 3,
}
const LONGEST_LULL_MS = 1_500
const CHANCE_OF_TWO = 0.25

export interface Nemesis {
  /** How many of each so far. */
  counts: Record<Fault, number>
  /** Resolves when the last fault is over and everything is mended. */
  stop(): Promise<void>
}

export function isPossible(fault: Fault, hasNamespaces: boolean): boolean {
  return hasNamespaces || !OF_NAMESPACES.includes(fault)
}

/** Breaks things, one or two at a time, and mends them again, until it is stopped. */
export function startNemesis(nodes: Node[], cluster: Cluster, random: Random, faults: Fault[]): Nemesis {
  const counts = Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as Record<Fault, number>
  const choices = faults.flatMap((fault) => Array<Fault>(WEIGHTS[fault]).fill(fault))
  let isWanted = choices.length > 0
  const breakOne = async (node: Node, chance: Random) => {
    const fault = chance.pick(choices)
    counts[fault]++
    await inflict(fault, { node, cluster, chance })
  }
  const over = (async () => {
    while (isWanted) {
      await sleep(random.between(100, LONGEST_LULL_MS))
      const first = random.pick(nodes)
      const others = random.chance(CHANCE_OF_TWO) ? nodes.filter((node) => node !== first).slice(0, 1) : []
      await Promise.all([first, ...others].map((node) => breakOne(node, random.fork())))
    }
  })()
  return {
    counts,
    async stop() {
      isWanted = false
      await over
      for (const node of nodes) {
        node.resume()
        await mend(node)
      }
    },
  }
}

interface Target {
  node: Node
  cluster: Cluster
  chance: Random
}

async function inflict(fault: Fault, { node, cluster, chance }: Target): Promise<void> {
  if (fault === 'kill') return node.kill()
  if (fault === 'restart') return await once(cluster, () => cluster.restart())
  if (fault === 'crash') return await once(cluster, () => cluster.crash())
  if (fault === 'pause') {
    node.pause()
    await sleep(chance.between(1_000, 5_000))
    return node.resume()
  }
  if (fault === 'cut') node.cable.cut()
  if (fault === 'hold') node.cable.hold()
  if (fault === 'deafen') node.cable.holdNotifications()
  if (fault === 'unplug-database') await node.room?.unplug('database')
  if (fault === 'unplug-node') await node.room?.unplug('people')
  await sleep(chance.between(500, fault === 'deafen' ? 8_000 : 4_000))
  await mend(node)
}

async function mend({ cable, room }: Node): Promise<void> {
  await cable.mend()
  await room?.plugIn()
}

/** The database cannot be restarted twice at once. */
const busy = new WeakSet<Cluster>()
async function once(cluster: Cluster, work: () => Promise<void>): Promise<void> {
  if (busy.has(cluster)) return
  busy.add(cluster)
  await work().finally(() => busy.delete(cluster))
}
