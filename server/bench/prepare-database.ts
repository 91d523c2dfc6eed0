import { sql } from 'kysely'
import { readConfig } from '../src/config.ts'
import type { AppContext } from '../src/context.ts'
import type { Database } from '../src/database/database.ts'
import { openDatabase } from '../src/database/open-database.ts'
import { prepareQuery } from '../src/database/prepared-query.ts'
import type { UserRow } from '../src/database/schema.ts'
import { createApiKey } from '../src/features/applications/api-keys.ts'
import { listApplications } from '../src/features/applications/application.queries.ts'
import { registerUri } from '../src/features/applications/register-uri.ts'
import { addUser } from '../src/features/users/create-user.ts'
import { openContext } from '../src/open-context.ts'
import { cookieName } from '../src/pages/cookies.ts'
import { createLogger } from '../src/platform/logger.ts'
import { hashSecret, randomSecret } from '../src/platform/secrets.ts'
import { browserSessionId, fillSessions, sessionId, userId } from './fill-sessions.ts'
import type { Fixture } from './scenarios.ts'

const USERS = 1_000
const PASSWORD = 'correct horse battery staple'
const RETURN_TO = 'https://app.bench.example/signed-out'
const USERS_PER_STATEMENT = 500

/**
 * Fills an empty database as `gatehouse serve` will find it: an API key, users, and sessions of the last weeks, of which
 * so many can be signed out.
 */
export async function prepareDatabase(
  environment: Record<string, string>,
  { sessions: count, signOuts }: { sessions: number; signOuts: number },
): Promise<Fixture> {
  const { config, secret } = readConfig('production', environment)
  if (secret === undefined) throw new Error('The environment of the measured server has a secret.')
  const database = await openDatabase({ url: config.databaseUrl, folder: config.dataFolder })
  try {
    const app = await openContext({ config, secret, database, log: createLogger(() => {}) })
    const { value: apiKey } = await createApiKey(app, 'bench')
    const [application] = await listApplications(app.db)
    const clientId = application?.id ?? ''
    await registerUri(app, 'sign_out_uri', { uri: RETURN_TO, default: true })
    const emails = await insertUsers(app)
    await fillSessions(database, { count, users: USERS, clientId, now: app.clock.now() })
    const sessions = await giveCookies(app, count, signOuts)
    await settle(database)
    return { apiKey, clientId, password: PASSWORD, emails, sessions, returnTo: RETURN_TO }
  } finally {
    await database.close()
  }
}

/** One through the front door, the others copied from it: hashing each password would take longer than the measurement. */
async function insertUsers(app: AppContext): Promise<string[]> {
  const first = await addUser(app, { email: 'first@bench.example', password: PASSWORD, email_verified: true })
  const template = { ...first, metadata: JSON.stringify(first.metadata) }
  const users = Array.from({ length: USERS }, (_, index): UserRow => {
    const email = `user${index}@bench.example`
    return { ...template, id: userId(index), email, email_key: email }
  })
  await app.database.transaction(async (db) => {
    for (const rows of batches(users, USERS_PER_STATEMENT)) await db.insertInto('user').values(rows).execute()
  })
  return users.map((user) => user.email)
}

/** To sessions all over the table, in random order: who signs out one after another touches pages everywhere. */
async function giveCookies(app: AppContext, count: number, signOuts: number): Promise<Fixture['sessions']> {
  const name = cookieName(app.config, 'session')
  const indexes = shuffled(Array.from({ length: count }, (_, index) => index)).slice(0, signOuts)
  const given = indexes.map((index) => ({ index, cookie: randomSecret() }))
  await app.database.transaction(async (db) => {
    for (const { index, cookie } of given)
      await giveCookie(db, { id: browserSessionId(index), cookieHash: hashSecret(cookie) })
  })
  return given.map(({ index, cookie }) => ({ id: sessionId(index), cookie: `${name}=${cookie}` }))
}

const giveCookie = prepareQuery((db, { id, cookieHash }: { id: string; cookieHash: string }) =>
  db.updateTable('browser_session').set({ cookie_hash: cookieHash }).where('id', '=', id),
)

/** What autovacuum would do within minutes of such a load; SQLite has no such thing. */
async function settle(database: Database): Promise<void> {
  if (database.kind === 'sqlite') return
  await database.transaction((db) => sql`analyze`.execute(db))
}

function* batches<T>(rows: T[], size: number): Generator<T[]> {
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size)
}

function shuffled<T>(items: T[]): T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item)
}
