import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CLIENT_ID, type TestServer, useServer } from '../../../tests/harness.ts'
import { useListening } from '../../../tests/security/listen.ts'
import { exchange } from '../../../tests/security/raw-http.ts'
import { onEachDatabase, sqlite } from '../../../tests/support/databases.ts'
import { createMember } from '../../../tests/support/members.ts'
import { inTransaction } from '../../database/transaction.ts'
import { loggablePath } from '../../http/loggable-path.ts'
import { findUser, insertUser } from '../users/user.queries.ts'

const ADDRESS = `/forward-auth?client_id=${CLIENT_ID}&cookie=access_token`
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'QUERY']

onEachDatabase('GET /forward-auth', (database) => {
  const server = useServer(database)
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

  test('whatever the method: 200 with who it is for a live session, 401 without; never anything in between', async () => {
    const { accessToken, sessionId, user } = await server.signedIn()
    for (const method of METHODS) {
      const yes = await server.request(ADDRESS, { method, headers: bearer(accessToken) })
      assert.equal(yes.status, 200, method)
      const identity = [...yes.headers].filter(([name]) => name.startsWith('x-auth-')).sort()
      assert.deepEqual(identity, [
        ['x-auth-client', CLIENT_ID],
        ['x-auth-email', user.email],
        ['x-auth-organization', '-'],
        ['x-auth-role', '-'],
        ['x-auth-session', sessionId],
        ['x-auth-user', user.id],
      ])
      assert.equal(yes.headers.get('cache-control'), 'no-store')
      assert.equal(await yes.text(), '')

      const no = await server.request(ADDRESS, { method, headers: { 'x-auth-user': user.id } })
      assert.equal(no.status, 401, method)
      assert.deepEqual(
        [...no.headers].filter(([name]) => name.startsWith('x-auth-')),
        [],
      )
      assert.equal(no.headers.get('www-authenticate'), 'Bearer')
    }
  })

  test('a token that is no good is named as the reason for a 401', async () => {
    const { accessToken, sessionId } = await server.signedIn()
    await server.logOut(sessionId)
    const challenge = async (headers: Record<string, string>) => {
      const { status, headers: answered } = await server.request(ADDRESS, { headers })
      return [status, answered.get('www-authenticate')]
    }

    assert.deepEqual(await challenge({}), [401, 'Bearer'])
    assert.deepEqual(await challenge(bearer(accessToken)), [401, 'Bearer error="invalid_token"'])
    assert.deepEqual(await challenge({ cookie: `access_token=${accessToken}` }), [401, 'Bearer error="invalid_token"'])
  })

  test('only whoever opens a page is sent to sign in: the method is that of the request of the person', async () => {
    const callback = await registerCallback(server)
    const ask = async (method: string, headers: Record<string, string>) =>
      (await server.request(`${ADDRESS}&redirect_uri=${encodeURIComponent(callback)}`, { method, headers })).status

    const page = { 'sec-fetch-mode': 'navigate' }
    assert.equal(await ask('GET', page), 302)
    assert.equal(await ask('GET', { ...page, 'x-forwarded-method': 'GET' }), 302)
    assert.equal(await ask('GET', { ...page, 'x-forwarded-method': 'POST' }), 401)
    assert.equal(await ask('POST', page), 401, 'a proxy that keeps the method')
  })

  test('the application is told in which organization, and with which role', async () => {
    const { user, organizations } = await createMember(server, 'Acme')
    const { accessToken } = await server.signIn(user.email)

    const { headers } = await server.request(ADDRESS, { headers: bearer(accessToken) })

    assert.deepEqual([headers.get('x-auth-organization'), headers.get('x-auth-role')], [organizations[0]?.id, 'member'])
  })

  test('T19 T24: a sign-out, a revocation of many and the end of a token are seen at once', async () => {
    const status = async (token: string) => (await server.request(ADDRESS, { headers: bearer(token) })).status
    const one = await server.signedIn()
    const two = await server.signedIn()
    const three = await server.signedIn()
    for (const { accessToken } of [one, two, three]) assert.equal(await status(accessToken), 200)

    await server.logOut(one.sessionId)
    assert.equal(await status(one.accessToken), 401)
    await server.api('POST', '/user_management/sessions/revocations', { user_id: two.user.id })
    assert.equal(await status(two.accessToken), 401)
    server.passSeconds(server.app.config.session.accessTokenSeconds)
    assert.equal(await status(three.accessToken), 401)
  })

  test('T28: the token must be for the application that the operator named, once', async () => {
    const { accessToken } = await server.signedIn()
    for (const [query, status] of [
      [`client_id=${CLIENT_ID}`, 200],
      ['client_id=client_other', 401],
      ['', 422],
      ['client_id=', 422],
      [`client_id=client_other&client_id=${CLIENT_ID}`, 422],
      [`client_id=${CLIENT_ID}&cookie=a%3Bb`, 422],
      [`client_id=${CLIENT_ID}&cookie=a&cookie=b`, 422],
    ] as const) {
      const response = await server.request(`/forward-auth?${query}`, { headers: bearer(accessToken) })
      assert.equal(response.status, status, query)
    }
  })

  test('T05: an address that no header can carry is encoded', async () => {
    const { user, sessionId } = await server.signedIn()
    const known = await findUser(server.app.db, user.id)
    assert.ok(known)
    const email = 'jörg+a%b\r\nx-auth-user: evil@exämple.com'
    const id = server.app.ids.next('user')
    await inTransaction(server.app, (tx) => insertUser(tx.db, { ...known, id, email, email_key: email }))
    const { accessToken } = await server.signIn(email)

    const response = await server.request(ADDRESS, { headers: bearer(accessToken) })

    assert.equal(response.headers.get('x-auth-user'), id)
    const told = response.headers.get('x-auth-email') ?? ''
    assert.match(told, /^[\x21-\x7e]+$/)
    assert.equal(decodeURIComponent(told), email)
    assert.notEqual(response.headers.get('x-auth-session'), sessionId)
  })
})

