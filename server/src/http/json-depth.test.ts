import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { authenticate, useServer } from '../../tests/harness.ts'
import { sqlite } from '../../tests/support/databases.ts'
import { jsonDepth } from './json-depth.ts'

describe('the depth of a body', () => {
  const server = useServer(sqlite)
  const nested = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth))

  test('is that of the value, whatever stands in its texts', () => {
    const depthOf = (value: unknown): number =>
      typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        assert.equal(jsonDepth(JSON.stringify(value)), depthOf(value))
      }),
    )
    assert.equal(jsonDepth(String.raw`{"a\"[[[": "\\", "b": [{}]}`), 3)
  })

  test('T54: has a limit, refused in the shape of the endpoint, and far more than any request needs', async () => {
    const create = (metadata: unknown) => server.api('POST', '/organizations', { name: 'Deep', metadata })

    const refused = await create(nested(40))
    assert.deepEqual([refused.status, refused.body.errors[0].code], [422, 'json_too_deep'])
    const shallow = await create(nested(20))
    assert.deepEqual([shallow.status, shallow.body.errors[0].field], [422, 'metadata'])

    const grant = await authenticate(server, { grant_type: 'password', client_secret: nested(40) })
    assert.deepEqual([grant.status, grant.body.error], [400, 'invalid_request'])
    assert.match(grant.body.error_description, /deep/)
    assert.equal((await server.api('GET', '/organizations?search=Deep')).body.data.length, 0)
  })
})
