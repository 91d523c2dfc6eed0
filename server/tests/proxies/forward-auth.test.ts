import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { API_KEY, type SignedIn, useServer } from '../harness.ts'
import { forgeAccessTokens } from '../security/forged-access-tokens.ts'
import { useListening } from '../security/listen.ts'
import { exchange } from '../security/raw-http.ts'
import { sqlite } from '../support/databases.ts'
import { behind, caddy, nginx, type ReverseProxy, type RunningProxy, startProxy } from '../support/proxies.ts'
import { type Reached, type RecordingApplication, startRecordingApplication } from '../support/recording-application.ts'
import { IDENTITY_HEADERS, smuggled, spoofedHeaders } from './hostile-requests.ts'

const CALLBACK = 'https://app.example.com/callback'

for (const proxy of [nginx, caddy]) behind(proxy, forwardAuthSuite)

function forwardAuthSuite(proxy: ReverseProxy): void {
  const server = useServer(sqlite, { publicUrl: 'https://auth.example.com' })
  const listening = useListening(server)
  let application: RecordingApplication
  let running: RunningProxy
  let ada: SignedIn

  before(async () => {
    application = await startRecordingApplication()
    running = await startProxy(proxy, { gatehouse: listening.port, application: application.port })
    ada = await server.signedIn()
  })
  beforeEach(() => {
    application.reached()
  })
  after(async () => {
    await running?.[Symbol.asyncDispose]()
    await application?.close()
  })

  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`http://127.0.0.1:${running.port}${path}`, { redirect: 'manual', ...init })
    return { status: response.status, headers: response.headers, body: await response.text() }
  }
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

  /** The application was told whose request it is, once each, and by nobody else. */
  function assertIdentity(reached: Reached | undefined, { user, sessionId }: SignedIn): void {
    assert.ok(reached)
    const told = [...reached.headers].filter(([name]) => name.startsWith('x-auth-')).sort()
    assert.deepEqual(told, [
      ['x-auth-client', ['client_local']],
      ['x-auth-email', [user.email]],
      ['x-auth-organization', ['-']],
      ['x-auth-role', ['-']],
      ['x-auth-session', [sessionId]],
      ['x-auth-user', [user.id]],
    ])
  }

  test('a live session reaches it, by header or by cookie, with who it is', async () => {
    for (const headers of [bearer(ada.accessToken), { cookie: `a=b; access_token=${ada.accessToken}` }]) {
      const { status, body } = await ask('/page?client_id=client_other&cookie=a', { headers })
      assert.deepEqual([status, body], [200, 'the application'])
      const [reached, ...more] = application.reached()
      assert.deepEqual([reached?.url, more.length], ['/page?client_id=client_other&cookie=a', 0])
      assertIdentity(reached, ada)
    }
  })

  test('T19: it refuses a session at once when it is signed out, and a user whose sessions are revoked', async () => {
    const revoked = await server.signedIn()
    const signedOut = await server.signedIn()
    for (const { accessToken } of [revoked, signedOut])
      assert.equal((await ask('/', { headers: bearer(accessToken) })).status, 200)
    application.reached()

    await server.logOut(signedOut.sessionId)
    const first = await ask('/', { headers: bearer(signedOut.accessToken) })
    await server.api('POST', '/user_management/sessions/revocations', { user_id: revoked.user.id })
    const second = await ask('/', { headers: { cookie: `access_token=${revoked.accessToken}` } })

    assert.deepEqual([first.status, second.status], [401, 401])
    assert.match(first.headers.get('www-authenticate') ?? '', /^Bearer/)
    assert.deepEqual(application.reached(), [])
  })

  test('T26 T28: nothing but a live access token reaches it', async () => {
    const forged = forgeAccessTokens(server.app, ada.accessToken)
      .map(({ token }) => token)
      .filter((token) => /^[\x21-\x7e]{1,6000}$/.test(token))
      // Introspection, which checks in the same way, is given all of them; here it is about the way through the proxy.
      .filter((_token, index) => index % 8 === 0)
    const others = [ada.refreshToken, ada.sessionId, ada.user.id, API_KEY, 'x']
    assert.ok(forged.length > 10)
    for (const token of [...forged, ...others]) {
      const { status } = await ask('/', { headers: bearer(token) })
      assert.equal(status, 401, token)
    }
    for (const token of others)
      assert.equal((await ask('/', { headers: { cookie: `access_token=${token}` } })).status, 401)
    assert.equal((await ask('/')).status, 401)
    assert.deepEqual(application.reached(), [])
  })

  test('T59: identity that a client sends never reaches it', async () => {
    for (const header of spoofedHeaders()) {
      const lines = [`GET /spoof HTTP/1.1`, 'Host: app.example.com', `Authorization: Bearer ${ada.accessToken}`, header]
      await exchange(running.port, `${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`)
      const reached = application.reached()
      // Refusing such a request is as good.
      for (const one of reached) assertIdentity(one, ada)

      const without = [`GET /spoof HTTP/1.1`, 'Host: app.example.com', header]
      const { answers } = await exchange(running.port, `${without.join('\r\n')}\r\nConnection: close\r\n\r\n`)
      assert.ok([400, 401].includes(answers[0]?.status ?? 0), header)
      assert.deepEqual(application.reached(), [], header)
    }
  })

  test('T59: a client can take its own identity away, by `Connection`, but get no other', async () => {
    for (const name of [...IDENTITY_HEADERS, 'Authorization', 'Cookie', 'Host']) {
      const lines = [
        ...['GET /hop HTTP/1.1', 'Host: app.example.com', `Authorization: Bearer ${ada.accessToken}`],
        ...[`${name}: evil`, `Connection: close, ${name}`],
      ].filter((line) => name !== 'Authorization' || line !== 'Authorization: evil')
      await exchange(running.port, `${lines.join('\r\n')}\r\n\r\n`)
      for (const { headers } of application.reached())
        for (const [, [value, ...more]] of [...headers].filter(([other]) => other.startsWith('x-auth-')))
          assert.deepEqual(
            [[ada.user.id, ada.sessionId, 'client_local', ada.user.email, '-'].includes(value ?? ''), more],
            [true, []],
          )
    }
  })

  test('T59: what two parsers could read differently brings nothing to it without a live session', async () => {
    for (const { title, request } of smuggled(ada.accessToken)) {
      await exchange(running.port, request, { expected: 2, patienceMs: 150 })
      for (const reached of application.reached()) {
        assert.doesNotMatch(reached.url, /stolen/, title)
        assertIdentity(reached, ada)
      }
    }
    assert.equal((await ask('/', { headers: bearer(ada.accessToken) })).status, 200)
  })

  test('bodies of any size and length pass, and every method', async () => {
    const body = 'x'.repeat(300_000)
    for (const [method, sent] of [
      ['POST', body],
      ['PUT', ''],
      ['DELETE', undefined],
      ['OPTIONS', undefined],
      ['HEAD', undefined],
    ] as const) {
      const { status } = await ask('/form', {
        method,
        headers: bearer(ada.accessToken),
        ...(sent === undefined ? {} : { body: sent }),
      })
      const [reached] = application.reached()
      assert.deepEqual([status, reached?.method, reached?.body.length], [200, method, sent?.length ?? 0])
      assertIdentity(reached, ada)
    }
    const stream = new ReadableStream({
      start(controller) {
        for (let left = 3; left > 0; left--) controller.enqueue(new TextEncoder().encode(body))
        controller.close()
      },
    })
    const { status } = await ask('/stream', {
      method: 'POST',
      headers: bearer(ada.accessToken),
      body: stream,
      duplex: 'half',
    } as RequestInit)
    const [reached] = application.reached()
    assert.deepEqual([status, reached?.body.length], [200, 900_000])
    assertIdentity(reached, ada)
  })

  test('T65: a preflight, which carries no token, does not reach it', async () => {
    const { status, headers } = await ask('/data', {
      method: 'OPTIONS',
      headers: {
        origin: 'https://evil.example',
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization',
      },
    })
    assert.equal(status, 401)
    assert.equal(headers.get('access-control-allow-origin'), null)
    assert.deepEqual(application.reached(), [])
  })

  test('T29: of two cookies or two Authorization headers none counts, and a cookie never saves a bad header', async () => {
    const { accessToken } = ada
    const refused = [
      [`Cookie: access_token=${accessToken}; access_token=${accessToken}`],
      [`Cookie: access_token=x`, `Cookie: access_token=${accessToken}`],
      [`Authorization: Bearer ${accessToken}`, `Authorization: Bearer ${accessToken}`],
      [`Authorization: Bearer x`, `Cookie: access_token=${accessToken}`],
      [`Authorization: Basic x`, `Cookie: access_token=${accessToken}`],
      [`Authorization: Bearer ${accessToken}, Bearer ${accessToken}`],
      [`Cookie: Access_Token=${accessToken}`],
      [`X-Access-Token: ${accessToken}`],
    ]
    for (const headers of refused) {
      const lines = ['GET / HTTP/1.1', 'Host: app.example.com', ...headers, 'Connection: close']
      const { answers } = await exchange(running.port, `${lines.join('\r\n')}\r\n\r\n`)
      assert.ok([400, 401].includes(answers[0]?.status ?? 0), headers.join(' '))
    }
    assert.deepEqual(application.reached(), [])
  })

  test('T58: while Gatehouse is away or fails, nothing reaches it', async () => {
    const port = await deadPort()
    await using orphan = await startProxy(proxy, { gatehouse: port, application: application.port })
    const response = await fetch(`http://127.0.0.1:${orphan.port}/`, { headers: bearer(ada.accessToken) })
    assert.ok(response.status >= 500)
    assert.deepEqual(application.reached(), [])
  })

  if (proxy.name === 'nginx')
    test('the location that asks is not for clients', async () => {
      const { status } = await ask('/gatehouse-forward-auth', { headers: bearer(ada.accessToken) })
      assert.equal(status, 404)
      assert.deepEqual(application.reached(), [])
    })

  if (proxy.name === 'Caddy')
    test('whoever opens a page and is not signed in is sent to sign in, and comes back to a registered address only', async () => {
      const option = { '&cookie=access_token': `&cookie=access_token&redirect_uri=${CALLBACK}` }
      await using sending = await startProxy(
        proxy,
        { gatehouse: listening.port, application: application.port },
        option,
      )
      // Node's fetch would say that it is one (`Sec-Fetch-Mode: cors`).
      const open = async (headers: Record<string, string>, method = 'GET') => {
        const lines = Object.entries({ host: 'app.example.com', connection: 'close', ...headers }).map(
          ([name, value]) => `${name}: ${value}`,
        )
        const { answers } = await exchange(
          sending.port,
          `${[`${method} /page HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`,
        )
        return { status: answers[0]?.status, headers: new Headers(answers[0]?.headers) }
      }
      const page = { accept: 'text/html' }
      assert.equal((await open(page)).status, 401)

      await server.api('POST', '/user_management/redirect_uris', { uri: CALLBACK })

      const { status, headers } = await open(page)
      assert.equal(status, 302)
      assert.equal(
        headers.get('location'),
        `https://auth.example.com/user_management/authorize?${new URLSearchParams({ client_id: 'client_local', redirect_uri: CALLBACK, response_type: 'code', provider: 'authkit' })}`,
      )
      assert.equal((await open({ 'sec-fetch-mode': 'navigate' })).status, 302)
      assert.equal((await open({ 'sec-fetch-mode': 'cors', ...page })).status, 401)
      assert.equal((await open(page, 'POST')).status, 401)
      assert.equal((await open({ accept: 'application/json' })).status, 401)
      assert.equal((await open({ ...page, ...bearer(ada.accessToken) })).status, 200)
    })
}

/** Nobody listens there any more. */
async function deadPort(): Promise<number> {
  const gone = await startRecordingApplication()
  await gone.close()
  return gone.port
}
