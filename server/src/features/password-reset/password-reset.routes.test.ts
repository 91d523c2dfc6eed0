import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PASSWORD, startServer, type TestServer, useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { removeOldPasswordResets } from './remove-old-password-resets.ts'

const PATH = '/user_management/password_reset'
const NEW_PASSWORD = 'a brand new password'
const GONE = 'password_reset_token_invalid'

const create = async (server: TestServer, email: string) => await server.api('POST', PATH, { email })

const confirm = async (server: TestServer, token: string, newPassword = NEW_PASSWORD) =>
  await server.api('POST', `${PATH}/confirm`, { token, new_password: newPassword })

async function createToken(server: TestServer, email: string): Promise<string> {
  const { status, body } = await create(server, email)
  assert.equal(status, 201, JSON.stringify(body))
  return body.password_reset_token
}

const whySignInFails = async (server: TestServer, email: string, password: string) => {
  const body = { grant_type: 'password', client_id: 'client_local', client_secret: 'sk_test_default', email, password }
  return (await server.api('POST', '/user_management/authenticate', body)).body.code as string | undefined
}

onEachDatabase('a password reset by API', (database) => {
  const server = useServer(database, { publicUrl: 'https://auth.example.com' })

  test('is created in the official shape, read again by its id, and mailed', async () => {
    const user = await server.createUser()
    await server.newEvents()

    const { status, body } = await create(server, user.email.toUpperCase())

    assert.equal(status, 201)
    const { password_reset_token: token, ...rest } = body
    assert.match(token, /^[\w-]{43}$/, '256 bits')
    assert.match(body.id, /^password_reset_[0-9A-Z]{26}$/)
    assert.deepEqual(rest, {
      object: 'password_reset',
      id: body.id,
      user_id: user.id,
      email: user.email,
      expires_at: body.expires_at,
      created_at: body.created_at,
      password_reset_url: `https://auth.example.com/reset-password?token=${token}`,
    })
    assert.equal(Date.parse(body.expires_at) - Date.parse(body.created_at), 60 * 60 * 1000)
    assert.deepEqual((await server.api('GET', `${PATH}/${body.id}`)).body, body)
    const [mail, ...others] = await server.newMails()
    assert.equal(mail?.to, user.email)
    assert.ok(mail?.text.includes(body.password_reset_url))
    assert.deepEqual(others, [])
    assert.deepEqual(await server.newEvents(), ['password_reset.created'])
  })

  test('sets the password once, verifies the address, tells of it and ends every session', async () => {
    const { user, refreshToken } = await server.signedIn()
    const token = await createToken(server, user.email)
    await server.newEvents()
    await server.newMails()

    const { status, body } = await confirm(server, token)

    assert.equal(status, 200)
    assert.deepEqual(Object.keys(body), ['user'])
    assert.equal(body.user.id, user.id)
    assert.equal(body.user.email_verified, true)
    assert.equal((await server.refresh(refreshToken)).body.error, 'invalid_grant')
    assert.equal(await whySignInFails(server, user.email, PASSWORD), 'invalid_credentials')
    const [mail] = await server.newMails()
    assert.equal(mail?.to, user.email)
    assert.match(mail?.text ?? '', /signed out everywhere/)
    assert.deepEqual(await server.newEvents(), [
      'user.updated',
      'password_reset.succeeded',
      'session.revoked',
      'authentication.password_failed',
    ])
    await server.signIn(user.email, NEW_PASSWORD)
  })

  test('events carry the official data, and neither token nor link', async () => {
    const user = await server.createUser()
    const { body: created } = await create(server, user.email)
    await confirm(server, created.password_reset_token)
    await server.newEvents()

    const names = 'password_reset.created,password_reset.succeeded'
    const { body } = await server.api('GET', `/events?events=${names}&order=desc&limit=2`)

    const { password_reset_token, password_reset_url, ...data } = created
    assert.deepEqual(
      body.data.map((event: { data: object }) => event.data),
      [data, data],
    )
    assert.ok(
      !JSON.stringify(body).includes(password_reset_token) && !JSON.stringify(body).includes(password_reset_url),
    )
  })

  test('T41: a token works once, also when it is used many times at once', async () => {
    const user = await server.createUser()
    const token = await createToken(server, user.email)
    await server.newEvents()

    const passwords = Array.from({ length: 6 }, (_, index) => `a brand new password ${index}`)
    const answers = await Promise.all(passwords.map((password) => confirm(server, token, password)))

    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    const refused = answers.filter(({ status }) => status === 400)
    assert.equal(refused.length, 5)
    for (const { body } of refused) {
      assert.equal(body.code, 'password_reset_error')
      assert.equal(body.errors[0].code, GONE)
    }
    assert.deepEqual(await server.newEvents(), ['user.updated', 'password_reset.succeeded'])
    const winner = passwords[answers.findIndex(({ status }) => status === 200)] ?? ''
    await server.signIn(user.email, winner)
    assert.equal((await confirm(server, token)).body.errors[0].code, GONE, 'nor later')
  })

  test('T41: it works until the hour is over, to the second', async () => {
    await using own = await startServer(database)
    const user = await own.createUser()
    const [first, second] = [await createToken(own, user.email), await create(own, user.email)]
    own.passSeconds(60 * 60 + 1)

    assert.equal((await confirm(own, first)).body.errors[0].code, GONE)
    assert.equal((await confirm(own, second.body.password_reset_token)).status, 400)
    assert.equal((await own.api('GET', `${PATH}/${second.body.id}`)).status, 404)
    await own.signIn(user.email)
    const third = await createToken(own, user.email)
    own.passSeconds(60 * 60 - 5)
    assert.equal((await confirm(own, third)).status, 200)
  })

  const changes: [string, (user: { id: string; email: string }, token: string) => Promise<unknown>][] = [
    ['the password was changed', ({ id }) => server.api('PUT', `/user_management/users/${id}`, { password: PASSWORD })],
    [
      'the address was changed, also when it was changed back',
      async ({ id, email }) => {
        await server.api('PUT', `/user_management/users/${id}`, { email: `other-${email}` })
        return await server.api('PUT', `/user_management/users/${id}`, { email })
      },
    ],
    ['another token was used', async ({ email }) => confirm(server, await createToken(server, email), PASSWORD)],
    ['the user was deleted', ({ id }) => server.api('DELETE', `/user_management/users/${id}`)],
  ]
  for (const [what, change] of changes) {
    test(`T41: after ${what} an older token is refused and changes nothing`, async () => {
      const user = await server.createUser()
      const { body: reset } = await create(server, user.email)
      await change(user, reset.password_reset_token)
      await server.newEvents()

      const { status, body } = await confirm(server, reset.password_reset_token)

      assert.equal(status, 400)
      assert.equal(body.errors[0].code, GONE)
      assert.deepEqual(await server.newEvents(), [])
      assert.equal((await server.api('GET', `${PATH}/${reset.id}`)).status, 404)
      assert.equal(await whySignInFails(server, user.email, NEW_PASSWORD), 'invalid_credentials')
    })
  }

  test('T41: a change of anything else leaves the token good, and so does the same address once more', async () => {
    const user = await server.createUser()
    const token = await createToken(server, user.email)
    await server.signIn(user.email)
    const same = { email: user.email.toUpperCase(), first_name: 'Ada', email_verified: false }
    assert.equal((await server.api('PUT', `/user_management/users/${user.id}`, same)).status, 200)

    assert.equal((await confirm(server, token)).status, 200)
  })

  test('T41: a password that is changed while the new one is being hashed wins', async () => {
    const user = await server.createUser()
    const token = await createToken(server, user.email)
    const { passwords } = server.app
    const original = passwords.hash
    passwords.hash = async (password) => {
      passwords.hash = original
      await server.api('PUT', `/user_management/users/${user.id}`, { password: 'the one set meanwhile' })
      return await original(password)
    }

    assert.equal((await confirm(server, token)).body.errors[0].code, GONE)

    await server.signIn(user.email, 'the one set meanwhile')
  })

  test('T41: a token that expires while the new password is being hashed is refused', async () => {
    await using own = await startServer(database)
    const user = await own.createUser()
    const token = await createToken(own, user.email)
    const { passwords } = own.app
    const original = passwords.hash
    passwords.hash = async (password) => {
      own.passSeconds(60 * 60)
      return await original(password)
    }

    assert.equal((await confirm(own, token)).body.errors[0].code, GONE)

    await own.signIn(user.email)
  })

  test('T41: tokens of other purposes, ids and hashes are no reset tokens', async () => {
    const { user, refreshToken, accessToken } = await server.signedIn()
    const { body: reset } = await create(server, user.email)
    const row = await server.app.db
      .selectFrom('password_reset')
      .selectAll()
      .where('id', '=', reset.id)
      .executeTakeFirstOrThrow()
    const browser = server.browser()
    await browser.open(
      '/user_management/authorize?client_id=client_local&response_type=code&provider=authkit&redirect_uri=http://localhost:3000/cb',
    )

    const others = [refreshToken, accessToken, reset.id, row.token_hash, row.sealed_token, ...browser.cookies.values()]
    for (const token of others) {
      assert.equal((await confirm(server, token.slice(0, 512))).body.errors[0].code, GONE)
    }
    assert.equal((await server.refresh(reset.password_reset_token)).body.error, 'invalid_grant')
    assert.equal((await confirm(server, reset.password_reset_token)).status, 200)
  })

  test('T37: a weak password is refused with its reason, and the token stays good', async () => {
    const user = await server.createUser()
    const token = await createToken(server, user.email)

    const { status, body } = await confirm(server, token, 'short')

    assert.equal(status, 400)
    assert.equal(body.code, 'password_reset_error')
    assert.equal(body.errors[0].code, 'password_strength_error')
    assert.match(body.errors[0].message, /at least 10 characters/)
    await server.signIn(user.email)
    assert.equal((await confirm(server, token)).status, 200)
  })

  test('T41: whatever a request says of its host, the link goes to the configured one', async () => {
    const hostile: Record<string, string>[] = [
      { host: 'evil.example' },
      { host: 'auth.example.com:8080' },
      { 'x-forwarded-host': 'evil.example' },
      { 'x-forwarded-host': 'evil.example, auth.example.com', 'x-forwarded-proto': 'http' },
      { 'x-forwarded-server': 'evil.example' },
      { 'x-forwarded-port': '8080', 'x-forwarded-prefix': '/evil' },
      { forwarded: 'host=evil.example;proto=http' },
      { 'x-original-host': 'evil.example', 'x-host': 'evil.example' },
      { 'x-original-url': 'https://evil.example/', 'x-rewrite-url': 'https://evil.example/' },
      { origin: 'https://evil.example', referer: 'https://evil.example/' },
    ]
    for (const headers of hostile) {
      const user = await server.createUser()
      const path = headers.host ? `https://${headers.host}${PATH}` : PATH
      const response = await server.request(path, {
        method: 'POST',
        headers: { authorization: 'Bearer sk_test_default', 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ email: user.email }),
      })
      const sent = (await server.newMails()).filter(({ to }) => to === user.email)
      assert.equal(response.status, 201)
      for (const text of [await response.text(), ...sent.map(({ text }) => text)]) {
        assert.match(text, /https:\/\/auth\.example\.com\/reset-password\?token=/)
        assert.doesNotMatch(text, /evil|8080/)
      }
      assert.equal(sent.length, 1)
    }
  })

  test('T63: no address gets more than three mails in a minute, also when many ask at once', async () => {
    await using own = await startServer(database)
    const [user, other] = [await own.createUser(), await own.createUser()]

    const answers = await Promise.all(Array.from({ length: 12 }, () => create(own, user.email)))

    assert.equal(answers.filter(({ status }) => status === 201).length, 3)
    const refused = answers.filter(({ status }) => status === 429)
    assert.equal(refused.length, 9)
    for (const { headers } of refused) {
      const seconds = Number(headers.get('retry-after'))
      assert.ok(seconds > 50 && seconds <= 60, String(seconds))
    }
    assert.equal((await own.newMails()).length, 3)
    assert.equal((await create(own, other.email)).status, 201, 'nobody else waits')
    own.passSeconds(Number(refused[0]?.headers.get('retry-after')))
    await removeOldPasswordResets(own.app)
    assert.equal((await create(own, user.email)).status, 201)
  })

  test('T63: the minute slides: it never holds four', async () => {
    await using own = await startServer(database)
    const { email } = await own.createUser()
    const statuses: number[] = []
    for (let second = 0; second <= 120; second += 10) {
      statuses.push((await create(own, email)).status)
      own.passSeconds(10)
    }

    assert.deepEqual(statuses, [201, 201, 201, 429, 429, 429, 201, 201, 201, 429, 429, 429, 201])
  })

  test('T34: an unknown address is told to holders of an API key only', async () => {
    const { status, body } = await create(server, 'nobody@example.com')
    assert.equal(status, 404)
    assert.equal(body.code, 'entity_not_found')
    assert.deepEqual(await server.newMails(), [])

    for (const [method, path] of [
      ['POST', PATH],
      ['POST', `${PATH}/confirm`],
      ['GET', `${PATH}/password_reset_01E4ZCR3C56J083X43JQXF3JK5`],
    ] as const) {
      const response = await server.request(path, { method, headers: { 'content-type': 'application/json' } })
      assert.equal(response.status, 401, `${method} ${path}`)
    }
  })

  test('what is stored opens no account, and links long expired are removed', async () => {
    await using own = await startServer(database)
    const user = await own.createUser()
    const token = await createToken(own, user.email)
    const tables = ['password_reset', 'password_reset_request', 'email', 'event'] as const
    const stored = await Promise.all(tables.map((table) => own.app.db.selectFrom(table).selectAll().execute()))
    assert.ok(!JSON.stringify(stored).includes(token))
    assert.ok(!own.logLines.join('').includes(token))

    own.passSeconds(60 * 60 + 1)
    await removeOldPasswordResets(own.app)

    assert.deepEqual(await own.app.db.selectFrom('password_reset').select('id').execute(), [])
    assert.deepEqual(await own.app.db.selectFrom('password_reset_request').select('email_key').execute(), [])
  })
})
