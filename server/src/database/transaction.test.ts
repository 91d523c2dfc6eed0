import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { onEachDatabase, onPostgres, openPlace, type Place, type TestDatabase } from '../../tests/support/databases.ts'
import type { Database, Writer } from './database.ts'
import { together } from './together.ts'

/** Whatever was left behind has run by then. */
const A_MOMENT_MS = 30

/** A database with a table of its own, for the body of a suite. */
function useNotes(on: TestDatabase) {
  // Filled in before the first test.
  let place: Place
  let database: Database
  before(async () => {
    place = await on.create()
    database = await openPlace(place)
    await database.statement((db) => sql`create table note (text text not null)`.execute(db))
  })
  after(async () => {
    await database.close()
    await place.remove()
  })
  return {
    transaction: <T>(work: (db: Writer) => Promise<T>) => database.transaction(work),
    async read(): Promise<string[]> {
      const { rows } = await database.transaction((db) => sql<{ text: string }>`select text from note`.execute(db))
      return rows.map(({ text }) => text)
    },
  }
}

const note = (db: Writer, text: string) => sql`insert into note (text) values (${text})`.execute(db)

onEachDatabase('a transaction', (on) => {
  const notes = useNotes(on)

  test('answers what its work answers, after its commit', async () => {
    assert.equal(await notes.transaction((db) => together(note(db, 'one'), note(db, 'two')).then(() => 'done')), 'done')
    assert.deepEqual(await notes.read(), ['one', 'two'])
  })

  test('that fails leaves nothing behind, and nothing of it runs afterwards', async () => {
    const before = await notes.read()
    const writeOnAndOn = async (db: Writer) => {
      for (let count = 0; count < 5; count++) await note(db, `stray ${count}`)
    }
    const failing = notes.transaction((db) => together(writeOnAndOn(db), Promise.reject(new Error('wrong'))))
    const next = notes.transaction((db) => note(db, 'the next'))

    await assert.rejects(failing, /^Error: wrong$/)
    await next
    await setTimeout(A_MOMENT_MS)
    assert.deepEqual(await notes.read(), [...before, 'the next'])
  })

  test('tells what failed first, which may be why the others failed', async () => {
    const afterwards = async (db: Writer) => {
      await note(db, 'first')
      throw new Error('only because of it')
    }
    const failing = notes.transaction((db) => together(afterwards(db), Promise.reject(new Error('the cause'))))

    await assert.rejects(failing, /^Error: the cause$/)
  })

  test('that the database refuses leaves nothing behind', async () => {
    const before = await notes.read()
    const refused = notes.transaction(async (db) => {
      await note(db, 'before it')
      await together(note(db, 'beside it'), sql`insert into note (text) values (null)`.execute(db))
    })

    await assert.rejects(refused, /null/i)
    assert.deepEqual(await notes.read(), before)
  })
})

onPostgres('a transaction in which a failure was overlooked', (on) => {
  const notes = useNotes(on)

  test('is not said to be committed', async () => {
    const overlooked = notes.transaction(async (db) => {
      await note(db, 'lost')
      await sql`insert into note (text) values (null)`.execute(db).catch(() => {})
    })

    await assert.rejects(overlooked, /Nothing was committed/)
    assert.deepEqual(await notes.read(), [])
  })
})
