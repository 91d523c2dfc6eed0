import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLocalJWKSet, decodeJwt, type JWTVerifyResult, jwtVerify } from 'jose'
import { CLIENT_ID, startServer, type TestServer, useServer } from '../../../tests/harness.ts'
import { tokenOf } from '../../../tests/races/nodes.ts'
import { readSession, startLiveSession, startLiveSessions } from '../../../tests/security/live-sessions.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { type LogoutReceiver, startLogoutReceiver } from '../../../tests/support/logout-receiver.ts'
import { inTransaction } from '../../database/transaction.ts'
import { endSession } from '../sessions/end-session.ts'
import { BY_RULE } from '../sessions/ending.ts'
import { recordExpiredSessions, recordInactiveSessions } from '../sessions/record-expired-sessions.ts'
import { recordRevokedSessions } from '../sessions/revoke-sessions.ts'
import { createLogoutDeliveries } from './deliver-backchannel-logouts.ts'
import { removeOldBackchannelLogouts } from './remove-old-backchannel-logouts.ts'

const PATH = '/user_management/backchannel_logout_uris'
const EVENT = 'http://schemas.openid.net/event/backchannel-logout'

/** A receiver that is registered for as long as the test lasts. */
async function createReceiver(server: TestServer): Promise<LogoutReceiver & { id: string }> {
  const receiver = await startLogoutReceiver()
  const { status, body } = await server.api('POST', PATH, { uri: receiver.uri })
  assert.equal(status, 201, JSON.stringify(body))
  return Object.assign(receiver, {
    id: body.id as string,
    async [Symbol.asyncDispose]() {
      await server.api('DELETE', `${PATH}/${body.id}`)
      await receiver.stop()
    },
  })
}

/** A session of a new user, without the cost of a password. */
async function signedIn({ app }: TestServer) {
  const sessionId = await startLiveSession(app)
  const { user_id: userId } = await readSession(app, sessionId)
  return { sessionId, userId, refreshToken: tokenOf(app, sessionId, 0) }
}

/** What the background job does, until nothing is under way. */
const deliver = async ({ app }: TestServer) => {
  const deliveries = createLogoutDeliveries(app)
  await deliveries.begin()
  await deliveries.settled()
}

const deliveriesOf = async (server: TestServer, sessionId: string) => {
  const { status, body } = await server.api('GET', `/user_management/sessions/${sessionId}/backchannel_deliveries`)
  assert.equal(status, 200)
  return body.data
}

const verify = async (server: TestServer, token: string): Promise<JWTVerifyResult> => {
  const jwks = await (await server.request(`/sso/jwks/${CLIENT_ID}`)).json()
  return await jwtVerify(token, createLocalJWKSet(jwks), {
    issuer: server.origin,
    audience: CLIENT_ID,
    typ: 'logout+jwt',
    currentDate: server.app.clock.now(),
  })
}

const sidsOf = (receiver: LogoutReceiver) => receiver.received.map(({ token }) => decodeJwt(token).sid)

