import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PASSWORD, useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'

onEachDatabase('users', (database) => {
  const server = useServer(database)

  test('a new user has every key of the official object, and an event tells of it', async () => {
    await server.newEvents()

    const { status, body } = await server.api('POST', '/user_management/users', {
      email: 'Grace@Example.com',
      first_name: 'Grace',
      last_name: 'Hopper',
    })

    assert.equal(status, 201)
    const { id, created_at, updated_at, ...rest } = body
    assert.match(id, /^user_[0-9A-HJKMNP-TV-Z]{26}$/)
    assert.match(created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    assert.equal(updated_at, created_at)
    assert.deepEqual(rest, {
      object: 'user',
      email: 'Grace@Example.com',
      email_verified: false,
      first_name: 'Grace',
      last_name: 'Hopper',
      name: 'Grace Hopper',
      profile_picture_url: null,
      external_id: null,
      metadata: {},
      last_sign_in_at: null,
      locale: null,
    })
    assert.deepEqual(await server.newEvents(), ['user.created'])
  })

  test('an address is taken in whatever case it is written, and the refusal makes nobody', async () => {
    const { email } = await server.createUser()
    await server.newEvents()

    const { status, body } = await server.api('POST', '/user_management/users', { email: email.toUpperCase() })

    assert.equal(status, 400)
    assert.equal(body.code, 'user_creation_error')
    assert.deepEqual(body.errors, [
      { code: 'email_not_available', field: 'email', message: 'This email is not available.' },
    ])
    assert.deepEqual(await server.newEvents(), [])
  })

  test('an external id is unique, finds its user, and may contain what a URL encodes', async () => {
    const user = await server.createUser({ external_id: 'a/b c?d' })

    const found = await server.api('GET', `/user_management/users/external_id/${encodeURIComponent('a/b c?d')}`)
    const taken = await server.api('POST', '/user_management/users', {
      email: 'other@example.com',
      external_id: 'a/b c?d',
    })

    assert.equal(found.body.id, user.id)
    assert.equal(taken.status, 400)
    assert.equal(taken.body.errors[0].code, 'external_id_already_used')
  })

  test('an update changes what it names and leaves the rest', async () => {
    const user = await server.createUser({ first_name: 'Ada', metadata: { a: '1', b: '2' } })
    await server.newEvents()

    const { status, body } = await server.api('PUT', `/user_management/users/${user.id}`, {
      last_name: 'Lovelace',
      metadata: { a: null, c: '3' },
    })

    assert.equal(status, 200)
    assert.equal(body.name, 'Ada Lovelace')
    assert.equal(body.email, user.email)
    assert.deepEqual(body.metadata, { b: '2', c: '3' })
    assert.deepEqual(await server.newEvents(), ['user.updated'])
  })

  test('T53: columns that no contract names cannot be set', async () => {
    const user = await server.createUser()

    const { body } = await server.api('PUT', `/user_management/users/${user.id}`, {
      id: 'user_01HZZZZZZZZZZZZZZZZZZZZZZZ',
      object: 'admin',
      created_at: '2000-01-01T00:00:00.000Z',
      email_key: 'someone@else.example',
      last_sign_in_at: '2000-01-01T00:00:00.000Z',
      __proto__: { polluted: true },
    })

    assert.equal(body.id, user.id)
    assert.equal(body.object, 'user')
    assert.equal(body.last_sign_in_at, null)
    assert.notEqual(body.created_at, '2000-01-01T00:00:00.000Z')
    assert.equal(({} as { polluted?: boolean }).polluted, undefined)
  })

  test('a changed password works and the old one does not', async () => {
    const user = await server.createUser()

    await server.api('PUT', `/user_management/users/${user.id}`, { password: 'another long password' })

    await server.signIn(user.email, 'another long password')
    await assert.rejects(server.signIn(user.email, PASSWORD), /invalid_credentials/)
  })

  test('a deleted user is gone, signed out everywhere, and the events say so', async () => {
    const { user, refreshToken } = await server.signedIn()
    await server.newEvents()

    const { status, body } = await server.api('DELETE', `/user_management/users/${user.id}`)

    assert.equal(status, 200)
    assert.equal(body, '')
    assert.equal((await server.api('GET', `/user_management/users/${user.id}`)).status, 404)
    assert.equal((await server.api('DELETE', `/user_management/users/${user.id}`)).status, 404)
    assert.equal((await server.refresh(refreshToken)).body.error, 'invalid_grant')
    assert.deepEqual(await server.newEvents(), ['session.revoked', 'user.deleted'])
  })

  const refusals: [string, object, number, string | undefined][] = [
    ['no e-mail', {}, 422, 'invalid_request_parameters'],
    ['an address without @', { email: 'nobody' }, 422, 'invalid_request_parameters'],
    ['two @', { email: 'a@b@example.com' }, 422, 'invalid_request_parameters'],
    [
      'a line break in the address',
      { email: 'a@example.com\r\nBcc: b@example.com' },
      422,
      'invalid_request_parameters',
    ],
    ['a short password', { email: 'weak@example.com', password: 'short' }, 400, 'password_strength_error'],
    [
      'a password of more than 1,024 bytes',
      { email: 'weak@example.com', password: 'x'.repeat(1025) },
      400,
      'password_strength_error',
    ],
    ['a password hash', { email: 'hash@example.com', password_hash: '$2a$10$x' }, 400, 'invalid_password_hash'],
    [
      '51 keys of metadata',
      { email: 'm@example.com', metadata: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, 'v'])) },
      422,
      'invalid_request_parameters',
    ],
    [
      'an external id that is not ASCII',
      { email: 'e@example.com', external_id: 'né' },
      422,
      'invalid_request_parameters',
    ],
  ]
  for (const [what, fields, status, code] of refusals) {
    test(`${what} is refused with a message, and nobody is made`, async () => {
      await server.newEvents()

      const answer = await server.api('POST', '/user_management/users', fields)

      assert.equal(answer.status, status)
      assert.equal(answer.body.code, code)
      assert.ok(answer.body.message.length > 10)
      assert.deepEqual(await server.newEvents(), [])
    })
  }

  test('a password of 1,024 bytes counts to its last byte', async () => {
    const password = `${'ü'.repeat(511)}ab`
    const user = await server.createUser({ password })

    await server.signIn(user.email, password)
    await assert.rejects(server.signIn(user.email, `${'ü'.repeat(511)}ac`), /invalid_credentials/)
  })

  test('a list filtered by e-mail finds exactly that user', async () => {
    const user = await server.createUser()

    const { body } = await server.api(
      'GET',
      `/user_management/users?email=${encodeURIComponent(user.email.toUpperCase())}`,
    )

    assert.deepEqual(
      body.data.map((found: { id: string }) => found.id),
      [user.id],
    )
    assert.deepEqual(body.list_metadata, { before: null, after: null })
  })

  for (const headers of [
    {},
    { authorization: 'Bearer sk_wrong' },
    { authorization: 'sk_test_default' },
    { authorization: 'Basic c2tfdGVzdF9kZWZhdWx0Og==' },
  ]) {
    test(`${JSON.stringify(headers)} is nobody: 401 on every operation that needs a key`, async () => {
      for (const [method, path] of [
        ['GET', '/user_management/users'],
        ['POST', '/user_management/users'],
        ['DELETE', '/user_management/users/user_01HZZZZZZZZZZZZZZZZZZZZZZZ'],
        ['POST', '/user_management/sessions/revoke'],
        ['GET', '/events'],
        ['POST', '/user_management/sign_out_uris'],
        ['GET', '/user_management/redirect_uris?api_key=sk_test_default'],
      ] as const) {
        const response = await server.request(path, { method, headers })
        assert.equal(response.status, 401, `${method} ${path}`)
        assert.match(((await response.json()) as { message: string }).message, /API key/)
      }
    })
  }
})
