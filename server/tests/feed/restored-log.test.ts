import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { startServer } from '../harness.ts'
import { onPostgres, type Place, type TestDatabase } from '../support/databases.ts'
import { pollFeed } from '../support/feed-reader.ts'

/** So far may a cluster be ahead of the one that its dump is restored into. */
const AHEAD = 3_000_000_000

onPostgres('a log that was restored into a younger cluster', (database) => {
  test('goes on after its last event, as often as that happens, and keeps nothing back', async () => {
    const place = await database.create()
    const again: TestDatabase = { ...database, create: async () => ({ ...place, remove: async () => {} }) }
    const ended: string[] = []
    const endOne = async (server: Awaited<ReturnType<typeof startServer>>) => {
      const { sessionId } = await server.signedIn()
      await server.logOut(sessionId)
      ended.push(sessionId)
      await server.newEvents()
    }
    let position = ''
    for (let restores = 0; restores < 3; restores++) {
      await using server = await startServer(again)
      await endOne(server)
      const before = ended.slice(0, -1)

      const all = await pollFeed(server.request)
      const { body } = await server.api('GET', '/events?events=session.revoked&limit=100')
      const news = await pollFeed(server.request, `after=${position}`)

      assert.deepEqual(
        all.data.map(({ session_id }) => session_id),
        ended,
      )
      assert.deepEqual(
        body.data.map(({ data }: { data: { id: string } }) => data.id),
        ended,
      )
      // A consumer that had everything goes on where it was: positions stay what they are.
      if (before.length === 0) assert.equal(news.data.length, 1)
      ;({ position } = news)
      await moveAhead(place)
      position = position.replace(/^\d+/, (id) => String(Number(id) + AHEAD))
    }
    await place.remove()
  })

  test('without that its events would stay hidden', async () => {
    await using server = await startServer(database)
    const { sessionId } = await server.signedIn()
    await server.logOut(sessionId)
    await server.newEvents()

    const visible = async () => (await server.api('GET', '/events?limit=100')).body.data.length
    const before = await visible()
    await server.app.database.transaction((db) =>
      db
        .updateTable('event')
        .set((row) => ({ transaction_id: row('transaction_id', '+', AHEAD) }))
        .execute(),
    )

    assert.ok(before > 0)
    assert.equal(await visible(), 0)
  })
})

/** What a restore looks like from here: the ids in the log are greater than any that this cluster will give for long. */
async function moveAhead(place: Place): Promise<void> {
  const client = new pg.Client(place.url)
  await client.connect()
  await client.query('update event set transaction_id = transaction_id + $1', [AHEAD])
  await client.end()
}
