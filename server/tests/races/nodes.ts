import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { setImmediate as nextTurn, setTimeout } from 'node:timers/promises'
import type { KyselyPlugin } from 'kysely'
import type { AppContext } from '../../src/context.ts'
import { inTransaction } from '../../src/database/transaction.ts'
import { makeRefreshToken } from '../../src/features/sessions/refresh-token.ts'
import { startSession } from '../../src/features/sessions/start-session.ts'
import { findUser, insertUser, type User } from '../../src/features/users/user.queries.ts'
import { CLIENT_ID, type ServerOptions, startServer, type TestServer } from '../harness.ts'
import type { TestDatabase } from '../support/databases.ts'

/** How many times as many races as usual: `RACE_ROUNDS=20` for a night. */
const FACTOR = Number(process.env.RACE_ROUNDS ?? 1)
/** On PostgreSQL more would only wait for the 2 × 10 connections, on a busy machine for too long. */
const RACES_AT_A_TIME = { sqlite: 24, postgres: 8 }
const SESSIONS_PER_TRANSACTION = 50

export function rounds(usual: number): number {
  return Math.ceil(usual * FACTOR)
}

/** More than the runner gives by itself: races are many, and the machine may be busy. */
export const patience = { timeout: 180_000 * Math.max(1, FACTOR) }

/** Two servers on one PostgreSQL database, each with a pool of its own. SQLite has one node, which is then both. */
export interface Nodes {
  one: TestServer
  two: TestServer
  any(): TestServer
  /** One race for each of the given, several of them under way at any time; none is left behind when one fails. */
  runRaces<T>(given: Iterable<T>, race: (one: T) => Promise<void>): Promise<void>
  /** Starts all in an order and with gaps that nobody knows. */
  atOnce(actors: (() => Promise<void>)[]): Promise<void>
}

/** On SQLite, where a whole transaction is one turn of the event loop, a call takes about two. */
const LONGEST_GAP_TURNS = 3

/** For the body of a suite. Between the statements of every transaction lies a pause of random length. */
export function useNodes(on: TestDatabase, options: ServerOptions = {}): Nodes {
  // The servers are filled in before the first test; nothing may look at them earlier.
  // How long an actor takes on this machine at this moment: with gaps of that length they meet in every way.
  let usualMs = 5
  const nodes = {
    any: () => pick([nodes.one, nodes.two]),
    async runRaces(given, race) {
      const waiting = given[Symbol.iterator]()
      const runner = async () => {
        for (let next = waiting.next(); !next.done; next = waiting.next()) await race(next.value)
      }
      const runners = Array.from({ length: RACES_AT_A_TIME[on.kind] }, runner)
      await Promise.allSettled(runners)
      await Promise.all(runners)
    },
    async atOnce(actors) {
      const start = async (actor: () => Promise<void>) => {
        if (on.kind === 'sqlite') await pause(LONGEST_GAP_TURNS)
        else await setTimeout(Math.random() * usualMs)
        const started = performance.now()
        await actor()
        usualMs = 0.95 * usualMs + 0.05 * (performance.now() - started)
      }
      await Promise.all(actors.map(start))
    },
  } as Nodes
  before(async () => {
    const place = await on.create()
    nodes.one = await startServer({ ...on, create: async () => place }, options)
    nodes.two = nodes.one
    if (on.kind === 'sqlite') return
    nodes.two = await startServer({ ...on, create: async () => ({ ...place, remove: async () => {} }) }, options)
    for (const node of [nodes.one, nodes.two]) pauseBetweenStatements(node.app)
  })
  after(async () => {
    if (nodes.two !== nodes.one) await nodes.two.close()
    await nodes.one.close()
  })
  return nodes
}

/** On SQLite there is nothing to gain: a transaction has the only connection to itself. */
function pauseBetweenStatements({ database }: AppContext): void {
  const { transaction } = database
  database.transaction = (work) => transaction((writer) => work(writer.withPlugin(pauses)))
}

const pauses: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  async transformResult({ result }) {
    await pause(4)
    return result
  },
}

/** From none to `most` turns of the event loop. */
export async function pause(most: number): Promise<void> {
  for (let turns = Math.floor(Math.random() * (most + 1)); turns > 0; turns--) await nextTurn()
}

export async function createUser(node: TestServer): Promise<User> {
  const { id } = await node.createUser()
  const user = await findUser(node.app.db, id)
  assert.ok(user)
  return user
}

/** Another user with the same password, without the cost of hashing it. */
export async function addUserLike(app: AppContext, user: User): Promise<User> {
  const id = app.ids.next('user')
  const email = `${id.toLowerCase()}@example.com`
  const added = await inTransaction(app, (tx) => insertUser(tx.db, { ...user, id, email, email_key: email }))
  assert.ok(added)
  return added
}

export interface Started {
  sessionId: string
  refreshToken: string
}

/** Sessions of a user, without the cost of a password each. */
export async function startSessions(app: AppContext, userId: string, count: number): Promise<Started[]> {
  const started: Started[] = []
  const given = {
    userId,
    applicationId: CLIENT_ID,
    browserSessionId: null,
    organizationId: null,
    authMethod: 'password' as const,
  }
  for (let left = count; left > 0; left -= SESSIONS_PER_TRANSACTION) {
    await inTransaction(app, async (tx) => {
      for (let index = 0; index < Math.min(left, SESSIONS_PER_TRANSACTION); index++) {
        const authenticatedAt = tx.clock.now().toISOString()
        const session = await startSession(tx, { ...given, authenticatedAt, ipAddress: null, userAgent: null })
        started.push({ sessionId: session.id, refreshToken: tokenOf(app, session.id, 0) })
      }
    })
  }
  return started
}

export function tokenOf(app: AppContext, sessionId: string, count: number): string {
  return makeRefreshToken(app.keys.tokenKey, { sessionId, count })
}

/** The number that a refresh token carries: how many rotations came before it. */
export function countOf(refreshToken: string): number {
  return Number.parseInt(refreshToken.split('.')[1] ?? '', 36)
}

/** How often the log tells that each session was revoked. */
export async function countRevocations(app: AppContext): Promise<Map<string, number>> {
  return await countEventsOfSessions(app, 'session.revoked')
}

/** Of the log itself, where also those stand that `GET /events` keeps to itself. */
export async function countEventsOfSessions(
  app: AppContext,
  name: 'session.revoked' | 'gatehouse.session_expired',
): Promise<Map<string, number>> {
  const events = await app.db.selectFrom('event').select('data').where('event', '=', name).execute()
  const counts = new Map<string, number>()
  for (const event of events) {
    const { id } = JSON.parse(event.data)
    counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return counts
}

export function pick<T>(choices: T[]): T {
  // The list is never empty.
  return choices[Math.floor(Math.random() * choices.length)] as T
}
