import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { PASSWORD } from '../harness.ts'
import { type ApiClient, createApiClient, requestsTo } from '../support/api-client.ts'
import { type Cable, layCable } from '../support/cable.ts'
import { onPostgres, type Place } from '../support/databases.ts'
import { type Credentials, doesAnswer, type SpawnedServer, spawnProduction } from '../support/spawn-server.ts'
import { checkFacts, goOn } from './facts.ts'
import { createJournal, type Load, work } from './journal.ts'
import { stockUp } from './stock-up.ts'

const PEOPLE = 16
const STORM_MS = 2_500
const LONGEST_LULL_MS = 250
const POLL_INTERVAL_MS = 40
const CALM_MS = 300
/** Longer than the longest wait of a query, shorter than any client's patience. */
const REFUSED_WITHIN_MS = 8_000
const RECOVERED_WITHIN_MS = 5_000

onPostgres('a server whose database goes away', (database) => {
  let place: Place
  let cable: Cable
  let server: SpawnedServer & Credentials
  let client: ApiClient

  before(async () => {
    place = await database.create()
    const url = new URL(place.url ?? '')
    cable = await layCable({ host: url.hostname, port: Number(url.port || 5432) })
    url.hostname = '127.0.0.1'
    url.port = String(cable.port)
    server = await spawnProduction({ ...place, url: url.href }, { GATEHOUSE_REQUEST_LOG: 'off' })
    client = createApiClient(requestsTo(server.origin), server)
  })
  after(async () => {
    await server[Symbol.asyncDispose]()
    await cable.remove()
    await place.remove()
  })

  const createUser = async () => {
    const fields = { email: `${crypto.randomUUID()}@example.com`, password: PASSWORD }
    return await client.api('POST', '/user_management/users', fields)
  }
  const status = async (path: string) => (await client.get(path)).status
  const recovers = async () => {
    const limit = performance.now() + RECOVERED_WITHIN_MS
    while ((await status('/ready')) !== 200) {
      assert.ok(performance.now() < limit, 'it does not recover')
      await sleep(POLL_INTERVAL_MS)
    }
    for (let count = 0; count < 20; count++) assert.equal((await createUser()).status, 201)
  }

  for (const [words, breakIt] of [
    ['cannot be reached', () => cable.cut()],
    ['does not answer any more', async () => cable.silence()],
  ] as const) {
    test(`answers 503 while it ${words}, stays alive, says that it is not ready, and recovers by itself`, async () => {
      assert.equal((await createUser()).status, 201)
      const asked = performance.now()

      await breakIt()
      const answers = await Promise.all([
        createUser(),
        createUser(),
        client.get('/user_management/sessions/logout?session_id=x'),
      ])
      const ready = await status('/ready')
      const health = await status('/health')

      for (const answer of answers) {
        assert.equal(answer.status, 503, JSON.stringify(answer.body))
        assert.equal(answer.body.code, 'database_unavailable')
        assert.ok(answer.headers.has('retry-after'))
      }
      assert.equal(ready, 503)
      assert.equal(health, 200)
      assert.ok(performance.now() - asked < 2 * REFUSED_WITHIN_MS)

      await cable.mend()
      await recovers()
    })
  }

  test('never answers 500 nor claims what was not done while its connections are ended under load', async (t) => {
    const journal = createJournal()
    await stockUp(place, journal)
    let isOver = false
    const load: Load = { client, journal, isOver: () => isOver, hazard: 'database' }
    const working = work(load, PEOPLE)

    const ended = await Promise.race([endConnections(place), working.then(() => 0)])
    await Promise.race([sleep(CALM_MS), working])
    isOver = true
    await working

    const { acknowledged, refused } = journal
    t.diagnostic(`${ended} connections ended, ${refused} times 503, ${acknowledged} acknowledged writes: all there`)
    assert.ok(ended > 0 && refused > 0, 'nothing was interrupted')
    assert.ok(await doesAnswer(`${server.origin}/health`))
    await recovers()
    await checkFacts(place, journal)
    await goOn({ ...load, hazard: 'none' }, Number.POSITIVE_INFINITY)
    await checkFacts(place, journal)
    assert.doesNotMatch(server.stderr, /unhandled|uncaught/i)
  })
})

/** As an operator or a failover does it, over and over. Answers how many. */
async function endConnections(place: Place): Promise<number> {
  const admin = new pg.Client(place.url)
  await admin.connect()
  let ended = 0
  for (
    const limit = performance.now() + STORM_MS;
    performance.now() < limit;
    await sleep(Math.random() * LONGEST_LULL_MS)
  ) {
    const { rowCount } = await admin.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
    ended += rowCount ?? 0
  }
  await admin.end()
  return ended
}
