import assert from 'node:assert/strict'
import { test } from 'node:test'
import { API_KEY, type ServerOptions, type TestServer, useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { ApiError } from '../../http/errors.ts'
import { createRequestPace } from './pace-requests.ts'

const LIMITED: ServerOptions = {
  mode: 'production',
  publicUrl: 'https://auth.example.com',
  trustedProxies: 1,
  requestsPerMinute: 30,
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
      code: 'too_many_requests',
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

  test('is not there unless it is asked for, and in development mode not for this machine', async () => {
    const checkPace = createRequestPace(undefined)

    for (let count = 0; count < 60; count++) {
      checkPace(server.app, { ...request, ipAddress: '203.0.113.7' })
      assert.notEqual((await from(laptop, '127.0.0.1')).status, 429)
      assert.notEqual((await from(laptop, '::1')).status, 429)
    }
  })

  test('keeps so many addresses and no more: the quietest is forgotten first', async () => {
    const checkPace = createRequestPace(1, 2)
    const isRefused = (ipAddress: string) => {
      try {
        checkPace(server.app, { ...request, ipAddress })
        return false
      } catch (error) {
        return error instanceof ApiError && error.status === 429
      }
    }

    const answers = ['192.0.2.1', '192.0.2.2', '192.0.2.1', '192.0.2.3', '192.0.2.2', '192.0.2.1'].map(isRefused)

    assert.deepEqual(answers, [false, false, true, false, true, false])
  })
})

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
