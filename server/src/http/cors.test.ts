import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { API_KEY, CLIENT_ID, PASSWORD, startServer, type TestServer, useServer } from '../../tests/harness.ts'
import { onEachDatabase } from '../../tests/support/databases.ts'
import { routes } from '../app.ts'
import { TooBusyError } from '../platform/passwords.ts'

const AUTHENTICATE = '/user_management/authenticate'
const PAGE = 'https://app.example.com'
const JSON_BODY = { 'content-type': 'application/json' }

onEachDatabase('pages of other origins', (database) => {
  const server = useServer(database, { publicUrl: 'https://auth.example.com' })
  before(() => server.api('POST', '/user_management/cors_origins', { origin: PAGE }))

  test('T65: a registered one is told by the preflight what it may send, and nothing happens yet', async () => {
    const response = await preflight(server, AUTHENTICATE, PAGE)

    assert.equal(response.status, 204)
    assert.deepEqual(corsHeaders(response), {
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': 'content-type',
      'access-control-allow-methods': 'POST',
      'access-control-allow-origin': PAGE,
      'access-control-expose-headers': 'x-request-id, retry-after',
      'access-control-max-age': '600',
    })
    assert.equal(response.headers.get('vary'), 'origin')
    assert.deepEqual(response.headers.getSetCookie(), [])
    assert.equal(await response.text(), '')
  })

  const refreshing = JSON.stringify({ grant_type: 'refresh_token', client_id: CLIENT_ID, refresh_token: 'nope' })
  const signingIn = JSON.stringify({
    grant_type: 'password',
    client_id: CLIENT_ID,
    client_secret: API_KEY,
    email: 'nobody@example.com',
    password: PASSWORD,
  })
  const answers: [what: string, status: number, init: RequestInit][] = [
    ['a refused token', 400, { headers: JSON_BODY, body: refreshing }],
    ['a missing parameter', 400, { headers: JSON_BODY, body: '{}' }],
    ['broken JSON', 400, { headers: JSON_BODY, body: '{' }],
    ['refused credentials', 400, { headers: JSON_BODY, body: signingIn }],
    ['a body of another type', 415, { headers: { 'content-type': 'text/plain' }, body: refreshing }],
    [
      'a body that is too large',
      413,
      { headers: { ...JSON_BODY, 'content-length': '200000' }, body: 'x'.repeat(200_000) },
    ],
  ]
  for (const [what, status, init] of answers) {
    test(`T65: ${what} can be read by a registered one and by no other`, async () => {
      const ask = (origin: string) =>
        server.request(AUTHENTICATE, { ...init, method: 'POST', headers: { ...init.headers, origin } })
      const [own, foreign] = [await ask(PAGE), await ask('https://evil.example')]

      assert.deepEqual([own.status, foreign.status], [status, status])
      assert.equal(own.headers.get('access-control-allow-origin'), PAGE)
      assert.equal(own.headers.get('access-control-allow-credentials'), 'true')
      assert.deepEqual(corsHeaders(foreign), {})
      assert.deepEqual([own.headers.get('vary'), foreign.headers.get('vary')], ['origin', 'origin'])
      assert.equal(await own.text(), await foreign.text(), 'it is processed alike')
    })
  }

  const failures: [Error, number][] = [
    [new TypeError('A bug'), 500],
    [new TooBusyError('All hashers are taken'), 503],
  ]
  for (const [failure, status] of failures) {
    test(`T65: a failure with ${status} can be read by a registered one`, async () => {
      await using own = await startServer(database)
      await own.api('POST', '/user_management/cors_origins', { origin: PAGE })
      own.app.passwords.verify = async () => {
        throw failure
      }

      const response = await own.request(AUTHENTICATE, {
        method: 'POST',
        headers: { ...JSON_BODY, origin: PAGE },
        body: signingIn,
      })

      assert.equal(response.status, status)
      assert.equal(response.headers.get('access-control-allow-origin'), PAGE)
      assert.equal(response.headers.get('vary'), 'origin')
    })
  }

  const similar = [
    'https://app.example.com/',
    'https://app.example.com.',
    'https://APP.example.com',
    'https://app.example.com:443',
    'https://app.example.com:8443',
    'http://app.example.com',
    'https://app.example.com.evil.example',
    'https://evil-app.example.com',
    'https://evil.example/?https://app.example.com',
    'https://app.example.com@evil.example',
    'https://sub.app.example.com',
    'https://example.com',
    'https://auth.example.com',
    'https://app.example.com, https://evil.example',
    'https://app.example.com https://evil.example',
    'http://localhost:3000',
    'app.example.com',
    'null',
    '*',
    "https://app.example.com' or '1'='1",
  ]
  for (const origin of similar) {
    test(`T65: ${origin} is not ${PAGE} and is allowed nothing`, async () => {
      const { refreshToken } = await server.signedIn()
      const body = JSON.stringify({ grant_type: 'refresh_token', client_id: CLIENT_ID, refresh_token: refreshToken })

      const asked = await preflight(server, AUTHENTICATE, origin)
      const answered = await server.request(AUTHENTICATE, { method: 'POST', headers: { ...JSON_BODY, origin }, body })

      assert.deepEqual(corsHeaders(asked), {})
      assert.deepEqual(corsHeaders(answered), {})
      assert.equal(answered.status, 200, 'the token is the proof, not the origin')
      assert.deepEqual(answered.headers.getSetCookie(), [])
      assert.deepEqual([asked.headers.get('vary'), answered.headers.get('vary')], ['origin', 'origin'])
    })
  }

  test('T65: the JWKS is for every page, and never with cookies', async () => {
    const responses = [
      await server.request(`/sso/jwks/${CLIENT_ID}`, { headers: { origin: PAGE } }),
      await server.request(`/sso/jwks/${CLIENT_ID}`, { headers: { origin: 'https://evil.example' } }),
      await server.request(`/sso/jwks/${CLIENT_ID}`),
      await server.request('/sso/jwks/client_nobody', { headers: { origin: PAGE } }),
    ]

    assert.deepEqual(
      responses.map(({ status }) => status),
      [200, 200, 200, 404],
    )
    for (const response of responses) assert.deepEqual(corsHeaders(response), { 'access-control-allow-origin': '*' })
    const { 'access-control-allow-credentials': credentials, ...allowed } = corsHeaders(
      await preflight(server, `/sso/jwks/${CLIENT_ID}`, PAGE, 'GET'),
    )
    assert.equal(credentials, undefined)
    assert.equal(allowed['access-control-allow-origin'], '*')
    assert.equal(allowed['access-control-allow-methods'], 'GET')
  })

  test('T65: every other route, authorize and logout among them, answers no page of another origin', async () => {
    const others = routes.filter((route) => route.cors === undefined)

    for (const { method, path } of others) {
      const at = path.replaceAll(/\{\w+\}/g, 'x')
      const headers = { origin: PAGE, authorization: `Bearer ${API_KEY}` }
      const answered = await server.request(at, { method: method.toUpperCase(), headers })
      const asked = await preflight(server, at, PAGE, method.toUpperCase())
      assert.deepEqual({ ...corsHeaders(answered), ...corsHeaders(asked) }, {}, `${method} ${path}`)
    }

    assert.ok(others.some(({ path }) => path === '/user_management/authorize'))
    assert.deepEqual(
      routes.flatMap(({ cors, path }) => (cors ? [[cors, path]] : [])),
      [
        ['credentials', AUTHENTICATE],
        ['public', '/sso/jwks/{client_id}'],
        ['public', '/oauth2/jwks'],
        ['public', '/.well-known/openid-configuration'],
        ['public', '/.well-known/oauth-authorization-server'],
        ['public', '/oauth2/token'],
        ['public', '/oauth2/userinfo'],
        ['public', '/oauth2/userinfo'],
      ],
    )
  })

  for (const mode of ['development', 'production'] as const) {
    test(`while none is registered, ${mode} mode ${mode === 'development' ? 'allows loopback origins' : 'allows none'}`, async () => {
      await using own = await startServer(database, { mode })
      const isAllowed = async (origin: string) =>
        'access-control-allow-origin' in corsHeaders(await preflight(own, AUTHENTICATE, origin))

      for (const origin of [
        'http://localhost:5173',
        'https://localhost',
        'http://127.0.0.1:3000',
        'http://[::1]:3000',
        'http://app.localhost:3000',
      ])
        assert.equal(await isAllowed(origin), mode === 'development', origin)
      for (const origin of [
        PAGE,
        'http://localhost:5173/',
        'http://localhost.evil.example',
        'http://LOCALHOST:5173',
        'null',
        'http://10.0.0.1',
      ])
        assert.equal(await isAllowed(origin), false, origin)
    })
  }

  test('from the first entry on, development mode allows those alone', async () => {
    await using own = await startServer(database)
    await own.api('POST', '/user_management/cors_origins', { origin: 'http://localhost:3000' })

    const own3000 = await preflight(own, AUTHENTICATE, 'http://localhost:3000')
    const own5173 = await preflight(own, AUTHENTICATE, 'http://localhost:5173')

    assert.equal(own3000.headers.get('access-control-allow-origin'), 'http://localhost:3000')
    assert.deepEqual(corsHeaders(own5173), {})
  })

  test('T65: an origin that was deleted is allowed nothing from then on', async () => {
    await using own = await startServer(database)
    const { body } = await own.api('POST', '/user_management/cors_origins', { origin: PAGE })
    await own.api('POST', '/user_management/cors_origins', { origin: 'https://other.example.com' })

    await own.api('DELETE', `/user_management/cors_origins/${body.id}`)

    assert.deepEqual(corsHeaders(await preflight(own, AUTHENTICATE, PAGE)), {})
  })
})

function preflight(server: TestServer, path: string, origin: string, method = 'POST'): Promise<Response> {
  return server.request(path, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': 'content-type' },
  })
}

function corsHeaders(response: Response): Record<string, string> {
  return Object.fromEntries([...response.headers].filter(([name]) => name.startsWith('access-control-')))
}