async function registerCallback(server: TestServer): Promise<string> {
  const uri = 'https://app.example.com/callback'
  assert.equal((await server.api('POST', '/user_management/redirect_uris', { uri })).status, 201)
  return uri
}

/** As Envoy asks: with the method, the path and the query of the person's request, and with a header of its own. */
describe('/forward-auth/envoy', () => {
  const server = useServer(sqlite)
  const listening = useListening(server)
  const OPTIONS = `client_id=${CLIENT_ID}&cookie=access_token`

  const ask = async (target: string, headers: Record<string, string>, method = 'GET') => {
    const lines = Object.entries({ host: 'gatehouse.internal', ...headers }).map(([name, value]) => `${name}: ${value}`)
    const request = `${[`${method} ${target} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`
    const { answers } = await exchange(listening.port, request, { isHead: method === 'HEAD' })
    return { status: answers[0]?.status, headers: new Headers(answers[0]?.headers) }
  }

  test('answers for whatever path, query and method, by the options of the operator', async () => {
    const { accessToken, user } = await server.signedIn()
    const options = { 'x-gatehouse-options': OPTIONS }
    const paths = [
      '/',
      '/a/b?client_id=client_other&cookie=x',
      '//a',
      '/user_management/users',
      '/%2F',
      '/a;b',
      `/${'a'.repeat(2_000)}`,
    ]
    for (const path of paths) {
      for (const method of METHODS) {
        const target = `/forward-auth/envoy${path}`
        const yes = await ask(
          target,
          { ...options, authorization: `Bearer ${accessToken}`, 'content-length': '0' },
          method,
        )
        assert.deepEqual([yes.status, yes.headers.get('x-auth-user')], [200, user.id], `${method} ${path}`)
        const no = await ask(target, { ...options, 'content-length': '0' }, method)
        assert.equal(no.status, 401, `${method} ${path}`)
      }
    }
    assert.equal((await ask('/forward-auth/envoy/', { ...options, cookie: `access_token=${accessToken}` })).status, 200)
  })

  test('only a GET that opens a page is sent to sign in, whatever the client says of its method', async () => {
    const redirect_uri = await registerCallback(server)
    const options = { 'x-gatehouse-options': `${OPTIONS}&${new URLSearchParams({ redirect_uri })}` }
    const page = { ...options, 'sec-fetch-mode': 'navigate', 'content-length': '0' }

    const { status, headers } = await ask('/forward-auth/envoy/page', page)
    assert.equal(status, 302)
    assert.ok(headers.get('location')?.includes(encodeURIComponent(redirect_uri)))
    for (const method of METHODS.slice(1)) {
      for (const more of [{}, { 'x-forwarded-method': 'GET' }]) {
        const answer = await ask('/forward-auth/envoy/page', { ...page, ...more }, method)
        assert.deepEqual([answer.status, answer.headers.get('location')], [401, null], method)
      }
    }
    assert.equal((await ask('/forward-auth/envoy/page', { ...page, 'sec-fetch-mode': 'cors' })).status, 401)
  })

  test('T28: without options of the operator nothing is let through, whatever the query says', async () => {
    const { accessToken } = await server.signedIn()
    const authorization = `Bearer ${accessToken}`
    for (const header of ['', 'cookie=access_token', 'client_id=', `client_id=${CLIENT_ID}&client_id=x`]) {
      const { status } = await ask(`/forward-auth/envoy/?${OPTIONS}`, { authorization, 'x-gatehouse-options': header })
      assert.equal(status, 422, header)
    }
    assert.equal((await ask(`/forward-auth/envoy/?${OPTIONS}`, { authorization })).status, 422)
  })

  test('T59: no path leads from there to an answer that lets a request through', async () => {
    const options = { 'x-gatehouse-options': OPTIONS }
    const spellings = [
      '/../../health',
      '/x/../../../health',
      '/..',
      '/.',
      '/%2e%2e/%2e%2e/health',
      '/.%2E/%2e./health',
      '/./../../health',
      '/x/..',
    ]
    for (const path of spellings) {
      const target = `/forward-auth/envoy${path}`
      assert.equal((await ask(target, options)).status, 400, path)
      assert.equal((await ask(`http://gatehouse.internal${target}`, options)).status, 400, path)
    }
    // What is a name and no dot segment, or stands in the query, is nobody's trick.
    for (const path of ['/...', '/a..b', '/.well-known/x', '/x?next=/../y', '/..%2fhealth', '/..;/health'])
      assert.equal((await ask(`/forward-auth/envoy${path}`, options)).status, 401, path)
  })

  test('T57: the log does not tell where people go in another application', () => {
    assert.equal(loggablePath('/forward-auth/envoy/reset/secret-token'), '/forward-auth/envoy/…')
  })
})
