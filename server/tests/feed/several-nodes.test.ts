import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { startBackgroundJobs } from '../../src/background.ts'
import { recordExpiredSessions } from '../../src/features/sessions/record-expired-sessions.ts'
import { startServer, type TestServer } from '../harness.ts'
import { onPostgres, type Place } from '../support/databases.ts'
import { type FeedReader, followFeed, pollFeed } from '../support/feed-reader.ts'

/** What is promised when a notification is lost, and what a busy machine adds. */
const REPAIRED_WITHIN_MS = 1_000
const BUSY_MS = 1_500

onPostgres('the revocation feed of several nodes', (database) => {
  let place: Place
  let one: TestServer
  let two: TestServer
  let jobs: { stop(): Promise<void> }[]
  let admin: pg.Client

  before(async () => {
    place = await database.create()
    one = await startServer({ ...database, create: async () => place })
    two = await startServer({ ...database, create: async () => ({ ...place, remove: async () => {} }) })
    jobs = [one, two].map(({ app }) => startBackgroundJobs(app))
    admin = new pg.Client(place.url)
    await admin.connect()
    for (let listeners = 0; listeners < 2; await sleep(20)) listeners = (await listening()).length
  })
  after(async () => {
    await Promise.all(jobs.map((job) => job.stop()))
    await admin.end()
    await two.close()
    await one.close()
  })

  /** The connections that listen: one of each node. */
  const listening = async (): Promise<number[]> => {
    const { rows } = await admin.query(
      "select pid from pg_stat_activity where datname = current_database() and query in ('listen gatehouse_revocation', 'notify gatehouse_revocation', 'select 1')",
    )
    return rows.map(({ pid }) => pid)
  }
  const stopListening = async () => {
    for (const pid of await listening()) await admin.query('select pg_terminate_backend($1)', [pid])
    return () => {}
  }

  test('a logout on one node is heard by the consumers of the other at once', async (t) => {
    await using feed = await followFeed(two.request)
    await feed.heartbeat()
    const delays: number[] = []

    for (let count = 0; count < 10; count++) {
      const { sessionId } = await one.signedIn()
      await one.logOut(sessionId)
      const answered = performance.now()
      delays.push((await feed.heardOf(sessionId)).at - answered)
    }

    delays.sort((a, b) => a - b)
    t.diagnostic(`answered → heard on the other node, milliseconds: ${delays.map((ms) => ms.toFixed(1)).join(' ')}`)
    // Without the notification the poll alone would need a quarter of a second on the average.
    assert.ok((delays[2] ?? 0) < 100, `${delays}`)
  })

  for (const [words, lose] of [
    ['the connections that listen are ended', stopListening],
    ['none is sent', async () => silence(one)],
  ] as const) {
    test(`a lost notification is repaired within a second: ${words}`, async (t) => {
      await using feed = await followFeed(two.request)
      await feed.heartbeat()
      const { sessionId } = await one.signedIn()
      const restore = await lose()
      t.after(restore)

      await one.logOut(sessionId)
      const answered = performance.now()
      const { at } = await feed.heardOf(sessionId)

      assert.ok(at - answered < REPAIRED_WITHIN_MS + BUSY_MS, `${at - answered} ms`)
    })
  }

  test('nodes listen again after their connections were ended', async () => {
    const before = new Set(await listening())
    await stopListening()
    for (let tries = 0; new Set(await listening()).difference(before).size < 2; tries++) {
      assert.ok(tries < 300, 'nobody listens')
      await sleep(20)
    }
  })

  test('an older transaction that commits last is announced in its turn, and no consumer runs past it', async () => {
    await using feed = await followFeed(two.request)
    const { id: start } = await feed.heartbeat()
    const old = await one.signedIn()
    const late = await one.signedIn()
    const slow = await openTransaction(place, old.sessionId)

    await one.logOut(late.sessionId)
    const early = await feed.heardOf(late.sessionId)
    // Whoever polls hears of it at once too, and again and again until it has its place.
    const polled = [await pollFeed(two.request), await pollFeed(two.request, 'wait_seconds=30')]
    const cursorOfSequence = await newestPosition(admin)
    // A consumer that comes now, or goes on, hears of it as well, but is not told that it has everything up to there.
    await using newcomer = await followFeed(one.request, { after: start })
    await newcomer.heardOf(late.sessionId)
    await newcomer.heartbeat()
    const positionBefore = newcomer.position()
    await newcomer.close()
    await slow.commit()
    await using resumed = await followFeed(one.request, { after: positionBefore })

    assert.equal(early.event, 'early')
    for (const page of polled) assert.ok(page.early.some((entry) => entry.session_id === late.sessionId))
    for (const page of polled) assert.ok(!page.data.some((entry) => entry.session_id === late.sessionId))
    assert.equal(early.id, undefined)
    for (const reader of [feed, resumed]) {
      const both = [await reader.placeOf(old.sessionId), await reader.placeOf(late.sessionId)]
      assert.deepEqual(ordered(reader, both), both)
    }
    // The control: whoever goes on from the greatest number of the sequence never sees the older one.
    assert.ok(slow.position < cursorOfSequence)
  })

  test('a transaction that ends a session and is rolled back is announced by nobody', async () => {
    await using feed = await followFeed(two.request)
    await feed.heartbeat()
    const { sessionId } = await one.signedIn()
    const slow = await openTransaction(place, sessionId)
    const marker = await one.signedIn()
    await one.logOut(marker.sessionId)
    await feed.heardOf(marker.sessionId)

    await slow.rollBack()
    await feed.placeOf(marker.sessionId)

    assert.ok(!feed.events.some(({ data }) => data.session_id === sessionId))
  })

  test('a session that expires is told of once, although every node looks for such', async () => {
    const { sessionId } = await one.signedIn()
    for (const node of [one, two]) node.passSeconds(31 * 24 * 60 * 60)
    await using feed = await followFeed(two.request)
    await feed.heartbeat()

    await Promise.all([one, two, one, two].map(({ app }) => recordExpiredSessions(app)))
    await feed.placeOf(sessionId)
    const marker = await one.signedIn()
    await one.logOut(marker.sessionId)
    await feed.placeOf(marker.sessionId)

    const told = feed.events.filter(({ event, data }) => event === 'revocation' && data.session_id === sessionId)
    assert.deepEqual(
      told.map(({ data }) => data.reason),
      ['expired'],
    )
  })
})

/** Answers how to undo it. */
function silence({ app }: TestServer): () => void {
  const { signals } = app.database
  assert.ok(signals)
  const { send } = signals
  signals.send = () => {}
  return () => {
    signals.send = send
  }
}

async function newestPosition(admin: pg.Client): Promise<number> {
  const { rows } = await admin.query('select max(position) as newest from event')
  return Number(rows[0].newest)
}

const ordered = (reader: FeedReader, events: object[]) => reader.events.filter((event) => events.includes(event))

/** Another node in the middle of ending a session: everything is written, nothing committed. */
async function openTransaction(place: Place, sessionId: string) {
  const client = new pg.Client(place.url)
  await client.connect()
  await client.query('begin')
  const { rows } = await client.query(
    `insert into event (id, event, data, context, created_at)
     select 'event_0' || substr(id, 10), 'session.revoked', json_build_object('id', id, 'ended_at', created_at)::text,
            '{"reason":"sign_out"}', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
     from session where id = $1 returning position`,
    [sessionId],
  )
  const finish = (how: string) => async () => {
    await client.query(how)
    await client.end()
  }
  return { position: Number(rows[0].position), commit: finish('commit'), rollBack: finish('rollback') }
}
