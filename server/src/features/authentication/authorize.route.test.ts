import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import {
  API_KEY,
  authenticate,
  CLIENT_ID,
  decodeToken,
  PASSWORD,
  startServer,
  type TestServer,
  useServer,
} from '../../../tests/harness.ts'
import type { TestBrowser } from '../../../tests/support/browser.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'

const CALLBACK = 'http://localhost:3000/callback'
const VERIFIER = 'v'.repeat(43)
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url')

const authorizeUrl = (more: Record<string, string> = {}) =>
  `/user_management/authorize?${new URLSearchParams({ client_id: CLIENT_ID, redirect_uri: CALLBACK, response_type: 'code', provider: 'authkit', ...more })}`

/** Where the page sends the browser on. */
function handOff(html: string): URL {
  const target = /http-equiv="refresh" content="0;url=([^"]+)"/.exec(html)?.[1]
  assert.ok(target, html)
  return new URL(target.replaceAll('&amp;', '&'))
}

async function signInOnPage(browser: TestBrowser, email: string, more: Record<string, string> = {}): Promise<URL> {
  const { html } = await browser.open(authorizeUrl(more))
  return handOff((await browser.submit(html, { email, password: PASSWORD })).html)
}

const exchange = (server: TestServer, code: string | null, more: object = {}) =>
  authenticate(server, { grant_type: 'authorization_code', client_secret: API_KEY, code, ...more })

