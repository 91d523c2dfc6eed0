import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Answer,
  API_KEY,
  CLIENT_ID,
  decodeToken,
  readAnswer,
  type TestServer,
  useServer,
} from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { addMember, createMember, createOrganization } from '../../../tests/support/members.ts'
import { inTransaction } from '../../database/transaction.ts'
import { insertApplicationUnlessPresent } from '../applications/application.queries.ts'

const OTHER_CLIENT = 'client_other'
const NOT_ACTIVE = { active: false }

const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`

async function introspect(
  server: TestServer,
  fields: Record<string, string>,
  authorization: string | null = `Bearer ${API_KEY}`,
): Promise<Answer> {
  const response = await server.request('/oauth2/introspect', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(authorization === null ? {} : { authorization }),
    },
    body: new URLSearchParams(fields).toString(),
  })
  return await readAnswer(response)
}

onEachDatabase('POST /oauth2/introspect', (database) => {
  const server = useServer(database)
  const isActive = async (token: string) => (await introspect(server, { token })).body.active

  test('tells everything that a live access token says, and whose it is', async () => {
    const { accessToken, user } = await server.signedIn()

    const { status, headers, body } = await introspect(server, { token: accessToken, token_type_hint: 'access_token' })

    assert.equal(status, 200)
    assert.equal(headers.get('content-type'), 'application/json')
    assert.equal(headers.get('cache-control'), 'no-store')
    const { aud, auth_time, client_id, exp, iat, iss, jti, sid, sub } = decodeToken(accessToken)
    assert.deepEqual(body, {
      active: true,
      token_type: 'access_token',
      username: user.email,
      ...{ aud, auth_time, client_id, exp, iat, iss, jti, sid, sub },
    })
  })

  test('tells of a refresh token without using it up, whatever the hint says', async () => {
    const { refreshToken, accessToken, sessionId, user } = await server.signedIn()
    const { iss } = decodeToken(accessToken)

    for (const token_type_hint of ['refresh_token', 'access_token', 'saml2']) {
      const { body } = await introspect(server, { token: refreshToken, token_type_hint })
      assert.equal(body.token_type, 'refresh_token')
      assert.deepEqual(
        { ...body, auth_time: 0, iat: 0, exp: 0 },
        {
          ...{ active: true, token_type: 'refresh_token', client_id: CLIENT_ID, username: user.email },
          ...{ iss, aud: CLIENT_ID, sub: user.id, sid: sessionId, auth_time: 0, iat: 0, exp: 0 },
        },
      )
      assert.equal(body.exp - body.iat, server.app.config.session.maximumLengthSeconds)
    }
    assert.equal((await server.refresh(refreshToken)).status, 200)
  })

  test('tells the organization of both tokens, and of an access token what its user may do there', async () => {
    const { user, organizations } = await createMember(server, 'Acme')
    const { accessToken, refreshToken } = await server.signIn(user.email)

    const access = await introspect(server, { token: accessToken })
    const refresh = await introspect(server, { token: refreshToken })

    const { org_id, role, roles, permissions } = access.body
    assert.deepEqual(
      { org_id, role, roles, permissions },
      { org_id: organizations[0]?.id, role: 'member', roles: ['member'], permissions: [] },
    )
    assert.deepEqual([refresh.body.org_id, 'role' in refresh.body], [organizations[0]?.id, false])
  })

  test('T19: an organization that the session moved on from counts until its membership ends', async () => {
    const { user, membershipIds } = await createMember(server, 'Acme')
    const before = await server.signIn(user.email)
    const next = await createOrganization(server, 'Next')
    await addMember(server, user, next)
    const { body: moved } = await server.refresh(before.refreshToken, { organization_id: next.id })
    assert.deepEqual([await isActive(before.accessToken), await isActive(moved.access_token)], [true, true])

    await server.api('PUT', `/user_management/organization_memberships/${membershipIds[0]}/deactivate`)

    assert.deepEqual([await isActive(before.accessToken), await isActive(moved.access_token)], [false, true])
  })

  test('T19 T24: a sign-out ends both tokens at once, and nothing else', async () => {
    const { accessToken, refreshToken, sessionId } = await server.signedIn()
    const other = await server.signedIn()
    assert.deepEqual([await isActive(accessToken), await isActive(refreshToken)], [true, true])

    await server.logOut(sessionId)

    for (const token of [accessToken, refreshToken])
      assert.deepEqual((await introspect(server, { token })).body, NOT_ACTIVE)
    assert.equal(await isActive(other.accessToken), true)
  })

  test('T19: so do a mass revocation that nobody has recorded yet, a new password, and the end of the user', async () => {
    const revoked = await server.signedIn()
    await server.api('POST', '/user_management/sessions/revocations', { user_id: revoked.user.id })
    assert.deepEqual([await isActive(revoked.accessToken), await isActive(revoked.refreshToken)], [false, false])

    const changed = await server.signedIn()
    await server.api('PUT', `/user_management/users/${changed.user.id}`, { password: 'another horse battery' })
    assert.deepEqual([await isActive(changed.accessToken), await isActive(changed.refreshToken)], [false, false])

    const deleted = await server.signedIn()
    await server.api('DELETE', `/user_management/users/${deleted.user.id}`)
    assert.deepEqual([await isActive(deleted.accessToken), await isActive(deleted.refreshToken)], [false, false])
  })

  test('T22: a refresh token that was exchanged is good for as long as it may be presented again; asking about it later ends nothing', async () => {
    const { refreshToken } = await server.signedIn()
    const { body: successor } = await server.refresh(refreshToken)
    assert.deepEqual([await isActive(refreshToken), await isActive(successor.refresh_token)], [true, true])

    server.passSeconds(31)

    assert.equal(await isActive(refreshToken), false)
    assert.equal(await isActive(successor.refresh_token), true)
    assert.equal((await server.refresh(successor.refresh_token)).status, 200)
  })

  test('T25: an access token is over at its `exp`, a refresh token with its session', async () => {
    const { accessToken, refreshToken } = await server.signedIn()
    const { accessTokenSeconds, maximumLengthSeconds } = server.app.config.session

    // Room for the second that `iat` is rounded down to, and for the time that the test takes.
    server.passSeconds(accessTokenSeconds - 10)
    assert.equal(await isActive(accessToken), true)
    server.passSeconds(10)
    assert.equal(await isActive(accessToken), false)
    assert.equal(await isActive(refreshToken), true)
    server.passSeconds(maximumLengthSeconds)
    assert.equal(await isActive(refreshToken), false)
  })

  test('the API key comes by HTTP Basic, in the body or as a bearer token, as a form or as JSON', async () => {
    const { accessToken: token } = await server.signedIn()
    const answers = [
      await introspect(server, { token }, basic(CLIENT_ID, API_KEY)),
      await introspect(server, { token, client_id: CLIENT_ID }, basic(CLIENT_ID, API_KEY)),
      // Both halves are form-encoded.
      await introspect(server, { token }, basic('client%5Flocal', 'sk%5ftest_default')),
      await introspect(server, { token, client_id: CLIENT_ID, client_secret: API_KEY }, null),
      await introspect(server, { token, client_secret: API_KEY }, null),
      await introspect(server, { token }, `bearer ${API_KEY}`),
      await server.api('POST', '/oauth2/introspect', { token }),
    ]
    assert.deepEqual(
      answers.map(({ status, body }) => [status, body.active]),
      answers.map(() => [200, true]),
    )
  })

  test('T28: without the right key nobody learns anything', async () => {
    const { accessToken: token } = await server.signedIn()
    const refused: [Record<string, string>, string | null][] = [
      [{ token }, null],
      [{ token, client_id: CLIENT_ID }, null],
      [{ token, client_id: CLIENT_ID, client_secret: 'sk_wrong' }, null],
      [{ token, client_id: CLIENT_ID, client_secret: '' }, null],
      [{ token }, 'Bearer sk_wrong'],
      [{ token }, `Bearer ${API_KEY}, Bearer ${API_KEY}`],
      [{ token }, `Bearer ${token}`],
      [{ token }, basic(CLIENT_ID, 'sk_wrong')],
      [{ token }, basic('client_nobody', API_KEY)],
      [{ token }, basic('', API_KEY)],
      [{ token }, `Basic ${API_KEY}`],
      [{ token }, `Digest ${API_KEY}`],
    ]
    for (const [fields, authorization] of refused) {
      const { status, headers, body } = await introspect(server, fields, authorization)
      assert.equal(status, 401, JSON.stringify([fields, authorization]))
      assert.deepEqual(Object.keys(body), ['error', 'error_description'])
      assert.equal(body.error, 'invalid_client')
      assert.match(headers.get('www-authenticate') ?? '', /^Basic realm=/)
    }
  })

  test('a malformed request is refused in the shape of OAuth, and a secret that comes twice', async () => {
    const { accessToken: token } = await server.signedIn()
    const answers = [
      await introspect(server, {}),
      await introspect(server, { token: '' }),
      await introspect(server, { token, client_secret: API_KEY }),
      await introspect(server, { token, client_id: OTHER_CLIENT }, basic(CLIENT_ID, API_KEY)),
    ]
    assert.deepEqual(
      answers.map(({ status, body }) => [status, body.error]),
      answers.map(() => [400, 'invalid_request']),
    )
    const twice = await server.request('/oauth2/introspect', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: `Bearer ${API_KEY}` },
      body: `token=${token}&token=${token}`,
    })
    assert.equal(twice.status, 400)
  })

  test('T28: whoever says which application it is learns of the tokens of that application only', async () => {
    const { app } = server
    await inTransaction(app, (tx) =>
      insertApplicationUnlessPresent(tx.db, { id: OTHER_CLIENT, name: 'Other', created_at: '' }),
    )
    const { accessToken, refreshToken } = await server.signedIn()

    for (const token of [accessToken, refreshToken]) {
      assert.deepEqual((await introspect(server, { token }, basic(OTHER_CLIENT, API_KEY))).body, NOT_ACTIVE)
      assert.equal((await introspect(server, { token }, basic(CLIENT_ID, API_KEY))).body.active, true)
    }
  })
})
