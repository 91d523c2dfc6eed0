import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { signInOnPage } from '../../../tests/compat/hosted-page.ts'
import {
  API_KEY,
  authenticate,
  CLIENT_ID,
  PASSWORD,
  type ServerOptions,
  type TestServer,
  useServer,
} from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import type { AppContext } from '../../context.ts'
import type { Route } from '../../http/define-route.ts'
import { ApiError } from '../../http/errors.ts'
import { createApiKey } from '../applications/api-keys.ts'
import { createRequestPace } from './pace-requests.ts'
import { createRequestBudgets } from './request-budgets.ts'

const LIMITED: ServerOptions = {
  mode: 'production',
  publicUrl: 'https://auth.example.com',
  trustedProxies: 1,
  rateLimits: 30,
}

onEachDatabase('the limit on requests from an address', (database) => {
  const server = useServer(database, LIMITED)
  const laptop = useServer(database, { ...LIMITED, mode: 'development' })
  const from = (server: TestServer, address: string, path = '/sso/jwks/client_none') =>
    server.request(path, { headers: { 'x-forwarded-for': address } })
  const useUp = async (server: TestServer, address: string) => {
    for (let count = 0; count < 30; count++) assert.notEqual((await from(server, address)).status, 429, `${count}`)
  }

  test('lets as many through as configured, then one at a time, and says when', async () => {
    await useUp(server, '203.0.113.7')

    const refused = await from(server, '203.0.113.7')
    const again = await from(server, '203.0.113.7')

    assert.deepEqual([refused.status, refused.headers.get('retry-after'), again.status], [429, '2', 429])
    assert.deepEqual(await refused.json(), {
      message: 'Too many requests from this address. Try again in 2 seconds.',
      code: 'rate_limit_exceeded',
    })
    server.passSeconds(2)
    assert.notEqual((await from(server, '203.0.113.7')).status, 429)
    assert.equal((await from(server, '203.0.113.7')).status, 429)
    server.passSeconds(60)
    await useUp(server, '203.0.113.7')
  })

  test('counts each address by itself, and an IPv6 network as one', async () => {
    await useUp(server, '203.0.113.17')
    await useUp(server, '2001:db8:1:1::1')

    assert.notEqual((await from(server, '203.0.113.18')).status, 429)
    assert.equal((await from(server, '2001:db8:1:1:ffff::2')).status, 429)
    assert.notEqual((await from(server, '2001:db8:1:2::1')).status, 429)
  })

  test('holds for whoever has an API key, and never for a sign-out', async () => {
    const { sessionId } = await laptop.signedIn()
    await useUp(laptop, '203.0.113.7')
    const headers = { 'x-forwarded-for': '203.0.113.7', authorization: `Bearer ${API_KEY}` }

    assert.equal((await laptop.request('/user_management/users', { headers })).status, 429)
    const page = await laptop.request('/sign-in', { headers })
    assert.deepEqual([page.status, page.headers.get('content-type')], [429, 'text/html; charset=UTF-8'])
    const signedOut = await laptop.request(`/user_management/sessions/logout?session_id=${sessionId}`, { headers })
    assert.equal(signedOut.status, 302)
    const { body } = await laptop.api('GET', `/user_management/sessions/${sessionId}`)
    assert.equal(body.status, 'revoked')
  })

  test('is told in the shape of OAuth where everything else is', async () => {
    await useUp(server, '203.0.113.27')

    for (const [method, path] of OAUTH) {
      const answer = await server.request(path, { method, headers: { 'x-forwarded-for': '203.0.113.27' } })

      assert.deepEqual([answer.status, answer.headers.get('retry-after')], [429, '2'], path)
      const { error, error_description } = await answer.json()
      assert.deepEqual([error, error_description], ['too_many_requests', EARLY], path)
    }
  })

  test('is in development mode not for this machine', async () => {
    for (let count = 0; count < 60; count++) {
      assert.notEqual((await from(laptop, '127.0.0.1')).status, 429)
      assert.notEqual((await from(laptop, '::1')).status, 429)
    }
  })
})

onEachDatabase('without a limit on requests', (database) => {
  const server = useServer(database, { ...LIMITED, rateLimits: undefined })

  test('as many are answered as come from an address', async () => {
    for (let count = 0; count < 60; count++) {
      const answer = await server.request('/health', { headers: { 'x-forwarded-for': '203.0.113.7' } })
      assert.equal(answer.status, 200)
    }
  })
})

