import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answer, startServer, type TestServer, useServer } from '../../../tests/harness.ts'
import { onEachDatabase, onPostgres } from '../../../tests/support/databases.ts'
import { watchCanary } from './watch-canary.ts'

const FEED = '/user_management/sessions/revocations'
const acknowledge = (server: TestServer, name: string, position?: string) =>
  server.api('POST', `${FEED}/acknowledgements`, {
    verifier_id: `verifier-${name}`,
    name,
    ...(position === undefined ? {} : { position }),
    staleness_ms: 0,
    live_revocations: 0,
    look_ups: 0,
    refusals: 0,
  })

/** On PostgreSQL an entry has a position once every older transaction of the server has ended, other tests' included. */
async function newsAfter(server: TestServer, position: string): Promise<Answer> {
  for (;;) {
    const news = await server.api('GET', `${FEED}?after=${position}&wait_seconds=20`)
    if (news.body.data.length > 0) return news
  }
}

/** How many have been refused everywhere; on a busy machine maybe late. */
const refusals = ({ app }: TestServer) => {
  const counts = app.metrics.canaries.counts()
  return (counts.get('refused') ?? 0) + (counts.get('late') ?? 0)
}

onEachDatabase('the canary session', (database) => {
  const server = useServer(database)
  const results = () => Object.fromEntries(server.app.metrics.canaries.counts())
  const nextMinute = () => server.passSeconds(60)

  test('is signed out and refused; one a minute', async () => {
    await watchCanary(server.app)
    await watchCanary(server.app)
    assert.equal(refusals(server), 1)
    nextMinute()
    await watchCanary(server.app)

    assert.equal(refusals(server), 2)
    assert.deepEqual([results().held, results().never_live], [0, 0])
    assert.equal(server.app.metrics.canaryDurations.buckets().at(-1)?.count, 2)
    server.logLines.length = 0
  })

  test('is in no list, event or count, while it is there and afterwards; verifiers are told of it', async () => {
    const { sessionId } = await server.signedIn()
    const sessionsBefore = await server.api('GET', '/user_management/sessions?limit=100')
    const feedBefore = await server.api('GET', FEED)
    await acknowledge(server, 'slow', feedBefore.body.position)
    nextMinute()
    await acknowledge(server, 'slow', feedBefore.body.position)

    const watching = watchCanary(server.app, 40_000)
    // It is there, ended, and waits for the verifier.
    const told = await newsAfter(server, feedBefore.body.position)
    const during = await server.api('GET', '/user_management/sessions?limit=100')
    const counted = await server.api('POST', `${FEED}`, {
      created_before: new Date(Date.now() + 1e9).toISOString(),
      dry_run: true,
    })
    await acknowledge(server, 'slow', told.body.position)
    await watching

    assert.deepEqual(during.body.data, sessionsBefore.body.data)
    assert.ok(during.body.data.some(({ id }: { id: string }) => id === sessionId))
    assert.equal(counted.body.count, during.body.data.length)
    assert.deepEqual(
      (await server.api('GET', '/user_management/sessions?limit=100')).body.data,
      sessionsBefore.body.data,
    )
    assert.equal((await server.api('GET', '/user_management/users/user_canary')).status, 404)
    assert.deepEqual(
      told.body.data.map((entry: { kind: string; reason: string }) => [entry.kind, entry.reason]),
      [['session', 'sign_out']],
    )
    // Now it would be shown, if it were.
    const events = await server.api('GET', '/events?order=desc&limit=100')
    assert.ok(events.body.data.length > 0)
    assert.doesNotMatch(JSON.stringify(events.body), /canary/)
    server.logLines.length = 0
  })

  test('a verifier that does not refuse it is named in the log; one that does is waited for', async () => {
    nextMinute()
    const { position } = (await server.api('GET', FEED)).body
    await acknowledge(server, 'stuck', position)
    const before = results().held ?? 0

    await watchCanary(server.app, 100)

    assert.equal(results().held, before + 1)
    const [line = '', ...more] = server.logLines.splice(0)
    assert.match(line, /not refused everywhere in time.*"result":"held".*stuck/)
    assert.deepEqual(more, [])

    nextMinute()
    const start = (await server.api('GET', FEED)).body.position
    // The other one has not been heard of since, so nobody waits for it.
    await acknowledge(server, 'quick', start)
    const held = results().held
    const watching = watchCanary(server.app, 40_000)
    const news = await newsAfter(server, start)
    await acknowledge(server, 'quick', news.body.position)
    await watching

    assert.equal(results().held, held)
    assert.deepEqual(
      server.logLines.splice(0).filter((text) => !text.includes('"result":"late"')),
      [],
    )
  })

  test('of old canaries nothing stays but two days of the log', async () => {
    const count = async (table: 'session' | 'event') => {
      const column = table === 'session' ? 'application_id' : 'event'
      const value = table === 'session' ? 'client_canary' : 'gatehouse.canary_ended'
      const rows = await server.app.db.selectFrom(table).selectAll().execute()
      return rows.filter((row) => (row as Record<string, unknown>)[column] === value).length
    }
    assert.equal(await count('session'), 0)
    assert.ok((await count('event')) >= 2)
    server.passSeconds(3 * 24 * 60 * 60)

    await watchCanary(server.app)

    assert.deepEqual([await count('session'), await count('event')], [0, 1])
  })
})

onPostgres('the canary session of several nodes', (database) => {
  test('is watched by one of them', async () => {
    const place = await database.create()
    await using one = await startServer({ ...database, create: async () => place })
    await using two = await startServer({ ...database, create: async () => ({ ...place, remove: async () => {} }) })

    await Promise.all([one, two, one, two].map(({ app }) => watchCanary(app)))

    assert.equal(refusals(one) + refusals(two), 1)
  })
})
