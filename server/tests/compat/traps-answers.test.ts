import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { type Answer, API_KEY, authenticate, CLIENT_ID, PASSWORD } from '../harness.ts'
import { onEachDatabase } from '../support/databases.ts'
import { useLiveServer } from './live-server.ts'

const KEY = { authorization: `Bearer ${API_KEY}` }
const JSON_TYPE = { 'content-type': 'application/json' }
const UNKNOWN_USER = '/user_management/users/user_gone'
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

const USER_KEYS =
  'created_at email email_verified external_id first_name id last_name last_sign_in_at locale metadata name object profile_picture_url updated_at'
const SESSION_KEYS =
  'auth_method created_at ended_at expires_at id ip_address object status updated_at user_agent user_id'
const URI_KEYS = 'created_at default id object updated_at uri'

/** What the official SDKs of all languages need in an answer, and fail without. */
onEachDatabase('what SDKs need', (database) => {
  const server = useLiveServer(database)
  before(async () => {
    await server.api('POST', '/user_management/redirect_uris', { uri: 'http://localhost:3000/callback' })
    await server.api('POST', '/user_management/sign_out_uris', { uri: 'http://localhost:3000/bye' })
  })

  test('every key of every object is there, null where there is nothing (Python)', async () => {
    const { user } = await server.signedIn()
    const signedIn = await authenticate(server, {
      grant_type: 'password',
      client_secret: API_KEY,
      email: user.email,
      password: PASSWORD,
    })
    const first = async (path: string) => (await server.api('GET', path)).body.data[0]

    assert.equal(keysOf(signedIn.body), 'access_token authentication_method refresh_token user')
    assert.equal(keysOf(signedIn.body.user), USER_KEYS)
    assert.equal(keysOf((await server.api('GET', `/user_management/users/${user.id}`)).body), USER_KEYS)
    assert.equal(keysOf(await first('/user_management/users')), USER_KEYS)
    assert.equal(keysOf(await first(`/user_management/users/${user.id}/sessions`)), SESSION_KEYS)
    await server.newEvents()
    const event = await first('/events?events=session.created')
    assert.equal(keysOf(event), 'context created_at data event id object')
    assert.equal(keysOf(event.data), SESSION_KEYS)
    assert.equal(keysOf(await first('/user_management/redirect_uris')), URI_KEYS)
    assert.equal(keysOf(await first('/user_management/sign_out_uris')), URI_KEYS)
  })

  test('times are ISO 8601 with milliseconds and Z', async () => {
    const { user, sessionId } = await server.signedIn()
    await server.logOut(sessionId)
    await server.newEvents()
    const { body } = await server.api('GET', '/events?events=session.revoked&order=desc&limit=1')
    const { ended_at, expires_at, created_at, updated_at } = body.data[0].data
    const { body: userObject } = await server.api('GET', `/user_management/users/${user.id}`)

    const times = [ended_at, expires_at, created_at, updated_at, body.data[0].created_at]
    for (const time of [...times, userObject.created_at, userObject.updated_at, userObject.last_sign_in_at]) {
      assert.match(time, TIME)
    }
  })

  test('a password is called Password in the tokens and password in the session (PHP has closed lists)', async () => {
    const { user, refreshToken } = await server.signedIn()
    const refreshed = await server.refresh(refreshToken)
    const { body } = await server.api('GET', `/user_management/users/${user.id}/sessions`)

    assert.equal(refreshed.body.authentication_method, 'Password')
    assert.equal(body.data[0].auth_method, 'password')
    assert.equal(body.data[0].status, 'active')
  })

  test('a list says null where it ends, whatever its order and without a limit', async () => {
    const { user } = await server.signedIn()
    const lists = [
      `/user_management/users/${user.id}/sessions`,
      '/user_management/redirect_uris',
      '/user_management/sign_out_uris',
    ]

    for (const path of lists) {
      for (const query of ['', '?order=desc', '?order=asc', '?order=normal', '?limit=1', '?limit=100&after=&before=']) {
        const { status, body } = await server.api('GET', path + query)
        assert.equal(status, 200, path + query)
        assert.deepEqual(
          { ...body, data: body.data.length },
          { object: 'list', data: 1, list_metadata: { before: null, after: null } },
          path + query,
        )
      }
    }
  })

  test('a refused token is 400 with error, a refused password 400 with code, and neither is ever 401', async () => {
    const { email } = await server.createUser()
    const password = { grant_type: 'password', client_secret: API_KEY, email, password: 'wrong password' }
    const code = { grant_type: 'authorization_code', client_secret: API_KEY, code: 'no' }

    const answers = {
      refresh: await server.refresh('no'),
      code: await authenticate(server, code),
      password: await authenticate(server, password),
      grant: await authenticate(server, { grant_type: 'no' }),
      client: await authenticate(server, { ...password, client_id: 'client_no' }),
      secret: await authenticate(server, { ...password, client_secret: 'sk_no' }),
    }

    assert.deepEqual(mapValues(answers, describeRefusal), {
      refresh: '400 error=invalid_grant',
      code: '400 error=invalid_grant',
      password: '400 code=invalid_credentials',
      grant: '400 error=invalid_request',
      client: '400 error=invalid_client',
      secret: '400 error=invalid_client',
    })
  })

  const refusals = [
    { name: 'no API key', path: '/user_management/users', status: 401 },
    { name: 'an unknown path', path: '/user_management/nothing', status: 404, headers: KEY },
    { name: 'an unknown user', path: UNKNOWN_USER, status: 404, headers: KEY },
    { name: 'a wrong method', path: '/user_management/sessions/logout', method: 'POST', status: 405 },
    { name: 'a page that does not exist', path: '/events?limit=0', status: 422, headers: KEY },
    { name: 'broken JSON', path: '/user_management/users', method: 'POST', body: '{', status: 422, headers: KEY },
    { name: 'null', path: '/user_management/users', method: 'POST', body: 'null', status: 422, headers: KEY },
    { name: 'a list', path: '/user_management/authenticate', method: 'POST', body: '[]', status: 400 },
    {
      name: 'a body that is too large',
      path: '/user_management/authenticate',
      method: 'POST',
      body: `"${'x'.repeat(200_000)}"`,
      status: 413,
    },
  ]
  for (const { name, path, method = 'GET', body, status, headers } of refusals) {
    test(`${name} is answered with a JSON object that has a message`, async () => {
      const response = await server.fetch(path, {
        method,
        headers: { ...JSON_TYPE, ...headers },
        ...(body === undefined ? {} : { body }),
      })

      assert.equal(response.status, status)
      assert.match(response.headers.get('content-type') ?? '', /^application\/json/)
      assert.match(response.headers.get('x-request-id') ?? '', /^req_/)
      const answer = (await response.json()) as Record<string, unknown>
      assert.equal(typeof (answer.message ?? answer.error_description), 'string')
      assert.ok(!JSON.stringify(answer).includes('undefined'))
      for (const error of (answer.errors as { code: unknown }[] | undefined) ?? []) {
        assert.equal(typeof error.code, 'string', 'Node prints the code of each error')
      }
    })
  }

  test('a value of the wrong type is called wrong, and only a missing one missing', async () => {
    const create = async (body: object) =>
      (await server.api('POST', '/user_management/users', body)).body.errors?.map(
        ({ code, field }: { code: string; field: string }) => `${code} ${field}`,
      )
    const describe = async (body: object) => (await authenticate(server, body)).body.error_description

    assert.deepEqual(await create({}), ['required email'])
    assert.deepEqual(await create({ email: 5 }), ['invalid_type email'])
    assert.deepEqual(await create({ email: 'a@example.com', metadata: { seats: 3 } }), ['invalid_type metadata.seats'])
    assert.equal(await describe({ grant_type: 'refresh_token' }), 'Missing required parameter: refresh_token')
    assert.equal(
      await describe({ grant_type: 'refresh_token', refresh_token: 5 }),
      'refresh_token must be a string, not a number.',
    )
    const { body } = await server.api('GET', '/events?limit=ten')
    assert.equal(body.message, 'Validation failed. limit must be a number.')
  })

  test('no answer without a body claims to be JSON (Node and PHP would parse it)', async () => {
    const { user, sessionId } = await server.signedIn()
    const { body: uri } = await server.api('POST', '/user_management/redirect_uris', { uri: 'http://localhost:3001/x' })
    const send = (method: string, path: string) => server.fetch(path, { method, headers: { ...KEY, ...JSON_TYPE } })

    const answers = [
      await send('GET', `/user_management/sessions/logout?session_id=${sessionId}`),
      await send('GET', `/user_management/authorize?client_id=${CLIENT_ID}`),
      await send('DELETE', `/user_management/redirect_uris/${uri.id}`),
      await send('DELETE', `/user_management/users/${user.id}`),
      await send('OPTIONS', '/user_management/authenticate'),
    ]

    const types = await Promise.all(
      answers.map(async (answer) => [
        (await answer.text()) === '' ? 'empty' : 'full',
        answer.headers.get('content-type'),
      ]),
    )
    assert.deepEqual(types, [
      ['empty', null],
      ['full', 'text/html; charset=UTF-8'],
      ['empty', null],
      ['empty', null],
      ['empty', null],
    ])
  })

  test('a revocation is answered with an object', async () => {
    const { sessionId } = await server.signedIn()

    const { status, body } = await server.api('POST', '/user_management/sessions/revoke', { session_id: sessionId })

    assert.deepEqual([status, body], [200, {}])
  })

  test('every answer has a request id of its own: objects, refusals, redirects, pages and files', async () => {
    const paths = ['/user_management/users', UNKNOWN_USER, '/nothing', '/health', '/signed-out', '/assets/pages.css']
    const logout = '/user_management/sessions/logout?session_id=session_gone'

    const ids = new Set<string>()
    for (const path of [...paths, logout, `/user_management/authorize?client_id=${CLIENT_ID}`]) {
      const response = await server.fetch(path, { headers: KEY })
      await response.text()
      assert.match(response.headers.get('x-request-id') ?? '', /^req_[0-9A-HJKMNP-TV-Z]{26}$/, path)
      ids.add(response.headers.get('x-request-id') ?? '')
    }
    assert.equal(ids.size, 8)
  })
})

function keysOf(object: object): string {
  return Object.keys(object).toSorted().join(' ')
}

function describeRefusal({ status, body }: Answer): string {
  const { error, error_description, code, message, ...rest } = body
  assert.deepEqual(rest, {})
  if (error) {
    assert.deepEqual([typeof error_description, code, message], ['string', undefined, undefined])
    return `${status} error=${error}`
  }
  assert.deepEqual([typeof message, error_description], ['string', undefined])
  return `${status} code=${code}`
}

function mapValues<In, Out>(object: Record<string, In>, change: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]))
}
