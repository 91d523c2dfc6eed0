import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  API_KEY,
  authenticate,
  CLIENT_ID,
  decodeToken,
  PASSWORD,
  startServer,
  type TestServer,
  useServer,
} from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { AUTHORIZE, exchange, signInWhole, signsInSilently } from '../../../tests/support/whole-sign-in.ts'
import { recordExpiredSessions, recordInactiveSessions } from './record-expired-sessions.ts'
import { recordRevokedSessions } from './revoke-sessions.ts'

const revoke = (server: TestServer, filter: object) =>
  server.api('POST', '/user_management/sessions/revocations', filter)

onEachDatabase('whatever ends a session', (database) => {
  const server = useServer(database)

  test('who ended it is told: the API key by its name, a rule as the system', async () => {
    const [byKey, byLink] = [await server.signedIn(), await server.signedIn()]
    await server.api('POST', '/user_management/sessions/revoke', { session_id: byKey.sessionId })
    await server.logOut(byLink.sessionId)

    const detail = async (id: string) => (await server.api('GET', `/user_management/sessions/${id}`)).body
    assert.deepEqual((await detail(byKey.sessionId)).ended_by, {
      id: 'api_key_development',
      source: 'api',
      name: 'Development',
    })
    assert.deepEqual((await detail(byLink.sessionId)).ended_by, { id: null, source: 'system', name: 'sign-out link' })
    assert.equal((await detail((await server.signedIn()).sessionId)).ended_by, null)
  })

  test('a sign-in that was under way when the password changed does not get through', async () => {
    const { email, id } = await server.createUser()
    const { passwords } = server.app
    const original = passwords.verify
    passwords.verify = async (stored, given) => {
      const verdict = await original(stored, given)
      passwords.verify = original
      await server.api('PUT', `/user_management/users/${id}`, { password: 'a brand new password' })
      return verdict
    }

    const { body } = await authenticate(server, {
      grant_type: 'password',
      client_secret: API_KEY,
      email,
      password: PASSWORD,
    })

    assert.equal(body.code, 'invalid_credentials')
    assert.deepEqual((await server.api('GET', `/user_management/users/${id}/sessions`)).body.data, [])
  })

  test('sessions that expire hours later, or on a node that is minutes behind, are recorded too', async () => {
    await using own = await startServer(database, { session: { maximumLengthSeconds: 1000 } })
    const reasonOf = async ({ sessionId }: { sessionId: string }) =>
      (await own.api('GET', `/user_management/sessions/${sessionId}`)).body.end_reason
    const first = await own.signedIn()
    own.passSeconds(8000)
    await recordExpiredSessions(own.app)
    assert.equal(await reasonOf(first), 'expired')

    own.passSeconds(-1200)
    const behind = await own.signedIn()
    own.passSeconds(1200)
    const later = await own.signedIn()
    await recordExpiredSessions(own.app)
    assert.deepEqual([await reasonOf(behind), await reasonOf(later)], ['expired', null])

    own.passSeconds(8000)
    await recordExpiredSessions(own.app)
    assert.equal(await reasonOf(later), 'expired')
  })

  test('a session that was refreshed is not recorded as inactive', async () => {
    await using own = await startServer(database, { session: { inactivityTimeoutSeconds: 600 } })
    const [idle, busy] = [await own.signedIn(), await own.signedIn()]
    own.passSeconds(500)
    assert.equal((await own.refresh(busy.refreshToken)).status, 200)
    own.passSeconds(200)

    await recordInactiveSessions(own.app)

    const detail = async (id: string) => (await own.api('GET', `/user_management/sessions/${id}`)).body
    assert.equal((await detail(idle.sessionId)).end_reason, 'inactive')
    assert.equal((await detail(busy.sessionId)).status, 'active')
  })

  test('an idle session does not end the hosted sign-in of a browser where another one is in use', async () => {
    await using own = await startServer(database, { session: { inactivityTimeoutSeconds: 600 } })
    const idle = await signInWhole(own)
    const { body: busy } = await exchange(own, idle.unspentCode)
    own.passSeconds(500)
    const { body: refreshed } = await own.refresh(busy.refresh_token)
    own.passSeconds(200)

    await recordInactiveSessions(own.app)

    const { body } = await own.api('GET', `/user_management/sessions/${idle.sessionId}`)
    assert.equal(body.end_reason, 'inactive')
    assert.equal(await signsInSilently(idle.browser), true)
    assert.equal((await own.refresh(refreshed.refresh_token)).status, 200)
    own.passSeconds(601)
    await recordInactiveSessions(own.app)
    assert.equal(await signsInSilently(idle.browser), false, 'it has the same limit')
  })

  test('the maximum length of a session does not end a hosted sign-in that somebody has renewed', async () => {
    await using own = await startServer(database, { session: { maximumLengthSeconds: 1000 } })
    const whole = await signInWhole(own)
    own.passSeconds(900)
    const { html } = await whole.browser.open(`${AUTHORIZE}&prompt=login`)
    await whole.browser.submit(html, { email: whole.user.email, password: PASSWORD })
    own.passSeconds(200)

    await recordExpiredSessions(own.app)

    const { body } = await own.api('GET', `/user_management/sessions/${whole.sessionId}`)
    assert.equal(body.end_reason, 'expired')
    assert.equal(await signsInSilently(whole.browser), true)
    own.passSeconds(801)
    assert.equal(await signsInSilently(whole.browser), false, '1001 seconds after it was renewed')
  })

  test('with a limit the oldest session gives way, also when many sign in at once', async () => {
    await using own = await startServer(database, { session: { maximumPerUser: 2 } })
    const { email, id } = await own.createUser()
    const first = await own.signIn(email)
    await own.signIn(email)
    await own.newEvents()
    const third = await own.signIn(email)

    assert.deepEqual((await own.newEvents()).sort(), [
      'authentication.password_succeeded',
      'session.created',
      'session.revoked',
    ])
    assert.equal((await own.refresh(first.refreshToken)).body.error, 'invalid_grant')
    assert.equal((await own.refresh(third.refreshToken)).status, 200)
    assert.equal(
      (await own.api('GET', `/user_management/sessions/${first.sessionId}`)).body.end_reason,
      'session_limit',
    )
    await Promise.all(Array.from({ length: 8 }, () => own.signIn(email)))
    assert.equal((await own.api('GET', `/user_management/users/${id}/sessions`)).body.data.length, 2)
  })
})

