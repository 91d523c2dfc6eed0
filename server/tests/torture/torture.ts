import { setTimeout as sleep } from 'node:timers/promises'
import { createApiClient, requestsTo } from '../support/api-client.ts'
import { type Credentials, createApiKey, LAUNCHER, PRODUCTION } from '../support/spawn-server.ts'
import { checkHistory, firstAnswer, groupBySession, type Violation } from './check-history.ts'
import { type Fleet, type Node, startFleet } from './fleet.ts'
import type { Operation } from './history.ts'
import { liveALife, type Watcher, type World } from './live-a-life.ts'
import { FAULTS, type Fault, isPossible, startNemesis } from './nemesis.ts'
import { layNetwork } from './network.ts'
import { signInPeople } from './people.ts'
import { type Cluster, startCluster } from './postgres-cluster.ts'
import { createRandom, type Random } from './random.ts'
import { readFacts } from './read-facts.ts'
import { createRecordedClient, REDIRECT_URI } from './recorded-client.ts'
import { openWatchers, VERIFIER_BOUND_MS, type VerifierModule } from './watchers.ts'

const NODES = 3
const PEOPLE_AT_ONCE = 10
const ROUND_MS = 60_000
const PEOPLE_PER_SECOND = 6
/** Mass revocations are written down session by session by a worker that comes by every second. */
const SETTLED_WITHIN_MS = 20_000
const SWEEPERS = 8
const CHANCE_OF_A_NODE_ALONE = 0.3

export interface TortureSettings {
  binaries: string
  seed: number
  durationMs: number
  /** Those that are not possible are left out. */
  faults: Fault[]
  /** Each node gets a network namespace of its own. This process must be in one already. */
  hasNamespaces: boolean
  /** Another copy of the server, with a rule broken. */
  launcher?: string
  /** Another copy of the verifier. */
  verifier?: VerifierModule
  /** Ends with the first round that found something. */
  isOverWhenFound?: boolean
  /** The last node alone is attacked, and nobody calls it. */
  isLastNodeAlone?: boolean
  roundMs?: number
  report?: (line: string) => void
}

export interface TortureSummary {
  seed: number
  operations: Record<string, number>
  faults: Record<Fault, number>
  violations: Violation[]
  /** From the answer of a sign-out to the last acceptance by a verifier, in milliseconds, for each that accepted after the answer. */
  acceptedFor: number[]
  checksAfterSignOut: number
  /** What verifiers said of all that they were asked. */
  verdicts: Record<string, number>
}

/** Three nodes on a PostgreSQL of their own, people who sign out, and a nemesis; what everybody saw is then checked. */
export async function torture(settings: TortureSettings): Promise<TortureSummary> {
  const { seed, durationMs, hasNamespaces, roundMs = ROUND_MS, report = () => {} } = settings
  const faults = settings.faults.filter((fault) => isPossible(fault, hasNamespaces))
  const random = createRandom(seed)
  const summary: TortureSummary = {
    seed,
    operations: {},
    faults: Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as Record<Fault, number>,
    violations: [],
    acceptedFor: [],
    checksAfterSignOut: 0,
    verdicts: {},
  }
  await using site = await openSite(settings)
  const until = performance.now() + durationMs
  while (performance.now() < until) {
    const ms = Math.min(roundMs, until - performance.now())
    await stormOnce(site, { ms, faults, ...chooseNodes(site, settings, random), random: random.fork() }, summary)
    report(describeProgress(summary))
    if (settings.isOverWhenFound && summary.violations.length > 0) break
  }
  summary.violations.push(...site.fleet.falls().map((text) => ({ promise: 'node', text })))
  return summary
}

function describeProgress({ operations, violations }: TortureSummary): string {
  const count = Object.values(operations).reduce((sum, one) => sum + one, 0)
  const latest = violations.at(-1)
  return `${count} operations, ${violations.length} violations${latest ? `, the latest: ${latest.promise}: ${latest.text}` : ''}`
}

/** Now and then nobody calls the last node, so it hears of every sign-out from others. */
function chooseNodes({ fleet: { nodes } }: Site, { isLastNodeAlone = false }: TortureSettings, random: Random) {
  if (isLastNodeAlone) return { called: nodes.slice(0, -1), attacked: nodes.slice(-1) }
  return { called: random.chance(CHANCE_OF_A_NODE_ALONE) ? nodes.slice(0, -1) : nodes, attacked: nodes }
}

interface Site extends AsyncDisposable {
  cluster: Cluster
  fleet: Fleet
  credentials: Credentials
  watchers: Watcher[]
  watchersReady(): Promise<void>
}

