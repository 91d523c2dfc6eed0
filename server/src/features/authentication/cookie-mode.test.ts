import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { API_KEY, CLIENT_ID, readAnswer, useServer } from '../../../tests/harness.ts'
import { authorize, openAppPage } from '../../../tests/support/app-page.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'

const PAGE = 'https://app.example.com'
const REFRESH_COOKIE = `__Host-gatehouse-refresh-${CLIENT_ID}`
const DAYS_30 = 30 * 24 * 60 * 60
const DAYS_400 = 400 * 24 * 60 * 60

onEachDatabase('cookie mode of the browser SDK', (database) => {
  const server = useServer(database, { publicUrl: 'https://auth.example.com', cookieDomain: 'example.com' })
  before(async () => {
    await server.api('POST', '/user_management/cors_origins', { origin: PAGE })
    await server.api('POST', '/user_management/redirect_uris', { uri: PAGE })
  })
  const signedInPage = async () => {
    const page = openAppPage(server, { origin: PAGE })
    const { email } = await server.createUser()
    return { page, ...(await page.signIn(email)) }
  }
  const refreshCount = async (sessionId: string) => {
    const query = server.app.db.selectFrom('session').select('refresh_count').where('id', '=', sessionId)
    return (await query.executeTakeFirstOrThrow()).refresh_count
  }

  test('T29: an exchanged code leaves the refresh token out of reach of scripts, and a mark on the parent domain', async () => {
    const { cookies, refreshToken } = await signedInPage()

    assert.deepEqual(cookies, [
      `${REFRESH_COOKIE}=${refreshToken}; Max-Age=${DAYS_30}; Path=/; HttpOnly; Secure; SameSite=Lax`,
      `workos-has-session=${CLIENT_ID}; Max-Age=${DAYS_400}; Domain=example.com; Path=/; Secure; SameSite=Lax`,
    ])
  })

  test('a refresh takes the token from the cookie, answers its successor and keeps that', async () => {
    const { page, sessionId, refreshToken } = await signedInPage()
    await server.newEvents()
    server.passSeconds(60)

    const first = await readAnswer(await page.refresh())
    server.passSeconds(60)
    const second = await readAnswer(await page.refresh())

    assert.deepEqual([first.status, second.status], [200, 200])
    assert.notEqual(first.body.refresh_token, refreshToken)
    assert.equal(page.browser.cookies.get(REFRESH_COOKIE), second.body.refresh_token)
    assert.equal(await refreshCount(sessionId), 2)
    assert.deepEqual(await server.newEvents(), [])
    const lasts = Number(/; Max-Age=(\d+);/.exec(first.headers.getSetCookie()[0] ?? '')?.[1])
    assert.ok(lasts > DAYS_30 - 90 && lasts <= DAYS_30 - 60, `the cookie goes when the session is over: ${lasts}`)
  })

  test('without a cookie it is told in the official words that there is none, and the mark goes', async () => {
    const page = openAppPage(server, { origin: PAGE })
    page.browser.cookies.set('workos-has-session', CLIENT_ID)

    const { status, body, headers } = await readAnswer(await page.refresh())

    assert.equal(status, 400)
    assert.deepEqual(body, { error: 'invalid_grant', error_description: 'Refresh token not found' })
    assert.deepEqual(headers.getSetCookie(), [
      'workos-has-session=; Max-Age=0; Domain=example.com; Path=/; Secure; SameSite=Lax',
    ])
  })

  const strangers: [who: string, headers: Record<string, string>, more: object][] = [
    ['a page of another origin', { origin: 'https://evil.example' }, {}],
    ['a page without an origin of its own', { origin: 'null' }, {}],
    ['a caller that names no origin', {}, {}],
    ['a server with its API key', { origin: PAGE }, { client_secret: API_KEY }],
  ]
  for (const [who, headers, more] of strangers) {
    test(`T65: ${who} cannot use the cookie, and nothing is rotated or set`, async () => {
      const { page, sessionId } = await signedInPage()
      const cookie = [...page.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')

      const response = await server.request('/user_management/authenticate', {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie, ...headers },
        body: JSON.stringify({ client_id: CLIENT_ID, grant_type: 'refresh_token', ...more }),
      })

      assert.equal(response.status, 400)
      assert.deepEqual(await response.json(), {
        error: 'invalid_request',
        error_description: 'Missing required parameter: refresh_token',
      })
      assert.deepEqual(response.headers.getSetCookie(), [])
      assert.equal(await refreshCount(sessionId), 0)
      assert.equal((await page.refresh()).status, 200)
    })

    test(`T65: ${who} is given no cookie`, async () => {
      const { email } = await server.createUser()
      const verifier = 'v'.repeat(43)
      const code = await authorize(server.browser(), { verifier, email, clientId: CLIENT_ID, redirectUri: PAGE })
      const post = (body: object) =>
        server.request('/user_management/authenticate', {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify({ client_id: CLIENT_ID, ...body, ...more }),
        })

      const exchanged = await post({ grant_type: 'authorization_code', code, code_verifier: verifier })
      const { refresh_token } = (await exchanged.json()) as { refresh_token: string }
      const refreshed = await post({ grant_type: 'refresh_token', refresh_token })

      assert.deepEqual([exchanged.status, refreshed.status], [200, 200])
      assert.deepEqual([...exchanged.headers.getSetCookie(), ...refreshed.headers.getSetCookie()], [])
    })
  }

  test('twenty tabs that refresh at once with one cookie all go on, and so does the cookie that is left', async () => {
    const { page, sessionId } = await signedInPage()
    await server.newEvents()

    const tabs = await Promise.all(Array.from({ length: 20 }, async () => readAnswer(await page.refresh())))
    server.passSeconds(300)
    const later = await page.refresh()

    assert.deepEqual(new Set(tabs.map(({ status }) => status)), new Set([200]))
    assert.equal(new Set(tabs.map(({ body }) => body.refresh_token)).size, 1)
    assert.equal(later.status, 200)
    assert.equal(await refreshCount(sessionId), 2)
    assert.deepEqual(await server.newEvents(), [])
  })

  const ends: [how: string, end: (of: { sessionId: string; userId: string }) => Promise<unknown>, words: string][] = [
    [
      'was revoked',
      ({ sessionId }) => server.api('POST', '/user_management/sessions/revoke', { session_id: sessionId }),
      'Session has already ended.',
    ],
    [
      'belonged to a deleted user',
      ({ userId }) => server.api('DELETE', `/user_management/users/${userId}`),
      'Session has already ended.',
    ],
    ['is past its length', async () => server.passSeconds(DAYS_30 + 1), 'Session has expired.'],
  ]
  for (const [how, end, words] of ends) {
    test(`a refresh of a session that ${how} is refused, and the browser forgets both cookies`, async () => {
      const { page, sessionId, user, cookies } = await signedInPage()
      await end({ sessionId, userId: user.id })

      const { status, body, headers } = await readAnswer(await page.refresh())

      assert.equal(status, 400)
      assert.deepEqual(body, { error: 'invalid_grant', error_description: words })
      assert.deepEqual(headers.getSetCookie(), cookies.map(cleared))
      assert.deepEqual([...page.browser.cookies.keys()].filter(isOfTheSdk), [])
    })
  }

  test('a copied cookie that is used after the grace period ends the session, and both cookies go', async () => {
    const { page, refreshToken, cookies } = await signedInPage()
    await page.refresh()
    await server.newEvents()
    server.passSeconds(31)
    page.browser.cookies.set(REFRESH_COOKIE, refreshToken)

    const { body, headers } = await readAnswer(await page.refresh())

    assert.equal(body.error_description, 'Refresh token already exchanged.')
    assert.deepEqual(headers.getSetCookie(), cookies.map(cleared))
    assert.deepEqual(await server.newEvents(), ['session.revoked'])
  })

  test('a refusal that says nothing of the session leaves the cookies', async () => {
    const { page } = await signedInPage()
    const body = { client_id: CLIENT_ID, grant_type: 'refresh_token' }
    const ask = async (more: object) =>
      await page.browser.postJson('/user_management/authenticate', { ...body, ...more }, { origin: PAGE })

    const refused = [
      await ask({ organization_id: 'org_1' }),
      await ask({ client_id: 'client_nobody' }),
      await ask({ client_secret: 'sk_wrong' }),
      await ask({ refresh_token: 'nope' }),
    ]

    for (const response of refused) {
      assert.equal(response.status, 400)
      assert.deepEqual(response.headers.getSetCookie(), [])
    }
    assert.equal((await page.refresh()).status, 200)
  })

  test('T57: the token in the cookie is not logged', async () => {
    const { page, refreshToken } = await signedInPage()
    await page.refresh()

    assert.ok(!server.logLines.join('').includes(refreshToken))
  })

  test('a page that sends the token itself is answered the same, and the cookie follows', async () => {
    const { page, refreshToken } = await signedInPage()
    const body = { client_id: CLIENT_ID, grant_type: 'refresh_token', refresh_token: refreshToken }

    const answer = await readAnswer(
      await page.browser.postJson('/user_management/authenticate', body, { origin: PAGE }),
    )

    assert.equal(answer.status, 200)
    assert.notEqual(answer.body.refresh_token, refreshToken)
    assert.equal(page.browser.cookies.get(REFRESH_COOKIE), answer.body.refresh_token)
  })
})