onEachDatabase('the limits that WorkOS documents', (database) => {
  const server = useServer(database, { rateLimits: 'workos', trustedProxies: 1 })
  /** Time stands still, so that budgets do not fill while a test takes its time. */
  before(() => {
    const now = new Date()
    Object.assign(server.app.clock, { now: () => now })
  })
  const attempt = (email: string, password: string, ip_address: string) =>
    authenticate(server, { grant_type: 'password', client_secret: API_KEY, email, password, ip_address })
  const deleteOrganization = (key: string) =>
    server.request('/organizations/org_none', { method: 'DELETE', headers: { authorization: `Bearer ${key}` } })

  test('are met on this machine as well, because an application is tried there', async () => {
    const { email } = await server.createUser()
    for (let count = 0; count < 10; count++) assert.equal((await attempt(email, 'wrong', '127.0.0.1')).status, 400)

    const { status, body, headers } = await attempt(email, PASSWORD, '127.0.0.1')

    assert.deepEqual([status, body.error, headers.get('retry-after')], [429, 'too_many_requests', '6'])
  })

  test('are ten attempts a minute on an account by the API, from wherever, and its owner gets in on the page', async () => {
    const { email } = await server.createUser()
    for (let host = 1; host <= 10; host++) assert.equal((await attempt(email, 'wrong', `192.0.2.${host}`)).status, 400)

    const refused = await attempt(email, PASSWORD, '192.0.2.99')

    assert.equal(refused.status, 429)
    const { code } = await signInOnPage(server.browser(), AUTHORIZE, email)
    assert.ok(code)
  })

  test('are fifty deletions of organizations a minute with one API key, and each key has its own', async () => {
    const { value: other } = await createApiKey(server.app, 'Other')
    for (let count = 0; count < 50; count++) assert.equal((await deleteOrganization(API_KEY)).status, 404)

    const refused = await deleteOrganization(API_KEY)

    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '2'])
    assert.equal((await refused.json()).code, 'rate_limit_exceeded')
    assert.equal((await deleteOrganization(other)).status, 404)
    assert.equal((await server.api('GET', '/organizations/org_none')).status, 404)
  })
})

describe('the limits that WorkOS documents, in figures', () => {
  const app = { clock: { now: () => new Date(0) }, config: { mode: 'production' } } as AppContext
  const route = (method: 'get' | 'post', path: string) => ({ method, path }) as Route
  const [read, write] = [route('get', '/user_management/users'), route('post', '/user_management/users')]
  const key = (id: string) => ({ kind: 'api-key', id, name: id }) as const
  /** How many are let through at once. */
  const count = (check: () => void) => {
    for (let answered = 0; ; answered++) {
      try {
        check()
      } catch (error) {
        if (error instanceof ApiError && error.status === 429) return answered
        throw error
      }
    }
  }

  test('the environment has a thousand reads and five hundred writes in ten seconds, whoever asks, and neither takes of the other', () => {
    const pace = createRequestPace('workos')

    assert.equal(
      count(() => pace.checkCaller(app, read, key('a'))),
      1_000,
    )
    assert.equal(
      count(() => pace.checkCaller(app, read, key('b'))),
      0,
    )
    assert.equal(
      count(() => pace.checkCaller(app, write, key('b'))),
      500,
    )
  })

  test('whoever has not proved to be a caller takes nothing of it', () => {
    const pace = createRequestPace('workos')
    for (let sent = 0; sent < 2_000; sent++) pace.checkCaller(app, read, { kind: 'anyone' })

    assert.equal(
      count(() => pace.checkCaller(app, read, key('a'))),
      1_000,
    )
  })

  test('an API key and an address have six thousand in a minute each', () => {
    const pace = createRequestPace('workos')
    const elsewhere = route('get', '/organizations')
    const from = (ipAddress: string) => () => pace.checkAddress(app, elsewhere, { ...request, ipAddress })

    assert.equal(
      count(() => pace.checkCaller(app, elsewhere, key('a'))),
      6_000,
    )
    assert.equal(count(from('203.0.113.7')), 6_000)
    assert.equal(count(from('203.0.113.8')), 6_000)
  })
})

test('so many keys have a budget and no more: the quietest is forgotten first', () => {
  const take = createRequestBudgets({ most: 1, perMs: 60_000 }, 2)

  const waits = ['a', 'b', 'a', 'c', 'b', 'a'].map((key) => take(key, new Date(0)))

  assert.deepEqual(waits, [0, 0, 60_000, 0, 60_000, 0])
})

const EARLY = 'Too many requests from this address. Try again in 2 seconds.'
const OAUTH = [
  ['POST', '/user_management/authenticate'],
  ['POST', '/oauth2/token'],
  ['POST', '/oauth2/introspect'],
  ['GET', '/oauth2/userinfo'],
] as const
const AUTHORIZE = `/user_management/authorize?client_id=${CLIENT_ID}&redirect_uri=${encodeURIComponent('http://localhost:3000/cb')}&response_type=code&provider=authkit`

const request = {
  id: 'x',
  method: 'GET',
  query: '',
  parameters: [],
  userAgent: null,
  header: () => undefined,
  cookie: () => undefined,
  cookieNames: () => [],
  allowedOrigin: undefined,
}