onEachDatabase('hosted sign-in', (database) => {
  const server = useServer(database)

  test('asks for the password, returns a code, and the code becomes a session of that browser', async () => {
    const user = await server.createUser()
    const browser = server.browser()
    await server.newEvents()

    const callback = await signInOnPage(browser, user.email, { state: 'abc' })
    const { status, body } = await exchange(server, callback.searchParams.get('code'))

    assert.equal(callback.origin + callback.pathname, CALLBACK)
    assert.equal(callback.searchParams.get('state'), 'abc')
    assert.equal(status, 200)
    assert.equal(body.user.id, user.id)
    assert.ok(body.user.last_sign_in_at)
    assert.deepEqual(await server.newEvents(), ['authentication.password_succeeded', 'session.created'])
    const { aud, iss, sub, client_id } = decodeToken(body.access_token)
    assert.deepEqual(
      { aud, iss, sub, client_id },
      { aud: CLIENT_ID, client_id: CLIENT_ID, iss: `${server.origin}/user_management/${CLIENT_ID}`, sub: user.id },
    )
  })

  test('hands `state` back to the letter, whatever is in it', async () => {
    const user = await server.createUser()
    for (const state of ['a*b~c', '{"returnTo":"/x?y=1&z=2#f"}', 'ü 漢 + %2B %', 'x'.repeat(700), 'a=b&code=evil']) {
      const callback = await signInOnPage(server.browser(), user.email, { state })
      assert.equal(callback.searchParams.get('state'), state)
      assert.equal(callback.searchParams.getAll('code').length, 1)
    }
  })

  test('a browser that is signed in already gets a code without a page', async () => {
    const user = await server.createUser()
    const browser = server.browser()
    await signInOnPage(browser, user.email)

    const response = await browser.get(authorizeUrl({ state: 's' }))

    assert.equal(response.status, 302)
    const { body } = await exchange(server, new URL(response.headers.get('location') ?? '').searchParams.get('code'))
    assert.equal(body.user.id, user.id)
  })

  test('after a sign-out the page asks for the password again, although the browser still has its cookie', async () => {
    const user = await server.createUser()
    const browser = server.browser()
    const callback = await signInOnPage(browser, user.email)
    const { body } = await exchange(server, callback.searchParams.get('code'))

    await server.logOut(decodeToken(body.access_token).sid)

    const { html } = await browser.open(authorizeUrl())
    assert.match(html, /type="password"/)
  })

  test('T19: a sign-out also kills a code that nobody has exchanged yet', async () => {
    const user = await server.createUser()
    const browser = server.browser()
    const first = await signInOnPage(browser, user.email)
    const second = await browser.get(authorizeUrl())
    const { body } = await exchange(server, first.searchParams.get('code'))

    await server.logOut(decodeToken(body.access_token).sid)

    const unspent = new URL(second.headers.get('location') ?? '').searchParams.get('code')
    assert.equal((await exchange(server, unspent)).body.error, 'invalid_grant')
  })

  test('signing out clears the cookie of the hosted sign-in, and only of that one', async () => {
    const user = await server.createUser()
    const browser = server.browser()
    const callback = await signInOnPage(browser, user.email)
    const { body } = await exchange(server, callback.searchParams.get('code'))
    const other = await server.signedIn()

    await browser.get(`/user_management/sessions/logout?session_id=${other.sessionId}`)
    assert.ok(browser.cookies.has('gatehouse-session'), 'T07: another session is none of this browser')
    await browser.get(`/user_management/sessions/logout?session_id=${decodeToken(body.access_token).sid}`)

    assert.ok(!browser.cookies.has('gatehouse-session'))
  })

  test('prompt=login, max_age=0 and a max_age that has passed ask again; a max_age that has not does not', async () => {
    const user = await server.createUser()
    const browser = server.browser()
    await signInOnPage(browser, user.email)
    server.passSeconds(100)

    for (const more of [{ prompt: 'login' }, { max_age: '0' }, { max_age: '99' }] as Record<string, string>[]) {
      assert.match((await browser.open(authorizeUrl(more))).html, /type="password"/, JSON.stringify(more))
    }
    const silent = await browser.get(authorizeUrl({ max_age: '200' }))
    assert.match(silent.headers.get('location') ?? '', /code=/)
  })

  test('signing in again in the same browser keeps the older sessions tied to it', async () => {
    const user = await server.createUser()
    const browser = server.browser()
    const first = await signInOnPage(browser, user.email)
    const { body } = await exchange(server, first.searchParams.get('code'))
    const cookie = browser.cookies.get('gatehouse-session')
    await signInOnPage(browser, user.email, { prompt: 'login' })
    assert.notEqual(browser.cookies.get('gatehouse-session'), cookie, 'T20: a new cookie at every sign-in')

    await server.logOut(decodeToken(body.access_token).sid)

    assert.match((await browser.open(authorizeUrl())).html, /type="password"/)
  })

  test('an event tells that somebody who was signed in has proved it again, and of nobody else', async () => {
    const [user, other] = [await server.createUser(), await server.createUser()]
    const browser = server.browser()
    const names = async () => (await server.newEvents()).filter((name) => name.startsWith('authentication.'))
    await names()

    await signInOnPage(browser, user.email)
    const first = await names()
    await signInOnPage(browser, user.email, { max_age: '0' })
    const again = await names()
    await signInOnPage(browser, other.email, { prompt: 'login' })
    const somebodyElse = await names()

    assert.deepEqual(first, ['authentication.password_succeeded'])
    assert.deepEqual(again, ['authentication.password_succeeded', 'authentication.reauthentication_succeeded'])
    assert.deepEqual(somebodyElse, ['authentication.password_succeeded'])
    const named = '/events?events=authentication.reauthentication_succeeded&order=desc'
    const [event] = (await server.api('GET', named)).body.data
    assert.deepEqual(event.data, {
      type: 'reauthentication',
      status: 'succeeded',
      ip_address: null,
      user_agent: null,
      user_id: user.id,
      email: user.email,
    })
  })

  test('T20: a page opened in one browser cannot be finished in another', async () => {
    const user = await server.createUser()
    const { html } = await server.browser().open(authorizeUrl())

    const elsewhere = await server.browser().submit(html, { email: user.email, password: PASSWORD })

    assert.equal(elsewhere.response.status, 400)
    assert.doesNotMatch(elsewhere.html, /code=/)
    assert.deepEqual(elsewhere.response.headers.getSetCookie(), [])
  })

  test('T47: a form submitted from another site is refused', async () => {
    const user = await server.createUser()
    const browser = server.browser()
    const { html } = await browser.open(authorizeUrl())
    const request = /name="request" value="([^"]+)"/.exec(html)?.[1] ?? ''

    const response = await server.request('/sign-in', {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'cross-site',
        cookie: [...browser.cookies].map((pair) => pair.join('=')).join('; '),
      },
      body: new URLSearchParams({ request, email: user.email, password: PASSWORD }),
    })

    assert.equal(response.status, 403)
    assert.deepEqual(response.headers.getSetCookie(), [])
  })

  test('a form submitted twice signs in once', async () => {
    const user = await server.createUser()
    const browser = server.browser()
    const { html } = await browser.open(authorizeUrl())
    await server.newEvents()

    const both = await Promise.all([
      browser.submit(html, { email: user.email, password: PASSWORD }),
      browser.submit(html, { email: user.email, password: PASSWORD }),
    ])

    // A double click: the browser drops the answer to the first submission, so the second one must be good as well.
    assert.deepEqual(
      both.map(({ response }) => response.status),
      [200, 200],
    )
    assert.deepEqual(await server.newEvents(), ['authentication.password_succeeded'])
    const ofUser = server.app.db.selectFrom('browser_session').selectAll().where('user_id', '=', user.id)
    assert.equal((await ofUser.execute()).length, 1)
  })

  test('T34: a wrong password and an unknown address are answered with the same page', async () => {
    const user = await server.createUser()
    const browser = server.browser()
    const { html } = await browser.open(authorizeUrl())

    const wrong = await browser.submit(html, { email: user.email, password: 'wrong password' })
    const unknown = await browser.submit(html, { email: 'nobody@example.com', password: 'wrong password' })

    assert.equal(wrong.response.status, 200)
    assert.equal(wrong.html.replaceAll(user.email, 'X'), unknown.html.replaceAll('nobody@example.com', 'X'))
    assert.ok(!browser.cookies.has('gatehouse-session'))
  })

  test('T06: markup in the fields comes back as text', async () => {
    const browser = server.browser()
    const { html } = await browser.open(authorizeUrl({ login_hint: '"><script>alert(1)</script>' }))
    const answered = await browser.submit(html, { email: '"><img src=x onerror=alert(1)>', password: 'x' })

    for (const text of [html, answered.html]) assert.doesNotMatch(text, /<script>alert|<img src=x/)
    assert.match(
      answered.response.headers.get('content-security-policy') ?? '',
      /default-src 'none'.*frame-ancestors 'none'/,
    )
  })

  test('a new person signs up and is signed in', async () => {
    const browser = server.browser()
    const { html } = await browser.open(authorizeUrl({ screen_hint: 'sign-up' }))
    const email = `${server.app.ids.ulid()}@example.com`

    const weak = await browser.submit(html, { first_name: 'Ada', last_name: '', email, password: 'short' })
    assert.match(weak.html, /at least 10 characters/i)
    const done = await browser.submit(weak.html, { first_name: 'Ada', last_name: '', email, password: PASSWORD })

    const { body } = await exchange(server, handOff(done.html).searchParams.get('code'))
    assert.equal(body.user.email, email)
    assert.equal(body.user.first_name, 'Ada')
    assert.equal(body.user.last_name, null)
  })

  const refused: [string, Record<string, string>][] = [
    ['unsupported_response_type', { response_type: 'token' }],
    ['invalid_connection_selector', { provider: 'GoogleOAuth' }],
    ['invalid_request', { code_challenge: CHALLENGE, code_challenge_method: 'plain' }],
    ['invalid_request', { code_challenge: CHALLENGE }],
    ['invalid_request', { code_challenge: 'short', code_challenge_method: 'S256' }],
    ['invalid_request', { max_age: '-1' }],
    ['login_required', { prompt: 'none' }],
  ]
  for (const [error, more] of refused) {
    test(`${JSON.stringify(more)} goes back to the application with ${error} and the state`, async () => {
      const response = await server.browser().get(authorizeUrl({ state: 'st', ...more }))

      assert.equal(response.status, 302)
      const location = new URL(response.headers.get('location') ?? '')
      assert.equal(location.origin + location.pathname, CALLBACK)
      assert.equal(location.searchParams.get('error'), error)
      assert.equal(location.searchParams.get('state'), 'st')
      assert.equal(location.searchParams.get('code'), null)
    })
  }

  test('an empty organization_id, max_age or invitation_token counts as none; an empty code_challenge does not', async () => {
    const browser = server.browser()
    const user = await server.createUser()
    const unused = { organization_id: '', max_age: '', invitation_token: '' }
    const callback = await signInOnPage(browser, user.email, unused)
    const silently = await browser.get(authorizeUrl({ ...unused, prompt: 'none' }))
    const weakened = await browser.get(authorizeUrl({ code_challenge: '', prompt: 'none' }))

    assert.equal((await exchange(server, callback.searchParams.get('code'))).status, 200)
    assert.match(silently.headers.get('location') ?? '', /[?&]code=/)
    assert.match(weakened.headers.get('location') ?? '', /[?&]error=invalid_request/)
    assert.doesNotMatch(weakened.headers.get('location') ?? '', /[?&]code=/)
  })

  const neverRedirected: [string, string][] = [
    ['an unknown client id', authorizeUrl({ client_id: 'client_nobody' })],
    ['no client id', `/user_management/authorize?redirect_uri=${CALLBACK}&response_type=code`],
    ['an address that is not loopback', authorizeUrl({ redirect_uri: 'https://evil.example/cb' })],
    ['no redirect URI', `/user_management/authorize?client_id=${CLIENT_ID}&response_type=code&provider=authkit`],
    ['two redirect URIs', `${authorizeUrl()}&redirect_uri=https://evil.example/`],
  ]
  for (const [what, url] of neverRedirected) {
    test(`${what}: a page tells the developer, and nobody is redirected`, async () => {
      const { response, html } = await server.browser().open(url)

      assert.equal(response.status, 400)
      assert.equal(response.headers.get('location'), null)
      assert.doesNotMatch(html, /http-equiv="refresh"|href="https:\/\/evil/)
      assert.match(response.headers.get('content-type') ?? '', /text\/html/)
    })
  }

  test('once a redirect URI is registered, only registered ones are followed', async () => {
    await using own = await startServer(database)
    await own.api('POST', '/user_management/redirect_uris', { uri: 'https://app.example.com/cb?tenant=1' })

    const good = await own
      .browser()
      .get(authorizeUrl({ redirect_uri: 'https://app.example.com/cb?tenant=1', prompt: 'none' }))
    const loopback = await own.browser().get(authorizeUrl())

    assert.match(good.headers.get('location') ?? '', /^https:\/\/app\.example\.com\/cb\?tenant=1&error=login_required/)
    assert.equal(loopback.status, 400)
  })

  test('in production nothing unregistered is followed, and the problem page lists nothing', async () => {
    await using own = await startServer(database, { mode: 'production', publicUrl: 'https://auth.example.com' })
    const [application] = await own.app.db.selectFrom('application').selectAll().execute()
    assert.ok(application)
    assert.notEqual(application.id, CLIENT_ID)

    const { response, html } = await own.browser().open(authorizeUrl({ client_id: application.id }))

    assert.equal(response.status, 400)
    assert.doesNotMatch(html, /sk_test_default|curl|localhost:3000/)
  })

  test('T29: over https the cookies are __Host-, Secure, HttpOnly and SameSite=Lax', async () => {
    await using own = await startServer(database, { publicUrl: 'https://auth.example.com' })
    const user = await own.createUser()
    const browser = own.browser()
    const opened = await browser.get(authorizeUrl())
    const { html } = await browser.open(authorizeUrl())
    const { response } = await browser.submit(html, { email: user.email, password: PASSWORD })

    for (const cookie of [...opened.headers.getSetCookie(), ...response.headers.getSetCookie()]) {
      assert.match(cookie, /^__Host-gatehouse-(browser|session)=[\w-]{43};/)
      for (const attribute of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax'])
        assert.ok(cookie.includes(attribute), cookie)
      assert.doesNotMatch(cookie, /Domain/i)
    }
  })
})

