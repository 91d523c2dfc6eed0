import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeToken, startServer, useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { makeRefreshToken, readRefreshToken } from './refresh-token.ts'
import { findSession } from './session.queries.ts'

onEachDatabase('refreshing', (database) => {
  const server = useServer(database)

  test('rotates the token, keeps the session and the moment of sign-in, and records nothing', async () => {
    const signedIn = await server.signedIn()
    await server.newEvents()

    const { status, body } = await server.refresh(signedIn.refreshToken)

    assert.equal(status, 200)
    assert.notEqual(body.refresh_token, signedIn.refreshToken)
    assert.equal(body.authentication_method, 'Password')
    assert.equal(body.user.id, signedIn.user.id)
    const [before, after] = [decodeToken(signedIn.accessToken), decodeToken(body.access_token)]
    assert.equal(after.sid, before.sid)
    assert.equal(after.auth_time, before.auth_time)
    assert.notEqual(after.jti, before.jti)
    assert.equal(after.exp - after.iat, 300)
    assert.deepEqual(await server.newEvents(), [])
  })

  test('a replay within 30 seconds gets the same successor', async () => {
    const { refreshToken } = await server.signedIn()
    const first = await server.refresh(refreshToken)
    server.passSeconds(29)

    const replay = await server.refresh(refreshToken)

    assert.equal(replay.status, 200)
    assert.equal(replay.body.refresh_token, first.body.refresh_token)
  })

  test('T21: a later replay is refused, ends the session for both holders and is recorded as a theft', async () => {
    const { refreshToken, sessionId } = await server.signedIn()
    const owner = await server.refresh(refreshToken)
    await server.newEvents()
    server.passSeconds(31)

    const thief = await server.refresh(refreshToken)

    assert.equal(thief.status, 400)
    assert.deepEqual(thief.body, { error: 'invalid_grant', error_description: 'Refresh token already exchanged.' })
    assert.equal((await server.refresh(owner.body.refresh_token)).body.error, 'invalid_grant')
    assert.deepEqual(await server.newEvents(), ['session.revoked'])
    const { body } = await server.api('GET', '/events?events=session.revoked&order=desc&limit=1')
    assert.equal(body.data[0].data.id, sessionId)
    assert.equal(body.data[0].context.reason, 'refresh_token_reuse')
    assert.ok(server.logLines.some((line) => line.includes('grace period') && line.includes(sessionId)))
  })

  test('T22: a tab that is two refreshes behind gets the current token while its own is within 30 seconds of its use', async () => {
    const { refreshToken } = await server.signedIn()
    const second = await server.refresh(refreshToken)
    server.passSeconds(10)
    const third = await server.refresh(second.body.refresh_token)
    server.passSeconds(15)

    const late = await server.refresh(refreshToken)

    assert.equal(late.body.refresh_token, third.body.refresh_token)
    server.passSeconds(10)
    assert.equal((await server.refresh(refreshToken)).status, 400, '35 seconds after its use it is a theft')
  })

  test('T22: a flood of refreshes neither makes a thief of somebody in their grace period nor gives a thief more of it', async () => {
    const { refreshToken, sessionId } = await server.signedIn()
    let { body: current } = await server.refresh(refreshToken)
    const flood = async (seconds: number) => {
      for (let count = 0; count < seconds * 2; count++) {
        server.passSeconds(0.5)
        const { status, body } = await server.refresh(current.refresh_token)
        assert.equal(status, 200, JSON.stringify(body))
        current = body
      }
    }

    await flood(28)
    const honest = await server.refresh(refreshToken)
    await flood(35)

    assert.equal(honest.status, 200, '28 seconds after its use it is a replay')
    assert.ok(((await findSession(server.app.db, sessionId))?.rotation_times.length ?? 0) < 2_000)
    assert.equal((await server.refresh(refreshToken)).status, 400, '63 seconds after its use it is a theft')
    assert.equal((await server.refresh(current.refresh_token)).status, 400)
  })

  test('T22: after a sign-out there is no grace', async () => {
    const { refreshToken, sessionId } = await server.signedIn()
    await server.refresh(refreshToken)
    await server.logOut(sessionId)

    assert.equal((await server.refresh(refreshToken)).body.error_description, 'Session has already ended.')
  })

  test('no access token is dated after the end, also when a node whose clock is behind refreshed last and signed out', async () => {
    const { refreshToken, sessionId } = await server.signedIn()
    const current = await server.refresh(refreshToken)
    server.passSeconds(20)
    const latest = await server.refresh(refreshToken)
    server.passSeconds(-20)

    const last = await server.refresh(current.body.refresh_token)
    await server.logOut(sessionId)

    assert.deepEqual([latest.status, last.status], [200, 200])
    const { body } = await server.api('GET', `/user_management/sessions/${sessionId}`)
    assert.ok(decodeToken(latest.body.access_token).iat * 1000 <= Date.parse(body.ended_at))
  })

  test('T45: a token of another application is refused and does the owner no harm', async () => {
    const { refreshToken } = await server.signedIn()
    const { insertApplicationUnlessPresent } = await import('../applications/application.queries.ts')
    await server.app.database.transaction((db) =>
      insertApplicationUnlessPresent(db, { id: 'client_other', name: 'Other', created_at: new Date().toISOString() }),
    )

    const foreign = await server.refresh(refreshToken, { client_id: 'client_other' })

    assert.deepEqual(foreign.body, { error: 'invalid_grant', error_description: 'Invalid refresh token.' })
    assert.equal((await server.refresh(refreshToken)).status, 200)
  })

  test('T30: a token changed at any place is refused, and the session lives on', async () => {
    const { refreshToken } = await server.signedIn()
    const key = server.app.keys.tokenKey
    const other = (character: string) => (character === 'A' ? 'B' : 'A')

    for (let index = 0; index < refreshToken.length; index++) {
      const [start, character, end] = [
        refreshToken.slice(0, index),
        refreshToken.charAt(index),
        refreshToken.slice(index + 1),
      ]
      const swapped = character === character.toLowerCase() ? character.toUpperCase() : character.toLowerCase()
      for (const altered of [
        start + end,
        start + other(character) + end,
        start + character + character + end,
        start + swapped + end,
      ]) {
        if (altered !== refreshToken) assert.equal(readRefreshToken(key, altered), undefined, altered)
      }
    }
    assert.equal((await server.refresh(`${refreshToken}A`)).body.error, 'invalid_grant')
    assert.equal((await server.refresh(refreshToken)).status, 200)
  })

  test('a token from the future of a restored database is refused without ending the session', async () => {
    const { sessionId, refreshToken } = await server.signedIn()
    const future = makeRefreshToken(server.app.keys.tokenKey, { sessionId, count: 7 })

    assert.equal((await server.refresh(future)).body.error_description, 'Invalid refresh token.')
    assert.equal((await server.refresh(refreshToken)).status, 200)
  })

  test('a session is over at its maximum length, however often it was refreshed', async () => {
    await using own = await startServer(database, { session: { maximumLengthSeconds: 1000 } })
    const { user, refreshToken } = await own.signedIn()
    own.passSeconds(900)
    const refreshed = await own.refresh(refreshToken)
    const { iat, exp } = decodeToken(refreshed.body.access_token)
    assert.ok(exp - iat <= 100, 'a token does not outlive its session')

    own.passSeconds(101)

    assert.equal((await own.refresh(refreshed.body.refresh_token)).body.error_description, 'Session has expired.')
    assert.deepEqual((await own.api('GET', `/user_management/users/${user.id}/sessions`)).body.data, [])
  })

  test('a session is over when nobody refreshed it within the inactivity timeout, and each refresh starts it anew', async () => {
    await using own = await startServer(database, { session: { inactivityTimeoutSeconds: 600 } })
    const { user, refreshToken } = await own.signedIn()
    own.passSeconds(599)
    const refreshed = await own.refresh(refreshToken)
    assert.equal(refreshed.status, 200)
    own.passSeconds(599)
    const again = await own.refresh(refreshed.body.refresh_token)
    assert.equal(again.status, 200)

    own.passSeconds(601)

    assert.equal((await own.refresh(again.body.refresh_token)).body.error_description, 'Session has expired.')
    assert.deepEqual((await own.api('GET', `/user_management/users/${user.id}/sessions`)).body.data, [])
  })
})
