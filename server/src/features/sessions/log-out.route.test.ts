import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'

onEachDatabase('signing out', (database) => {
  const server = useServer(database)

  test('ends the session and its refresh token, and tells of it once', async () => {
    const { sessionId, refreshToken } = await server.signedIn()
    await server.newEvents()

    const first = await server.logOut(sessionId, 'http://localhost:3000/bye')
    const second = await server.logOut(sessionId, 'http://localhost:3000/bye')

    assert.equal(first.status, 302)
    assert.equal(first.headers.get('location'), 'http://localhost:3000/bye')
    assert.equal(second.headers.get('location'), 'http://localhost:3000/bye')
    assert.deepEqual(await server.newEvents(), ['session.revoked'])
    const refreshed = await server.refresh(refreshToken)
    assert.equal(refreshed.status, 400)
    assert.deepEqual(refreshed.body, { error: 'invalid_grant', error_description: 'Session has already ended.' })
  })

  test('answers an unknown session like a live one', async () => {
    const { sessionId } = await server.signedIn()

    const live = await server.logOut(sessionId)
    const unknown = await server.logOut('session_01HZZZZZZZZZZZZZZZZZZZZZZZ')

    assert.equal(live.status, unknown.status)
    const masked = (response: Response) => [...response.headers].filter(([name]) => name !== 'x-request-id')
    assert.deepEqual(masked(live), masked(unknown))
    assert.equal(live.headers.get('location'), '/signed-out')
  })

  for (const query of [
    '',
    '?session_id=',
    '?session_id',
    '?return_to=http://localhost:3000/',
    '?session_id=a&session_id=b',
  ]) {
    test(`refuses ${query || 'no query'} with 422 and does nothing`, async () => {
      const response = await server.request(`/user_management/sessions/logout${query}`)

      assert.equal(response.status, 422)
      const body = (await response.json()) as { message: string }
      assert.match(body.message, /session_id/)
    })
  }
})