onEachDatabase('exchanging a code', (database) => {
  const server = useServer(database)
  const freshCode = async (more: Record<string, string> = {}) => {
    const user = await server.createUser()
    const code = (await signInOnPage(server.browser(), user.email, more)).searchParams.get('code')
    return { user, code }
  }
  const pkce = { code_challenge: CHALLENGE, code_challenge_method: 'S256' }

  test('T44: PKCE, in every combination of challenge, verifier and secret', async () => {
    const withoutSecret = { client_secret: undefined }
    const cases: [Record<string, string>, object, number][] = [
      [pkce, { code_verifier: VERIFIER }, 200],
      [pkce, { ...withoutSecret, code_verifier: VERIFIER }, 200],
      [pkce, {}, 400],
      [pkce, withoutSecret, 400],
      [pkce, { code_verifier: 'w'.repeat(43) }, 400],
      [pkce, { ...withoutSecret, code_verifier: CHALLENGE }, 400],
      [pkce, { code_verifier: 'short' }, 400],
      [{}, {}, 200],
      [{}, withoutSecret, 400],
      [{}, { code_verifier: VERIFIER }, 400],
      [{}, { ...withoutSecret, code_verifier: VERIFIER }, 400],
    ]
    for (const [authorizeMore, exchangeMore, status] of cases) {
      const { code } = await freshCode(authorizeMore)
      const answer = await exchange(server, code, exchangeMore)
      assert.equal(answer.status, status, JSON.stringify([authorizeMore, exchangeMore, answer.body]))
      if (status === 400) assert.ok(answer.body.error_description)
    }
  })

  test('T33: a code works once; a second use ends the session it was exchanged for', async () => {
    const { code } = await freshCode()
    const first = await exchange(server, code)
    assert.equal(first.status, 200)

    const second = await exchange(server, code)

    assert.deepEqual(second.body, {
      error: 'invalid_grant',
      error_description: `The code '${code}' has expired or is invalid.`,
    })
    assert.equal((await server.refresh(first.body.refresh_token)).body.error, 'invalid_grant')
  })

  test('a code expires after ten minutes', async () => {
    const { code } = await freshCode()
    server.passSeconds(601)

    assert.equal((await exchange(server, code)).body.error, 'invalid_grant')
  })

  test('a deleted user’s code is worth nothing', async () => {
    const { user, code } = await freshCode()
    await server.api('DELETE', `/user_management/users/${user.id}`)

    assert.equal((await exchange(server, code)).body.error, 'invalid_grant')
  })
})
