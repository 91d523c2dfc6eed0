import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Place } from '../places.ts'
import { prepareDatabase } from '../prepare-database.ts'
import type { Fixture } from '../scenarios.ts'
import { type MeasuredServer, startServer } from '../server-process.ts'
import { issueTokens } from './issue-tokens.ts'
import { refreshAllTheTime } from './refresh-all-the-time.ts'
import type { Order, Report } from './verifier-process.ts'

export interface SignOutOptions {
  nodes: number
  verifiers: number
  logouts: number
  logoutsPerSecond: number
  refreshesPerSecond: number
  /** In the database, besides those that are signed out. */
  sessions: number
}

export interface SignOutResult {
  /** From the answer of each logout until the last verifier refused; negative when that came before the answer. */
  everywhereMs: number[]
  /** The same until each single verifier refused. */
  eachMs: number[]
  /** Of the logouts themselves. */
  logoutMs: number[]
  /** Pairs of logout and verifier of which the token was still accepted at the end. */
  lost: number
  staleRefusals: number
  refreshesPerSecond: number
  failures: string[]
}

/** What is not refused by then is lost: a verifier that is not stale refuses within its 5 seconds and two more. */
const LAST_CHANCE_MS = 7_500

/** Several nodes on one database, verifiers in processes of their own, and people who sign out one after another. */
export async function measureSignOut(place: Place, options: SignOutOptions): Promise<SignOutResult> {
  const fixture = await prepareDatabase(place.environment, {
    sessions: options.sessions + options.logouts,
    signOuts: options.logouts,
  })
  const leaving = fixture.sessions.slice(0, options.logouts)
  const servers: MeasuredServer[] = []
  const verifiers = Array.from({ length: options.verifiers }, () =>
    fork(join(import.meta.dirname, 'verifier-process.ts')),
  )
  try {
    while (servers.length < options.nodes) servers.push(await startNode(place, servers.length))
    const origins = servers.map(({ port }) => `http://127.0.0.1:${port}`)
    const issued = await issueTokens(
      place.environment,
      leaving.map(({ id }) => id),
    )
    await followAll(verifiers, { origins, fixture, ...issued })
    const refreshing = await refreshAllTheTime(origins, fixture, options.refreshesPerSecond)
    const started = performance.now()
    const logouts = await logOutAll(leaving, { origins, perSecond: options.logoutsPerSecond })
    const refreshesPerSecond = refreshing.count() / ((performance.now() - started) / 1000)
    await refreshing.stop()
    await sleep(LAST_CHANCE_MS)
    const reports = await Promise.all(verifiers.map((child) => order<Report>(child, { kind: 'report' })))
    return {
      ...summarize(logouts, reports),
      refreshesPerSecond,
      failures: [...logouts.failures, ...refreshing.failures()],
    }
  } finally {
    for (const child of verifiers) child.disconnect()
    await Promise.all(servers.map((server) => server.stop()))
  }
}

async function startNode(place: Place, index: number): Promise<MeasuredServer> {
  const logFile = join(place.folder, `node-${index}.log`)
  return await startServer({ command: 'serve', environment: place.environment, logFile })
}

/** Every verifier must accept every token before the first logout, or else a refusal would mean nothing. */
async function followAll(
  verifiers: ChildProcess[],
  given: { origins: string[]; fixture: Fixture; tokens: Map<string, string>; issuer: string },
): Promise<void> {
  const { apiKey, clientId } = given.fixture
  const follow = async (child: ChildProcess, index: number) => {
    const baseUrl = given.origins[index % given.origins.length] ?? ''
    const tokens = [...given.tokens]
    const accepted = await order<number>(child, {
      kind: 'follow',
      baseUrl,
      clientId,
      apiKey,
      issuer: given.issuer,
      tokens,
    })
    if (accepted !== tokens.length) throw new Error(`Verifier ${index} accepts ${accepted} of ${tokens.length} tokens.`)
  }
  await Promise.all(verifiers.map(follow))
}

async function order<Answer>(child: ChildProcess, what: Order): Promise<Answer> {
  child.send(what)
  const [answer] = await once(child, 'message')
  return answer
}

interface Logouts {
  /** Session → when its answer was complete, by the clock that all processes share. */
  answeredAt: Map<string, number>
  tookMs: number[]
  failures: string[]
}

/** At a steady pace and not one after another: a slow answer holds nobody up. */
async function logOutAll(
  sessions: Fixture['sessions'],
  { origins, perSecond }: { origins: string[]; perSecond: number },
): Promise<Logouts> {
  const logouts: Logouts = { answeredAt: new Map(), tookMs: [], failures: [] }
  const logOut = async ({ id, cookie }: Fixture['sessions'][number]) => {
    const origin = origins[Math.floor(Math.random() * origins.length)]
    const started = performance.now()
    const response = await fetch(`${origin}/user_management/sessions/logout?session_id=${id}`, {
      headers: { cookie },
      redirect: 'manual',
    })
    await response.arrayBuffer()
    if (response.status !== 302) throw new Error(`A logout was answered with ${response.status}.`)
    logouts.answeredAt.set(id, Number(process.hrtime.bigint()) / 1e6)
    logouts.tookMs.push(performance.now() - started)
  }
  const running: Promise<void>[] = []
  for (const session of sessions) {
    running.push(logOut(session).catch((error: Error) => void logouts.failures.push(error.message)))
    await sleep((1000 / perSecond) * (0.5 + Math.random()))
  }
  await Promise.all(running)
  return logouts
}

function summarize({ answeredAt, tookMs }: Logouts, reports: Report[]) {
  const refusals = reports.map((report) => new Map(report.refusedAt))
  const perLogout = [...answeredAt].map(([id, at]) =>
    refusals.map((seen) => (seen.get(id) ?? Number.POSITIVE_INFINITY) - at),
  )
  return {
    everywhereMs: perLogout.map((each) => Math.max(...each)),
    eachMs: perLogout.flat(),
    logoutMs: tookMs,
    lost: reports.flatMap(({ accepted }) => accepted.filter((id) => answeredAt.has(id))).length,
    staleRefusals: reports.reduce((sum, { staleRefusals }) => sum + staleRefusals, 0),
  }
}
