import assert from 'node:assert/strict'
import { test } from 'node:test'
import { API_KEY, authenticate, CLIENT_ID, PASSWORD, readAnswer, useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'

onEachDatabase('authenticating', (database) => {
  const server = useServer(database)
  const password = { grant_type: 'password', client_secret: API_KEY }

  test('T34: an unknown address and a wrong password get the same answer and the same event', async () => {
    const { email } = await server.createUser()
    await server.newEvents()

    const wrong = await authenticate(server, { ...password, email, password: 'wrong password' })
    const unknown = await authenticate(server, { ...password, email: 'nobody@example.com', password: 'wrong password' })

    assert.equal(wrong.status, 400)
    assert.deepEqual(wrong.body, { message: `Invalid credentials for '${email}'.`, code: 'invalid_credentials' })
    assert.deepEqual(unknown.body, {
      message: "Invalid credentials for 'nobody@example.com'.",
      code: 'invalid_credentials',
    })
    assert.deepEqual(await server.newEvents(), ['authentication.password_failed', 'authentication.password_failed'])
  })

  test('T34: an address without an account costs the same hashing work', async () => {
    const { email } = await server.createUser()
    const verified: (string | null | undefined)[] = []
    const { passwords } = server.app
    const original = passwords.verify
    passwords.verify = (stored, given) => {
      verified.push(stored)
      return original(stored, given)
    }
    try {
      await authenticate(server, { ...password, email, password: 'wrong' })
      await authenticate(server, { ...password, email: 'nobody@example.com', password: 'wrong' })
    } finally {
      passwords.verify = original
    }
    assert.equal(verified.length, 2)
    assert.equal(typeof verified[0], 'string')
    assert.equal(verified[1], undefined, 'the decoy is verified inside, see passwords.test.ts')
  })

  test('the person’s address and browser come from the application’s server, else from the caller', async () => {
    const { email, id } = await server.createUser()

    await authenticate(server, {
      ...password,
      email,
      password: PASSWORD,
      ip_address: '203.0.113.9',
      user_agent: 'UA/1',
    })

    const { body } = await server.api('GET', `/user_management/users/${id}/sessions`)
    const [session] = body.data
    const { id: sessionId, expires_at, created_at, updated_at, ...rest } = session
    assert.match(sessionId, /^session_/)
    assert.ok(expires_at > created_at && created_at === updated_at)
    assert.deepEqual(rest, {
      object: 'session',
      user_id: id,
      ip_address: '203.0.113.9',
      user_agent: 'UA/1',
      auth_method: 'password',
      status: 'active',
      ended_at: null,
    })
  })

  test('form bodies work like JSON', async () => {
    const { email } = await server.createUser()
    const response = await server.request('/user_management/authenticate', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        client_id: CLIENT_ID,
        client_secret: API_KEY,
        grant_type: 'password',
        email,
        password: PASSWORD,
      }),
    })
    assert.equal(response.status, 200)
  })

  test('the secret may come as a bearer token instead', async () => {
    const { email } = await server.createUser()
    const response = await server.request('/user_management/authenticate', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${API_KEY}` },
      body: JSON.stringify({ client_id: CLIENT_ID, grant_type: 'password', email, password: PASSWORD }),
    })
    assert.equal(response.status, 200)
  })

  const refusals: [string, object | string, string, RegExp][] = [
    ['no grant type', {}, 'invalid_request', /grant_type must be one of password/],
    ['an unknown grant type', { grant_type: 'implicit' }, 'invalid_request', /grant_type must be one of/],
    [
      'a missing parameter',
      { ...password, email: 'a@example.com' },
      'invalid_request',
      /^Missing required parameter: password$/,
    ],
    [
      'a parameter given twice',
      'client_id=client_local&grant_type=password&email=a&email=b&password=x',
      'invalid_request',
      /email/,
    ],
    ['broken JSON', '{"grant_type":', 'invalid_request', /not valid JSON/],
    [
      'an unknown client',
      { ...password, client_id: 'client_nobody', email: 'a@example.com', password: 'x' },
      'invalid_client',
      /client_nobody/,
    ],
    [
      'a wrong secret',
      { ...password, client_secret: 'sk_wrong', email: 'a@example.com', password: 'x' },
      'invalid_client',
      /Invalid client secret/,
    ],
    [
      'a wrong secret where none is needed',
      { grant_type: 'refresh_token', refresh_token: 'x', client_secret: 'sk_wrong' },
      'invalid_client',
      /Invalid client secret/,
    ],
    [
      'no secret for a password',
      { grant_type: 'password', email: 'a@example.com', password: 'x' },
      'invalid_client',
      /client_secret/,
    ],
    [
      'a made-up code',
      { grant_type: 'authorization_code', client_secret: API_KEY, code: 'nope' },
      'invalid_grant',
      /^The code 'nope' has expired or is invalid\.$/,
    ],
    [
      'a made-up refresh token',
      { grant_type: 'refresh_token', refresh_token: 'nope' },
      'invalid_grant',
      /^Invalid refresh token\.$/,
    ],
    [
      'a false refresh token for an organization',
      { grant_type: 'refresh_token', refresh_token: 'nope', organization_id: 'org_1' },
      'invalid_grant',
      /Invalid refresh token/,
    ],
  ]
  for (const [what, body, error, description] of refusals) {
    test(`${what}: 400 in the OAuth shape, and nothing happens`, async () => {
      await server.newEvents()
      const isText = typeof body === 'string'
      const isForm = isText && !body.startsWith('{')
      const answer = isText
        ? await readAnswer(
            await server.request('/user_management/authenticate', {
              method: 'POST',
              headers: { 'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json' },
              body,
            }),
          )
        : await authenticate(server, body)

      assert.equal(answer.status, 400)
      assert.deepEqual(Object.keys(answer.body), ['error', 'error_description'])
      assert.equal(answer.body.error, error)
      assert.match(answer.body.error_description, description)
      assert.deepEqual(await server.newEvents(), [])
    })
  }

  test('T57: no password, code, token or key is logged or stored in the clear', async () => {
    const marked = 'marked-password-3f9a1c'
    const user = await server.createUser({ password: marked })
    const { refreshToken, accessToken } = await server.signIn(user.email, marked)
    await authenticate(server, { ...password, email: user.email, password: `${marked}-wrong` })
    await server.refresh(refreshToken)

    const tables = [
      'user',
      'session',
      'event',
      'browser_session',
      'authorization_code',
      'api_key',
      'signing_key',
      'environment',
    ] as const
    const rows = await Promise.all(tables.map((table) => server.app.db.selectFrom(table).selectAll().execute()))
    const everything = JSON.stringify(rows) + server.logLines.join('')
    for (const secret of [
      marked,
      refreshToken,
      accessToken,
      refreshToken.slice(-43),
      server.app.keys.tokenKey.toString('base64url'),
    ]) {
      assert.ok(!everything.includes(secret))
    }
    assert.match(JSON.stringify(rows[0]), /\$argon2id\$v=19\$/)
  })
})
