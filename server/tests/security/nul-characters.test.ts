import assert from 'node:assert/strict'
import { test } from 'node:test'
import { API_KEY, authenticate, useServer } from '../harness.ts'
import { onEachDatabase } from '../support/databases.ts'
import { unexpectedLogLines } from '../support/unexpected-log-lines.ts'

/** PostgreSQL cannot hold a NUL and SQLite can: whoever sends one must hear the same from both, and never a 500. */
const QUERIES: [path: string, status: number][] = [
  ['/user_management/sessions/logout?session_id=%00', 302],
  ['/user_management/sessions/logout?session_id=session_01HZZZZZZZZZZZZZZZZZZZZZZ%00', 302],
  ['/user_management/sessions/logout?session_id=x&return_to=%00', 302],
  ['/user_management/authorize?client_id=%00', 422],
  ['/user_management/authorize?client_id=client_local&response_type=code&provider=authkit&redirect_uri=%00', 400],
  [
    '/user_management/authorize?client_id=client_local&response_type=code&provider=authkit&redirect_uri=http://localhost:3000/cb&state=%00',
    422,
  ],
  ['/sso/jwks/%00', 422],
  ['/sign-in?request=%00', 400],
  ['/user_management/users?email=%00', 422],
  ['/user_management/users/%00', 422],
]

onEachDatabase('a NUL character', (database) => {
  const server = useServer(database)

  for (const [path, status] of QUERIES) {
    test(`T58: in ${path} is answered with ${status}`, async () => {
      const response = await server.request(path, { headers: { authorization: `Bearer ${API_KEY}` } })

      assert.equal(response.status, status)
      assert.deepEqual(unexpectedLogLines(server), [])
    })
  }

  test('T58: in a body is refused, and nothing is stored', async () => {
    const user = await server.api('POST', '/user_management/users', { email: 'nul@example.com', first_name: 'a\0b' })
    const grant = await authenticate(server, {
      grant_type: 'password',
      client_secret: API_KEY,
      email: 'nul\0@example.com',
      password: 'correct horse battery',
    })

    assert.equal(user.status, 422)
    assert.match(user.body.message, /NUL/)
    assert.equal(grant.status, 422)
    const { body } = await server.api('GET', '/user_management/users')
    assert.deepEqual(body.data, [])
    assert.deepEqual(await server.newEvents(), [])
    assert.deepEqual(unexpectedLogLines(server), [])
  })
})
