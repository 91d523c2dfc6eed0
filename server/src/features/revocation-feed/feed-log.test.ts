import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer, type TestServer, useServer } from '../../../tests/harness.ts'
import { createUser, startSessions } from '../../../tests/races/nodes.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { inTransaction } from '../../database/transaction.ts'
import { endSession } from '../sessions/end-session.ts'
import { BY_RULE } from '../sessions/ending.ts'
import type { FeedEntry } from './feed-entry.ts'
import { createFeedLog, type FeedLog } from './feed-log.ts'
import { windowMs } from './feed-window.ts'
import { isSamePlace, type Place } from './place.ts'

onEachDatabase('what a node keeps of the feed', (database) => {
  const server = useServer(database)

  test('more than memory holds comes from the database, in the same order and once', async () => {
    const ids = await endMany(server, 250)
    const small = logOf(server, 20)
    const large = logOf(server, 10_000)
    for (const log of [small, large]) await log.read()

    const [fromBoth, fromMemory] = [await readAll(small), await readAll(large)]

    assert.deepEqual(idsOf(fromMemory).slice(-250), ids)
    assert.deepEqual(idsOf(fromBoth), idsOf(fromMemory))
    assert.ok(small.size() <= 22 && large.size() >= 250)
    assert.equal(small.after(small.floor(), 10), undefined)
  })

  test('what cannot matter any more is given back, and nobody has to read past it', async () => {
    const [small, large] = [logOf(server, 20), logOf(server, 10_000)]
    await endMany(server, 100)
    for (const log of [small, large]) await log.read()
    server.passSeconds(windowMs(server.app.config.session) / 1000 + 121)
    const [recent] = await endMany(server, 1)

    for (const log of [small, large]) {
      await log.read()
      await log.prune()

      assert.deepEqual(idsOf(await readAll(log)), [recent])
      assert.ok(log.size() <= 1)
      assert.ok(log.after(log.floor(), 10), 'the database is asked for what is in memory')
    }
  })

  test('when the log turns out to be another one, all that matters is told anew', async () => {
    await using own = await startServer(database)
    const [before] = await endMany(own, 1)
    const log = logOf(own, 1_000)
    await log.read()
    const era = log.era()

    // As if a backup had been put in place: what came last is gone, and something else has its place.
    const { position } = log.head()
    const id = own.app.ids.next('event')
    await own.app.database.transaction((db) =>
      db.updateTable('event').set({ id }).where('position', '=', position).execute(),
    )
    await log.read()

    assert.equal(log.era(), era + 1)
    assert.deepEqual(idsOf(await readAll(log)), [before])
  })
})

function logOf({ app }: TestServer, mostInMemory: number): FeedLog {
  const { db, clock, config } = app
  return createFeedLog({ db, clock, session: config.session, mostInMemory, onEntry: () => {} })
}

/** Answers their ids in the order in which they ended. */
async function endMany(server: TestServer, count: number): Promise<string[]> {
  const user = await createUser(server)
  const ids = (await startSessions(server.app, user.id, count)).map(({ sessionId }) => sessionId)
  await inTransaction(server.app, async (tx) => {
    for (const id of ids) await endSession(tx, id, { reason: 'sign_out', actor: BY_RULE })
  })
  // So that each has its place.
  await server.newEvents()
  return ids
}

async function readAll(log: FeedLog): Promise<FeedEntry[]> {
  const all: FeedEntry[] = []
  for (let place: Place = log.floor(); !isSamePlace(place, log.head()); ) {
    const { entries, next } = log.after(place, 7) ?? (await log.readAfter(place, 7))
    all.push(...entries)
    place = next
  }
  return all
}

function idsOf(entries: FeedEntry[]): (string | undefined)[] {
  return entries.map(({ data }) => (data.kind === 'session' ? data.session_id : undefined))
}
