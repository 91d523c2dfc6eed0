import { readConfig } from '../src/config.ts'
import type { AppContext } from '../src/context.ts'
import type { Writer } from '../src/database/database.ts'
import { openDatabase } from '../src/database/open-database.ts'
import type { BrowserSessionRow, SessionRow, UserRow } from '../src/database/schema.ts'
import { createApiKey } from '../src/features/applications/api-keys.ts'
import { listApplications } from '../src/features/applications/application.queries.ts'
import { registerUri } from '../src/features/applications/register-uri.ts'
import { REMEMBERED_ROTATIONS } from '../src/features/sessions/rotation-times.ts'
import { addUser } from '../src/features/users/create-user.ts'
import { openContext } from '../src/open-context.ts'
import { cookieName } from '../src/pages/cookies.ts'
import { createIds } from '../src/platform/ids.ts'
import { createLogger } from '../src/platform/logger.ts'
import { hashSecret, randomSecret } from '../src/platform/secrets.ts'
import type { Fixture } from './scenarios.ts'

const USERS = 1_000
const PASSWORD = 'correct horse battery staple'
const RETURN_TO = 'https://app.bench.example/signed-out'
const ROWS_PER_STATEMENT = 500
const SESSION_AGE_MS = 20 * 24 * 60 * 60 * 1000

/** Fills an empty database as `gatehouse serve` will find it: an API key, users, and `count` sessions of the last weeks. */
export async function prepareDatabase(environment: Record<string, string>, count: number): Promise<Fixture> {
  const { config, secret } = readConfig('production', environment)
  if (secret === undefined) throw new Error('The environment of the measured server has a secret.')
  const database = await openDatabase({ url: config.databaseUrl, folder: config.dataFolder })
  try {
    const app = await openContext({ config, secret, database, log: createLogger(() => {}) })
    const { value: apiKey } = await createApiKey(app, 'bench')
    const [application] = await listApplications(app.db)
    const clientId = application?.id ?? ''
    await registerUri(app, 'sign_out_uri', { uri: RETURN_TO, default: true })
    const users = await insertUsers(app)
    const sessions = await insertSessions(app, { users, clientId, count })
    return {
      apiKey,
      clientId,
      password: PASSWORD,
      emails: users.map((user) => user.email),
      sessions,
      returnTo: RETURN_TO,
    }
  } finally {
    await database.close()
  }
}

/** One through the front door, the others copied from it: hashing each password would take longer than the measurement. */
async function insertUsers(app: AppContext): Promise<UserRow[]> {
  const first = await addUser(app, { email: 'user0@bench.example', password: PASSWORD, email_verified: true })
  const template = { ...first, metadata: JSON.stringify(first.metadata) }
  const others = Array.from({ length: USERS - 1 }, (_, index): UserRow => {
    const email = `user${index + 1}@bench.example`
    return { ...template, id: app.ids.next('user'), email, email_key: email }
  })
  await app.database.transaction(async (db) => {
    for (const rows of batches(others)) await db.insertInto('user').values(rows).execute()
  })
  return [template, ...others]
}

/** Answered in random order, so that who signs out one after another touches pages all over the table. */
async function insertSessions(
  app: AppContext,
  { users, clientId, count }: { users: UserRow[]; clientId: string; count: number },
): Promise<Fixture['sessions']> {
  const name = cookieName(app.config, 'session')
  const oldest = app.clock.now().getTime() - SESSION_AGE_MS
  const made = Array.from({ length: count }, (_, index) => {
    const cookie = randomSecret()
    const at = new Date(oldest + (index / count) * SESSION_AGE_MS)
    const user = users[index % users.length] as UserRow
    return {
      ...rowsOfSession({ at, userId: user.id, clientId, cookieHash: hashSecret(cookie) }),
      cookie: `${name}=${cookie}`,
    }
  })
  await app.database.transaction(async (db) => {
    for (const batch of batches(made)) await insertBatch(db, batch)
  })
  await app.database.transaction((db) => rotateAll(db, app.clock.now()))
  return shuffled(made.map(({ session, cookie }) => ({ id: session.id, cookie })))
}

function rowsOfSession(given: { at: Date; userId: string; clientId: string; cookieHash: string }) {
  const ids = createIds({ now: () => given.at })
  const time = given.at.toISOString()
  const shared = {
    user_id: given.userId,
    auth_method: 'password' as const,
    ip_address: '203.0.113.7',
    ip_key: null,
    user_agent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
    authenticated_at: time,
    expires_at: new Date(given.at.getTime() + 30 * 24 * 60 * 60 * 1000).toISOString(),
    ended_at: null,
    created_at: time,
  }
  const browserSession: BrowserSessionRow = {
    ...shared,
    id: ids.next('browser_session'),
    cookie_hash: given.cookieHash,
    last_used_at: time,
  }
  const session: SessionRow = {
    ...shared,
    id: ids.next('session'),
    application_id: given.clientId,
    browser_session_id: browserSession.id,
    organization_id: null,
    refresh_count: 0,
    refreshed_at: time,
    rotation_times: '',
    end_reason: null,
    end_actor: null,
    updated_at: time,
  }
  return { browserSession, session }
}

/** Most sessions have been refreshed many times when they end: their rows have grown since they were written. */
async function rotateAll(db: Writer, now: Date): Promise<void> {
  const times = now.toISOString().repeat(REMEMBERED_ROTATIONS)
  await db.updateTable('session').set({ rotation_times: times, refresh_count: REMEMBERED_ROTATIONS }).execute()
}

async function insertBatch(
  db: Writer,
  batch: { browserSession: BrowserSessionRow; session: SessionRow }[],
): Promise<void> {
  await db
    .insertInto('browser_session')
    .values(batch.map((row) => row.browserSession))
    .execute()
  await db
    .insertInto('session')
    .values(batch.map((row) => row.session))
    .execute()
}

function* batches<T>(rows: T[]): Generator<T[]> {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT)
    yield rows.slice(start, start + ROWS_PER_STATEMENT)
}

function shuffled<T>(items: T[]): T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item)
}
