import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import { useServer } from '../../tests/harness.ts'
import { onEachDatabase } from '../../tests/support/databases.ts'

const TOTAL = 23

onEachDatabase('lists', (database) => {
  const server = useServer(database)
  let newestFirst: string[] = []

  before(async () => {
    for (let index = 0; index < TOTAL; index++) await server.createUser({ password: undefined })
    const { body } = await server.api('GET', '/user_management/users?limit=100')
    newestFirst = body.data.map((user: { id: string }) => user.id)
    assert.equal(newestFirst.length, TOTAL)
  })

  const page = async (query: string) => {
    const { status, body } = await server.api('GET', `/user_management/users?${query}`)
    assert.equal(status, 200, JSON.stringify(body))
    return {
      ids: body.data.map((user: { id: string }) => user.id) as string[],
      metadata: body.list_metadata as { before: string | null; after: string | null },
    }
  }

  test('following `after` sees every object once, newest first or oldest first, for any page size, and ends', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), fc.constantFrom('asc', 'desc'), async (limit, order) => {
        const seen: string[] = []
        for (let after = ''; ; ) {
          const { ids, metadata } = await page(`limit=${limit}&order=${order}${after && `&after=${after}`}`)
          seen.push(...ids)
          if (metadata.after === null) break
          assert.equal(metadata.after, ids.at(-1))
          after = metadata.after
        }
        assert.deepEqual(seen, order === 'desc' ? newestFirst : newestFirst.toReversed())
      }),
      { numRuns: 25 },
    )
  })

  test('following `before` from the end walks back over the same pages', async () => {
    const last = newestFirst.at(-1)
    const seen: string[] = []
    for (let before = last; ; ) {
      const { ids, metadata } = await page(`limit=4&before=${before}`)
      seen.unshift(...ids)
      assert.equal(metadata.after, ids.at(-1))
      if (metadata.before === null) break
      before = metadata.before
    }
    assert.deepEqual(seen, newestFirst.slice(0, -1))
  })

  test('order=normal is newest first, and its cursors are the other way round', async () => {
    const first = await page('limit=5&order=normal')
    assert.deepEqual(first.ids, newestFirst.slice(0, 5))
    assert.deepEqual(first.metadata, { before: newestFirst[4], after: null })

    const older = await page(`limit=5&order=normal&before=${first.metadata.before}`)
    assert.deepEqual(older.ids, newestFirst.slice(5, 10))

    const newer = await page(`limit=5&order=normal&after=${newestFirst[7]}`)
    assert.deepEqual(newer.ids, newestFirst.slice(2, 7))
  })

  test('a page goes on where a deleted object stood', async () => {
    const doomed = await server.createUser()
    await server.createUser()
    await server.api('DELETE', `/user_management/users/${doomed.id}`)

    const { ids } = await page(`limit=3&after=${doomed.id}`)

    assert.deepEqual(ids, newestFirst.slice(0, 3))
  })

  for (const query of [
    'limit=0',
    'limit=101',
    'limit=x',
    'order=up',
    'after=nonsense',
    "after=user_' or 1=1--",
    'before=a&after=b',
    'limit=1&limit=2',
  ]) {
    test(`T62: ${query} is refused with 422 and a message`, async () => {
      const { status, body } = await server.api('GET', `/user_management/users?${query}`)
      assert.equal(status, 422)
      assert.equal(body.code, 'invalid_request_parameters')
      assert.ok(body.errors[0].message)
    })
  }
})