onEachDatabase('cookie mode over plain http', (database) => {
  const server = useServer(database)
  const origin = 'http://localhost:3000'

  test('has no prefix and no Secure, and without a configured domain the mark is for our host alone', async () => {
    const { email } = await server.createUser()

    const { cookies, refreshToken } = await openAppPage(server, { origin }).signIn(email)

    assert.deepEqual(cookies, [
      `gatehouse-refresh-${CLIENT_ID}=${refreshToken}; Max-Age=${DAYS_30}; Path=/; HttpOnly; SameSite=Lax`,
      `workos-has-session=${CLIENT_ID}; Max-Age=${DAYS_400}; Path=/; SameSite=Lax`,
    ])
  })

  test('T29: two refresh cookies of one name mean that one was planted, and neither is used', async () => {
    const { email } = await server.createUser()
    const { refreshToken } = await openAppPage(server, { origin }).signIn(email)
    const planted = await openAppPage(server, { origin }).signIn((await server.createUser()).email)
    const name = `gatehouse-refresh-${CLIENT_ID}`

    const response = await server.request('/user_management/authenticate', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin,
        cookie: `${name}=${planted.refreshToken}; ${name}=${refreshToken}`,
      },
      body: JSON.stringify({ client_id: CLIENT_ID, grant_type: 'refresh_token' }),
    })

    assert.equal(response.status, 400)
    assert.deepEqual(await response.json(), {
      error: 'invalid_grant',
      error_description: 'Refresh token not found',
    })
    assert.ok(!response.headers.getSetCookie().some((cookie) => cookie.startsWith(name)))
  })
})

onEachDatabase('sessions that may last longer than a cookie', (database) => {
  const server = useServer(database, { session: { maximumLengthSeconds: 2 * DAYS_400 } })

  test('are kept for the 400 days that browsers allow, on the hosted pages as well', async () => {
    const { email } = await server.createUser()
    const page = openAppPage(server, { origin: 'http://localhost:3000' })

    const { cookies } = await page.signIn(email)

    assert.match(cookies[0] ?? '', new RegExp(`; Max-Age=${DAYS_400}; `))
    assert.ok(page.browser.cookies.has('gatehouse-session'))
  })
})

/** The same cookie, told to go: name and attributes alike, or the browser would keep it. */
function cleared(cookie: string): string {
  return cookie.replace(/=[^;]*; Max-Age=\d+/, '=; Max-Age=0')
}

function isOfTheSdk(name: string): boolean {
  return name === 'workos-has-session' || name.includes('gatehouse-refresh')
}
