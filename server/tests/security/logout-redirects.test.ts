import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { AppContext } from '../../src/context.ts'
import { registerUri, unregisterUri } from '../../src/features/applications/register-uri.ts'
import { findSession } from '../../src/features/sessions/session.queries.ts'
import { startServer, type TestServer, useServer } from '../harness.ts'
import { countRevocations } from '../races/nodes.ts'
import { onEachDatabase, sqlite, type TestDatabase } from '../support/databases.ts'
import {
  DEFAULT_ENTRY,
  EXACT_ENTRY,
  HOSTILE_REDIRECTS,
  LIST_SETUPS,
  type ListSetup,
  REQUEST_URL,
  WILDCARD_ENTRY,
} from './hostile-redirects.ts'
import { startLiveSession, startLiveSessions } from './live-sessions.ts'
import { setSignOutUris } from './sign-out-uris.ts'

const ORIGIN = new URL(REQUEST_URL).origin
const OWN_PAGE = `${ORIGIN}/signed-out`
/** As many as PostgreSQL has connections for. */
const AT_A_TIME = 10
/** `LIST_REMOVALS=1000` for a night. */
const REMOVALS = Number(process.env.LIST_REMOVALS ?? 40)

onEachDatabase('a hostile return_to in production mode', (database) => testEachList('production', database))
// The mode decides before any query, so one database is enough.
describe('a hostile return_to in development mode', () => testEachList('development', sqlite))

function testEachList(mode: 'production' | 'development', database: TestDatabase): void {
  const server = useServer(database, { mode, publicUrl: ORIGIN })

  for (const setup of LIST_SETUPS) {
    // In development an empty list stands for "any loopback address", which has a test of its own.
    if (mode === 'development' && setup.entries.length === 0) continue
    test(`T01: with ${setup.name} none of the 162 is followed, and a live session ends all the same`, async () => {
      await setSignOutUris(server.app, setup.entries, setup.defaultEntry)
      const ids = await startLiveSessions(server.app, HOSTILE_REDIRECTS.length)
      const before = await countRevocations(server.app)

      await askForAll(server, ids, (location, value) => checkLocation(location, value, setup))

      const sessions = await server.app.db.selectFrom('session').selectAll().where('id', 'in', ids).execute()
      assert.equal(sessions.length, ids.length)
      for (const session of sessions) assert.ok(session.ended_at && session.end_reason === 'sign_out')
      const revocations = await countRevocations(server.app)
      for (const id of ids) assert.equal(revocations.get(id), 1, 'its end is told once')
      assert.equal(revocations.size, before.size + ids.length)
    })

    test(`T01: with ${setup.name} an ended and an unknown session are answered alike, and nothing happens`, async () => {
      await setSignOutUris(server.app, setup.entries, setup.defaultEntry)
      const ended = await startLiveSession(server.app)
      await askForAll(server, [ended], () => {}, ['/'])
      const unknown = server.app.ids.next('session')
      const before = await lookAround(server.app, ended)

      for (const id of [ended, unknown])
        await askForAll(server, [id], (location, value) => checkLocation(location, value, setup))

      assert.deepEqual(await lookAround(server.app, ended), before)
      assert.equal(await findSession(server.app.db, unknown), undefined)
    })

    test(`T03: with ${setup.name} what is listed is followed, as it was registered`, async () => {
      await setSignOutUris(server.app, setup.entries, setup.defaultEntry)
      const id = server.app.ids.next('session')
      const wanted = [EXACT_ENTRY, DEFAULT_ENTRY, 'https://x.preview.example.com/cb']
      const followed: string[] = []

      await askForAll(server, [id], (location) => followed.push(withoutNote(location)), wanted)

      const isListed = [EXACT_ENTRY, DEFAULT_ENTRY, WILDCARD_ENTRY].map((entry) => setup.entries.includes(entry))
      const fallback = setup.defaultEntry ?? '/signed-out'
      assert.deepEqual(
        followed,
        wanted.map((uri, index) => (isListed[index] ? uri : fallback)),
      )
    })
  }
}

/** The answer to each value in turn, for the first id, the second and so on, or always the one. */
async function askForAll(
  server: TestServer,
  ids: string[],
  check: (location: string, value: string) => void,
  values: string[] = HOSTILE_REDIRECTS.map((row) => row.value),
): Promise<void> {
  const rest = values.map((value, index) => ({ value, id: ids[index % ids.length] ?? '' }))
  while (rest.length > 0) {
    const some = rest.splice(0, AT_A_TIME)
    const answers = await Promise.all(some.map(({ id, value }) => server.logOut(id, value)))
    for (const [index, response] of answers.entries()) {
      const value = some[index]?.value ?? ''
      assert.equal(response.status, 302, JSON.stringify(value))
      assert.equal(await response.text(), '')
      check(response.headers.get('location') ?? '', value)
    }
  }
}

/** Loopback addresses by definition, and in the form that a parser would print (RFC 8252 7.3, RFC 6761 6.3). */
const LOOPBACK = [
  'http://localhost:3000/bye?x=1#y',
  'http://127.0.0.1:8080/bye',
  'http://127.9.8.7/',
  'http://localhost',
  'http://[::1]:3000/bye',
  'https://localhost/',
  'http://app.localhost:3000/',
]