onEachDatabase('back-channel logout', (database) => {
  const server = useServer(database)

  test('T18: the receiver gets a logout token as the specification has it, and that it was taken is shown', async () => {
    await using receiver = await createReceiver(server)
    const { sessionId, userId } = await signedIn(server)
    await server.logOut(sessionId)
    const [owed] = await deliveriesOf(server, sessionId)

    await deliver(server)

    assert.equal(owed.status, 'pending')
    assert.equal(owed.delivered_at, null)
    const [received] = receiver.received
    assert.equal(receiver.received.length, 1)
    assert.equal(received?.contentType, 'application/x-www-form-urlencoded')
    const { payload, protectedHeader } = await verify(server, received?.token ?? '')
    assert.equal(protectedHeader.alg, 'RS256')
    const { iat = 0, exp = 0, jti, ...claims } = payload
    assert.deepEqual(claims, {
      iss: server.origin,
      aud: CLIENT_ID,
      sub: userId,
      sid: sessionId,
      events: { [EVENT]: {} },
    })
    assert.ok(exp - iat <= 120 && exp > iat)
    assert.ok(jti)
    const [told] = await deliveriesOf(server, sessionId)
    assert.equal(told.status, 'delivered')
    assert.equal(told.uri, receiver.uri)
    assert.equal(told.client_id, CLIENT_ID)
    assert.equal(told.attempts, 1)
    assert.ok(told.delivered_at)
    await deliver(server)
    assert.equal(receiver.received.length, 1, 'once')
  })

  test('T18: a logout token opens nothing here', async () => {
    await using receiver = await createReceiver(server)
    await server.logOut((await signedIn(server)).sessionId)
    await deliver(server)
    const token = receiver.received[0]?.token ?? ''

    const refreshed = await server.refresh(token)
    const asKey = await server.request('/user_management/users', { headers: { authorization: `Bearer ${token}` } })

    assert.equal(refreshed.status, 400)
    assert.equal(asKey.status, 401)
  })

  const ways: [string, (server: TestServer, at: Awaited<ReturnType<typeof signedIn>>) => unknown][] = [
    ['a sign-out', (server, { sessionId }) => server.logOut(sessionId)],
    [
      'a revocation',
      (server, { sessionId }) => server.api('POST', '/user_management/sessions/revoke', { session_id: sessionId }),
    ],
    [
      'a mass revocation, once it is written down',
      async (server, { userId }) => {
        await server.api('POST', '/user_management/sessions/revocations', { user_id: userId })
        await recordRevokedSessions(server.app)
      },
    ],
    [
      'a new password',
      (server, { userId }) =>
        server.api('PUT', `/user_management/users/${userId}`, { password: 'a brand new password' }),
    ],
    ['a deletion', (server, { userId }) => server.api('DELETE', `/user_management/users/${userId}`)],
    ['a suspension', (server, { userId }) => server.api('POST', `/user_management/users/${userId}/suspend`, {})],
    [
      'a stolen refresh token',
      async (server, { refreshToken }) => {
        await server.refresh(refreshToken)
        server.passSeconds(31)
        await server.refresh(refreshToken)
      },
    ],
    [
      'inactivity',
      async (server) => {
        server.passSeconds(7200)
        await recordInactiveSessions(server.app)
      },
    ],
    [
      'its maximum length',
      async (server) => {
        server.passSeconds(10_000)
        await recordExpiredSessions(server.app)
      },
    ],
  ]
  test('T19: whatever ends a session, its application is told once', async () => {
    const session = { maximumLengthSeconds: 9000, inactivityTimeoutSeconds: 3600 }
    await using server = await startServer(database, { session })
    await using receiver = await createReceiver(server)

    for (const [index, [what, end]] of ways.entries()) {
      const session = await signedIn(server)
      await end(server, session)
      await deliver(server)
      assert.equal(receiver.received.length, index + 1, what)
      assert.equal(sidsOf(receiver).at(-1), session.sessionId, what)
    }
  })

  test('the debt is part of the ending: what is rolled back owes nothing, and nobody is owed who is not registered', async () => {
    const early = await signedIn(server)
    await server.logOut(early.sessionId)
    await using receiver = await createReceiver(server)
    const { sessionId } = await signedIn(server)

    await assert.rejects(
      inTransaction(server.app, async (tx) => {
        await endSession(tx, sessionId, { reason: 'sign_out', actor: BY_RULE })
        throw new Error('and then it failed')
      }),
      /and then it failed/,
    )

    assert.deepEqual(await deliveriesOf(server, sessionId), [])
    assert.deepEqual(await deliveriesOf(server, early.sessionId), [])
    await deliver(server)
    assert.equal(receiver.connections, 0)
  })

  test('any number of workers deliver once each', async () => {
    await using receiver = await createReceiver(server)
    const ids = await startLiveSessions(server.app, 25)
    for (const id of ids) await server.logOut(id)

    await Promise.all(Array.from({ length: 4 }, () => deliver(server)))

    assert.deepEqual(sidsOf(receiver).toSorted(), ids.toSorted())
  })

  test('a receiver that refuses is told again, later each time, with a fresh token and jti; then it is given up', async () => {
    await using receiver = await createReceiver(server)
    receiver.answerWith(503)
    const { sessionId } = await signedIn(server)
    await server.logOut(sessionId)
    const pauses: number[] = []

    for (let attempt = 1; ; attempt++) {
      await deliver(server)
      assert.equal(receiver.received.length, attempt)
      await deliver(server)
      assert.equal(receiver.received.length, attempt, 'not before its time')
      const [{ status, last_error, next_attempt_at }] = await deliveriesOf(server, sessionId)
      assert.equal(last_error, 'http_503')
      if (status === 'failed') break
      assert.equal(status, 'pending')
      const pause = (Date.parse(next_attempt_at) - server.app.clock.now().getTime()) / 1000
      pauses.push(pause)
      server.passSeconds(Math.ceil(pause))
    }

    assert.ok(pauses.length >= 5)
    assert.ok(pauses.every((pause, index) => pause > 0 && pause >= (pauses[index - 1] ?? 0) - 1))
    const tokens = await Promise.all(receiver.received.map(({ token }) => decodeJwt(token)))
    assert.equal(new Set(tokens.map(({ jti }) => jti)).size, tokens.length)
    assert.ok(new Set(tokens.map(({ iat }) => iat)).size > 3)
    server.passSeconds(100_000)
    await deliver(server)
    assert.equal(receiver.received.length, tokens.length, 'given up')
    assert.match(server.logLines.join(''), /it is given up/)
    assert.doesNotMatch(server.logLines.join(''), /eyJ/, 'no token is logged')
  })

  test('a receiver that comes back is told then', async () => {
    await using receiver = await createReceiver(server)
    receiver.answerWith(400)
    const { sessionId } = await signedIn(server)
    await server.logOut(sessionId)
    await deliver(server)

    receiver.answerWith(204)
    server.passSeconds(2)
    await deliver(server)

    await verify(server, receiver.received[1]?.token ?? '')
    const [{ status, attempts, last_error }] = await deliveriesOf(server, sessionId)
    assert.deepEqual({ status, attempts, last_error }, { status: 'delivered', attempts: 2, last_error: null })
  })

  test('one that never answers makes nobody wait: not the sign-out, not the other receivers', async () => {
    await using stuck = await createReceiver(server)
    await using healthy = await createReceiver(server)
    stuck.answerWith('never')
    const deliveries = createLogoutDeliveries(server.app)
    const first = await signedIn(server)
    await server.logOut(first.sessionId)
    await deliveries.begin()
    await stuck.receives(1)

    for (let index = 0; index < 12; index++) {
      const { sessionId } = await signedIn(server)
      assert.equal((await server.logOut(sessionId)).status, 302)
      await deliveries.begin()
      await healthy.receives(index + 2)
    }

    assert.equal(stuck.received.length, 1, 'one lane, and it is stuck')
    await deliveries.close()
    const [one] = await deliveriesOf(server, first.sessionId)
    assert.equal(one.status, 'pending', 'what was broken off is still owed')
  })

  test('what a worker had under way when it died is delivered by the next one, after the lease and not before', async () => {
    await using receiver = await createReceiver(server)
    receiver.answerWith('never')
    const { sessionId } = await signedIn(server)
    await server.logOut(sessionId)
    const dying = createLogoutDeliveries(server.app)
    await dying.begin()
    await receiver.receives(1)
    await dying.close()
    receiver.answerWith(200)

    server.passSeconds(18)
    await deliver(server)
    assert.equal(receiver.received.length, 1, 'somebody may still be at it')
    server.passSeconds(3)
    await Promise.all([deliver(server), deliver(server)])

    assert.equal(receiver.received.length, 2)
    const [first, second] = receiver.received.map(({ token }) => decodeJwt(token).jti)
    assert.notEqual(first, second)
    assert.equal((await deliveriesOf(server, sessionId))[0].status, 'delivered')
  })

  test('T51: a redirect is not followed', async () => {
    await using inside = await startLogoutReceiver()
    await using receiver = await createReceiver(server)
    receiver.answerWith(307, { location: inside.uri })
    const { sessionId } = await signedIn(server)
    await server.logOut(sessionId)

    await deliver(server)

    assert.equal(inside.connections, 0)
    assert.equal((await deliveriesOf(server, sessionId))[0].last_error, 'http_307')
  })

  test('T51: an address of the inside is not connected to, by number or by name, unless the operator named it', async () => {
    await using closed = await startServer(database, { receiverNetworks: ['10.0.0.0/8'] })
    await using receiver = await createReceiver(closed)
    await closed.api('POST', PATH, { uri: receiver.uri.replace('127.0.0.1', 'localhost') })
    const { sessionId } = await signedIn(closed)
    await closed.logOut(sessionId)

    await deliver(closed)

    assert.equal(receiver.connections, 0)
    const errors = (await deliveriesOf(closed, sessionId)).map(({ last_error }: { last_error: string }) => last_error)
    assert.deepEqual(errors, ['address_not_allowed', 'address_not_allowed'])
    Object.assign(closed.app.config, { receiverNetworks: ['127.0.0.0/8', '::1'] })
    closed.passSeconds(2)
    await deliver(closed)
    assert.equal(receiver.received.length, 2)
  })

  test('one that nobody listens at is told later', async () => {
    await using gone = await createReceiver(server)
    await gone.stop()
    const { sessionId } = await signedIn(server)
    await server.logOut(sessionId)

    await deliver(server)

    const [{ status, last_error }] = await deliveriesOf(server, sessionId)
    assert.deepEqual({ status, last_error }, { status: 'pending', last_error: 'ECONNREFUSED' })
  })

  test('a receiver taken off the list is owed nothing more', async () => {
    await using receiver = await createReceiver(server)
    const { sessionId } = await signedIn(server)
    await server.logOut(sessionId)

    assert.equal((await server.api('DELETE', `${PATH}/${receiver.id}`)).status, 204)
    await deliver(server)

    assert.equal(receiver.connections, 0)
    const [{ status, last_error }] = await deliveriesOf(server, sessionId)
    assert.deepEqual({ status, last_error }, { status: 'failed', last_error: 'receiver_removed' })
  })

  test('who was told is forgotten after a month, who is still owed is not', async () => {
    await using _receiver = await createReceiver(server)
    const [told, owed] = [await signedIn(server), await signedIn(server)]
    await server.logOut(told.sessionId)
    await deliver(server)
    await server.logOut(owed.sessionId)

    server.passSeconds(29 * 24 * 3600)
    await removeOldBackchannelLogouts(server.app)
    assert.equal((await deliveriesOf(server, told.sessionId)).length, 1)
    server.passSeconds(2 * 24 * 3600)
    await removeOldBackchannelLogouts(server.app)

    assert.deepEqual(await deliveriesOf(server, told.sessionId), [])
    assert.equal((await deliveriesOf(server, owed.sessionId)).length, 1)
  })

  test('the deliveries of a session that there never was are not found', async () => {
    const none = server.app.ids.next('session')

    const { status } = await server.api('GET', `/user_management/sessions/${none}/backchannel_deliveries`)

    assert.equal(status, 404)
  })
})