onEachDatabase('revoking by filter', (database) => {
  const server = useServer(database)
  const signIn = async (more: object) => {
    const user = await server.createUser()
    const { body } = await authenticate(server, {
      grant_type: 'password',
      client_secret: API_KEY,
      email: user.email,
      password: PASSWORD,
      ...more,
    })
    return {
      userId: user.id,
      sessionId: decodeToken(body.access_token).sid,
      refreshToken: body.refresh_token as string,
    }
  }
  const isAlive = async ({ refreshToken }: { refreshToken: string }) =>
    (await server.refresh(refreshToken)).status === 200

  test('T19: sets the mark for verifiers again once its commit is seen, so that no token issued until then is left out', async () => {
    const { user } = await server.signedIn()
    const { body } = await revoke(server, { user_id: user.id })
    server.passSeconds(5)

    await Promise.all([recordRevokedSessions(server.app), recordRevokedSessions(server.app)])
    await recordRevokedSessions(server.app)

    const rows = await server.app.db
      .selectFrom('event')
      .select('data')
      .where('event', '=', 'gatehouse.sessions_revoked')
      .orderBy('position')
      .execute()
    const marks = rows.map((row) => JSON.parse(row.data)).filter((mark) => mark.revocation_id === body.id)
    assert.equal(marks.length, 2, 'with the revocation, and once again')
    assert.ok(Date.parse(marks[1].not_before) - Date.parse(marks[0].not_before) >= 5_000)
  })

  test('takes effect at once; the records and events follow, once each, also after a crash', async () => {
    const user = await server.createUser()
    const sessions = [await server.signIn(user.email), await server.signIn(user.email), await server.signIn(user.email)]
    await server.newEvents()

    const { status, body } = await revoke(server, { user_id: user.id })

    assert.equal(status, 201)
    assert.equal(body.object, 'session_revocation')
    for (const session of sessions) assert.equal(await isAlive(session), false)
    assert.deepEqual((await server.api('GET', `/user_management/users/${user.id}/sessions`)).body.data, [])
    assert.deepEqual(await server.newEvents(), [], 'nothing has been recorded yet')
    await Promise.all([recordRevokedSessions(server.app), recordRevokedSessions(server.app)])
    assert.deepEqual(await server.newEvents(), ['session.revoked', 'session.revoked', 'session.revoked'])
    assert.equal((await server.api('GET', `/user_management/sessions/revocations/${body.id}`)).body.completed_at, null)
    server.passSeconds(61)
    await recordRevokedSessions(server.app)
    assert.ok((await server.api('GET', `/user_management/sessions/revocations/${body.id}`)).body.completed_at)
    assert.deepEqual(await server.newEvents(), [])
    const again = await server.signIn(user.email)
    assert.equal(await isAlive(again), true, 'who signs in afterwards is signed in')
  })

  test('everywhere else: all but one session of a user, and that one stays signed in on its browser', async () => {
    const whole = await signInWhole(server)
    const other = await server.signIn(whole.user.email)

    await revoke(server, { user_id: whole.user.id, except_session_id: whole.sessionId })

    assert.equal(await isAlive(other), false)
    assert.equal(await isAlive(whole), true)
    assert.equal(await signsInSilently(whole.browser), true)
  })

  const filters: [string, object, object, object][] = [
    ['an IPv4 range', { ip_address: '203.0.113.77' }, { ip_address: '203.0.114.1' }, { ip_range: '203.0.113.0/24' }],
    ['an IPv6 range', { ip_address: '2001:db8:1::5' }, { ip_address: '2001:db9::5' }, { ip_range: '2001:db8::/32' }],
    [
      'one address in its IPv6 form',
      { ip_address: '::ffff:198.51.100.9' },
      { ip_address: '198.51.100.8' },
      { ip_range: '198.51.100.9' },
    ],
    [
      'a part of the user agent, in any case',
      { user_agent: 'EvilBot/1.0 (50%_off)' },
      { user_agent: 'EvilBot/1.0 (50x off)' },
      { user_agent: 'evilbot/1.0 (50%_OFF' },
    ],
  ]
  for (const [what, covered, spared, filter] of filters) {
    test(`by ${what}`, async () => {
      const [gone, left] = [await signIn(covered), await signIn(spared)]

      const preview = await revoke(server, { ...filter, dry_run: true })
      assert.equal(preview.status, 200)
      assert.equal(preview.body.count, 1)
      assert.equal(preview.body.examples[0].id, gone.sessionId)
      assert.equal(await isAlive(gone), true, 'a dry run ends nothing')
      const current = await server.refresh(gone.refreshToken)
      await revoke(server, filter)

      assert.equal((await server.refresh(current.body.refresh_token)).body.error, 'invalid_grant')
      assert.equal(await isAlive(left), true)
    })
  }

  test('by the time they began', async () => {
    await using own = await startServer(database)
    const old = await own.signedIn()
    own.passSeconds(10)
    const between = own.app.clock.now().toISOString()
    own.passSeconds(10)
    const young = await own.signedIn()

    await revoke(own, { created_before: between })

    assert.equal((await own.refresh(old.refreshToken)).status, 400)
    assert.equal((await own.refresh(young.refreshToken)).status, 200)
  })

  test('a time that is still to come covers nobody who signs in after the revocation', async () => {
    const before = await server.signedIn()
    const inAnHour = new Date(server.app.clock.now().getTime() + 3_600_000).toISOString()

    await revoke(server, { user_id: before.user.id, created_before: inAnHour })

    assert.equal(await isAlive(before), false)
    server.passSeconds(1)
    const after = await server.signIn(before.user.email)
    assert.equal((await server.refresh(after.refreshToken)).status, 200)
    await recordRevokedSessions(server.app)
    assert.equal(await isAlive(after), true)
  })

  test('the session that is to stay must be one, and of the user who is named; else nobody is revoked', async () => {
    const [one, other] = [await server.signedIn(), await server.signedIn()]
    for (const dry_run of [true, false]) {
      for (const except_session_id of [other.sessionId, 'session_01E4ZCR3C56J083X43JQXF3JK5']) {
        const { status, body } = await revoke(server, { user_id: one.user.id, except_session_id, dry_run })
        assert.deepEqual([status, body.errors[0].field], [422, 'except_session_id'])
      }
    }
    assert.deepEqual([await isAlive(one), await isAlive(other)], [true, true])
  })

  for (const body of [
    {},
    { except_session_id: 'session_1' },
    { user_agent: 'Nobody/1', ip_rnage: '203.0.113.0/24' },
    { created_before: '2099-01-01T00:00:00Z', dryRun: true },
    { ip_range: '203.0.113.0/33' },
    { ip_range: 'everywhere' },
    { auth_method: 'magic' },
    { created_before: 'now' },
    { user_agent: '' },
  ]) {
    test(`${JSON.stringify(body)} is refused and revokes nobody`, async () => {
      const bystander = await server.signedIn()
      const { status, body: answer } = await revoke(server, body)
      assert.equal(status, 422)
      assert.ok(answer.errors[0].message)
      assert.equal(await isAlive(bystander), true)
    })
  }

  test('sessions are listed by the same filters, ended ones too, in the official shape and more', async () => {
    const one = await signIn({ ip_address: '192.0.2.200', user_agent: 'Lister/1' })
    await server.logOut(one.sessionId)
    const { body } = await server.api('GET', '/user_management/sessions?ip_range=192.0.2.128/25&user_agent=lister')

    assert.deepEqual(
      body.data.map((session: { id: string }) => session.id),
      [one.sessionId],
    )
    const [session] = body.data
    assert.equal(session.status, 'revoked')
    assert.equal(session.client_id, CLIENT_ID)
    assert.equal((await server.api('GET', '/user_management/sessions/session_none')).status, 404)
  })
})