/** What only looks like one, or is one in a spelling that would have to be corrected first. */
const LOOKALIKES = [
  'http://localhost.evil.example/',
  'http://127.0.0.1.evil.example/',
  'http://evil.example/localhost',
  'http://localhost@evil.example/',
  'http://localhost:3000@evil.example/',
  'http://evillocalhost/',
  'http://localhost.:3000/',
  'http://LOCALHOST:3000/',
  'http://localhost:80/',
  'http://localhost?',
  'http://127.1/',
  'http://0.0.0.0:3000/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::]:3000/',
  'http://10.0.0.1/',
  'http://169.254.169.254/',
  'http://lvh.me:3000/',
  'ftp://localhost/',
  'ws://localhost:3000/',
  'myapp://localhost/bye',
  '//localhost:3000/bye',
  'http://localhost:3000/a b',
  'http://localhost:3000\\@evil.example/',
]

describe('return_to in development mode, with nothing registered', () => {
  const server = useServer(sqlite, { mode: 'development', publicUrl: ORIGIN })

  test('T01: of the 162 only the one real loopback address is followed', async () => {
    const ids = await startLiveSessions(server.app, HOSTILE_REDIRECTS.length)
    const followed: string[] = []

    await askForAll(server, ids, (location, value) => {
      if (withoutNote(location) === '/signed-out') return
      assert.equal(location, value)
      followed.push(location)
    })

    assert.deepEqual(followed, ['http://[::1]/'])
    const revocations = await countRevocations(server.app)
    for (const id of ids) assert.equal(revocations.get(id), 1)
  })

  test('T01: any loopback address is followed and what looks like one is not; once a URI is registered, neither', async () => {
    const id = server.app.ids.next('session')
    const followed: string[] = []
    const note = (location: string) => followed.push(withoutNote(location))

    await askForAll(server, [id], note, [...LOOPBACK, ...LOOKALIKES])
    await setSignOutUris(server.app, [EXACT_ENTRY])
    await askForAll(server, [id], note, LOOPBACK)
    await setSignOutUris(server.app, [])

    const dropped = [...LOOKALIKES, ...LOOPBACK].map(() => '/signed-out')
    assert.deepEqual(followed, [...LOOPBACK, ...dropped])
  })
})

onEachDatabase('a sign-out URI that is removed', (database) => {
  const servers: TestServer[] = []
  before(async () => {
    const place = await database.create()
    servers.push(await startServer({ ...database, create: async () => place }, { publicUrl: ORIGIN }))
    if (database.kind === 'sqlite') return
    const shared = { ...database, create: async () => ({ ...place, remove: async () => {} }) }
    for (let node = 2; node <= 3; node++) servers.push(await startServer(shared, { publicUrl: ORIGIN }))
  })
  // The first one removes the database.
  after(async () => {
    for (const server of servers.reverse()) await server.close()
  })

  test(`T01 H60: is followed by no node from that moment on, ${REMOVALS} times of ${REMOVALS}`, async () => {
    const [first] = servers
    assert.ok(first)
    await setSignOutUris(first.app, [DEFAULT_ENTRY], DEFAULT_ENTRY)
    const askAll = () =>
      Promise.all(servers.map((server) => server.logOut(server.app.ids.next('session'), EXACT_ENTRY)))
    const locations = (answers: Response[]) => answers.map((response) => response.headers.get('location'))

    for (let round = 0; round < REMOVALS; round++) {
      const { id } = await registerUri(first.app, 'sign_out_uri', { uri: EXACT_ENTRY, default: false })
      const listed = await askAll()
      await unregisterUri(first.app, 'sign_out_uri', id)
      const removed = await askAll()

      assert.deepEqual(
        locations(listed),
        servers.map(() => EXACT_ENTRY),
      )
      assert.deepEqual(
        locations(removed),
        servers.map(() => DEFAULT_ENTRY),
      )
    }
  })
})

/** The oracle: where a browser goes from there, and that it is where it would go without any `return_to`. */
function checkLocation(location: string, value: string, { entries, defaultEntry }: ListSetup): void {
  const goes = new URL(withoutNote(location), REQUEST_URL).href
  const isCovered = entries.includes(WILDCARD_ENTRY) && /^https:\/\/[\w-]+\.preview\.example\.com\/cb$/.test(goes)
  assert.ok(goes === OWN_PAGE || entries.includes(goes) || isCovered, `${JSON.stringify(value)} leads to ${goes}`)
  assert.equal(withoutNote(location), defaultEntry ?? '/signed-out', JSON.stringify(value))
}

/** In development mode our page is told, under seal, what was dropped. */
function withoutNote(location: string): string {
  return location.replace(/^\/signed-out\?note=[\w-]+$/, '/signed-out')
}

/** What a sign-out could have changed. */
async function lookAround(app: AppContext, sessionId: string): Promise<unknown> {
  const count = await app.db
    .selectFrom('session')
    .select((where) => where.fn.countAll().as('count'))
    .executeTakeFirst()
  return [count, await findSession(app.db, sessionId), await countRevocations(app)]
}