async function openSite({ binaries, hasNamespaces, launcher = LAUNCHER, verifier }: TortureSettings): Promise<Site> {
  const network = hasNamespaces ? await layNetwork() : undefined
  const cluster = await startCluster(binaries)
  const variables = { ...PRODUCTION, GATEHOUSE_REQUEST_LOG: 'off', UV_THREADPOOL_SIZE: '2' }
  const credentials = await createApiKey({ ...variables, DATABASE_URL: cluster.url })
  const fleet = await startFleet({ size: NODES, launcher, databasePort: cluster.port, network, variables })
  await fleet.ready()
  const [first] = fleet.nodes
  const api = createApiClient(requestsTo(first?.origin ?? ''), credentials)
  await api.api('POST', '/user_management/redirect_uris', { uri: REDIRECT_URI })
  const { watchers, ready, close } = await openWatchers(fleet, credentials, verifier)
  return {
    cluster,
    fleet,
    credentials,
    watchers,
    watchersReady: ready,
    async [Symbol.asyncDispose]() {
      await close()
      await fleet.stop()
      await cluster.remove()
      await network?.remove()
    },
  }
}

interface Storm {
  ms: number
  faults: Fault[]
  /** Those that people call, and those that the nemesis chooses from. */
  called: Node[]
  attacked: Node[]
  random: Random
}

/** Breaks things while people live, lets everything calm down, tries once more whatever should be dead, and judges. */
async function stormOnce(
  site: Site,
  { ms, faults, called, attacked, random }: Storm,
  summary: TortureSummary,
): Promise<void> {
  const { cluster, fleet, watchers, credentials } = site
  const people = await signInPeople(cluster.url, Math.ceil((ms / 1_000) * PEOPLE_PER_SECOND) + PEOPLE_AT_ONCE)
  const client = createRecordedClient(credentials)
  const world: World = { nodes: called, watchers, client, left: [] }
  await site.watchersReady()
  const nemesis = startNemesis(attacked, cluster, random.fork(), faults)
  const limit = performance.now() + ms
  const lifeAfterLife = async (chance: Random) => {
    while (performance.now() < limit) {
      const person = people.pop()
      if (!person) return
      await liveALife(world, person, chance)
    }
  }
  await Promise.all(Array.from({ length: PEOPLE_AT_ONCE }, () => lifeAfterLife(random.fork())))
  await nemesis.stop()
  await fleet.ready()
  await site.watchersReady()
  await sweep(world, random)
  const history = { operations: client.operations, ...(await settledFacts(cluster.url, client.operations)) }
  summary.violations.push(...checkHistory(history, VERIFIER_BOUND_MS))
  summary.violations.push(...client.surprises.map((text) => ({ promise: 'answer', text })))
  count(summary, client.operations, nemesis.counts)
}

/** I2: what is left of every session that was signed out is dead, also after all is mended. */
async function sweep({ client, nodes, left }: World, random: Random): Promise<void> {
  const signOuts = client.operations.filter((one) => one.kind === 'sign-out' && one.isAnswered)
  const over = new Set(signOuts.flatMap((one) => (one.kind === 'sign-out' ? one.sessions : [])))
  const waiting = [...left]
  const sweeper = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      if (over.has(next.id)) await client.refresh(random.pick(nodes), next.id, next.refreshToken)
      await client.look(random.pick(nodes), next.id)
    }
  }
  await Promise.all(Array.from({ length: SWEEPERS }, sweeper))
}

/** Waits until the ends of mass revocations have been written down. */
async function settledFacts(url: string, operations: Operation[]) {
  const signedOut = [...groupBySession(operations)]
    .filter(([, group]) => firstAnswer(group.filter((one) => one.kind === 'sign-out')) < Number.POSITIVE_INFINITY)
    .map(([session]) => session)
  for (const limit = performance.now() + SETTLED_WITHIN_MS; ; await sleep(250)) {
    const found = await readFacts(url)
    const isSettled = signedOut.every((session) => found.facts.get(session)?.endedAt !== null)
    if (isSettled || performance.now() > limit) return found
  }
}

function count(summary: TortureSummary, operations: Operation[], faults: Record<Fault, number>): void {
  for (const one of operations) {
    summary.operations[one.kind] = (summary.operations[one.kind] ?? 0) + 1
    if (one.kind === 'check') summary.verdicts[one.says] = (summary.verdicts[one.says] ?? 0) + 1
  }
  for (const fault of FAULTS) summary.faults[fault] += faults[fault]
  for (const [, group] of groupBySession(operations)) {
    const answered = firstAnswer(group.filter((one) => one.kind === 'sign-out'))
    const later = group.filter((one) => one.kind === 'check' && one.invoked > answered)
    summary.checksAfterSignOut += later.length
    const accepted = later.filter((one) => one.kind === 'check' && one.says === 'accepted')
    if (accepted.length > 0) summary.acceptedFor.push(Math.max(...accepted.map(({ invoked }) => invoked - answered)))
  }
}
