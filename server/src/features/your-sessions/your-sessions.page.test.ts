import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  API_KEY,
  authenticate,
  CLIENT_ID,
  decodeToken,
  PASSWORD,
  type TestServer,
  useServer,
} from '../../../tests/harness.ts'
import { createBrowser, type TestBrowser } from '../../../tests/support/browser.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { writeGeoipFile } from '../../../tests/support/geoip-file.ts'
import { createMember } from '../../../tests/support/members.ts'
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts'

const REDIRECT_URI = 'http://localhost:3000/cb'
const AUTHORIZE = `/user_management/authorize?${new URLSearchParams({ client_id: CLIENT_ID, redirect_uri: REDIRECT_URI, response_type: 'code', provider: 'authkit' })}`
const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36'
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'

const geoipFile = join(temporaryFolder('geoip'), 'city.mmdb')
writeGeoipFile(geoipFile, [{ network: '198.51.100.0/24', city: { en: 'Munich', de: 'München' }, country: 'DE' }])

interface Opened {
  sessionId: string
  refreshToken: string
}

function browserAt(server: TestServer, headers: Record<string, string>): TestBrowser {
  const request: TestServer['request'] = (path, init) =>
    server.request(path, { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), ...headers } })
  return createBrowser(request, server.origin)
}

/** From the application to the hosted page and back. */
async function signIn(server: TestServer, browser: TestBrowser, email: string): Promise<Opened> {
  const { html } = await browser.open(AUTHORIZE)
  const done = await browser.submit(html, { email, password: PASSWORD })
  return await exchange(server, /content="0;url=([^"]+)"/.exec(done.html)?.[1]?.replaceAll('&amp;', '&'))
}

/** Another application of the same browser, say. */
async function signInSilently(server: TestServer, browser: TestBrowser): Promise<Opened> {
  return await exchange(server, (await browser.get(AUTHORIZE)).headers.get('location'))
}

async function exchange(server: TestServer, location: string | null | undefined): Promise<Opened> {
  const code = new URL(location ?? '').searchParams.get('code')
  const { body } = await authenticate(server, { grant_type: 'authorization_code', client_secret: API_KEY, code })
  return { sessionId: decodeToken(body.access_token).sid, refreshToken: body.refresh_token }
}

/** What the page offers to end, in its order, and where each stands. */
function listed(html: string): string[] {
  const [, here = '', elsewhere = ''] = html.split('<section class="sessions">')
  const ids = (part: string) =>
    [...part.matchAll(/<li class="session">[\s\S]*?name="end" value="([^"]+)"/g)].map(([, id]) => id)
  return [...ids(here).map((id) => `here ${id}`), ...ids(elsewhere).map((id) => `elsewhere ${id}`)]
}

async function end(browser: TestBrowser, html: string, what: string, more: Record<string, string> = {}) {
  const [, csrf_token = ''] = /name="csrf_token" value="([^"]+)"/.exec(html) ?? []
  return await browser.submit('<form action="/sessions">', { csrf_token, end: what, ...more })
}

const isAlive = async (server: TestServer, { sessionId }: { sessionId: string }) =>
  (await server.api('GET', `/user_management/sessions/${sessionId}`)).body.status === 'active'

onEachDatabase('your sessions', (database) => {
  const server = useServer(database, { geoipFile, trustedProxies: 1 })

  test('ask whoever is not signed in to sign in, and are where that leads', async () => {
    const user = await server.createUser()
    const browser = server.browser()
    await server.newEvents()

    const { html: form } = await browser.open('/sessions')
    const refused = await browser.submit(form, { email: user.email, password: 'wrong' })
    const { html, response } = await browser.submit(refused.html, { email: user.email, password: PASSWORD })

    assert.match(form, /<h1 class="heading">Sign in<\/h1>/)
    assert.equal(response.status, 200)
    assert.ok(html.includes(`Where ${user.email} is signed in.`))
    assert.match(listed(html).join(), /^here browser_session_\w+$/, 'only this sign-in, which no application uses')
    assert.deepEqual(await server.newEvents(), ['authentication.password_failed', 'authentication.password_succeeded'])
    const codes = await server.app.db.selectFrom('authorization_code').selectAll().execute()
    assert.deepEqual(codes, [], 'no code is made for nobody')
    assert.match((await browser.open('/sessions?prompt=login')).html, /<h1 class="heading">Sign in<\/h1>/)
  })

  test('T01: no parameter leads a sign-in for our own page to anywhere else', async () => {
    const { email } = await server.createUser()
    const evil = 'https://evil.example/'
    const names = ['return_to', 'redirect_uri', 'next', 'client_id', 'state', 'url']
    const browser = server.browser()

    const { html } = await browser.open(`/sessions?${new URLSearchParams(names.map((name) => [name, evil]))}`)
    const fields = Object.fromEntries(names.map((name) => [name, evil]))
    const { html: last, response } = await browser.submit(html, { ...fields, email, password: PASSWORD })

    assert.equal(response.status, 200)
    assert.match(last, /Your sessions/)
    assert.doesNotMatch(html + last, /evil\.example/)
  })

  test('are listed with device, browser, place, application, method and time, this device first', async () => {
    const user = await server.createUser()
    const here = browserAt(server, { 'user-agent': CHROME, 'x-forwarded-for': '198.51.100.7' })
    const elsewhere = await signIn(server, server.browser(), user.email)
    const own = await signIn(server, here, user.email)
    await authenticate(server, {
      ...{ grant_type: 'password', client_secret: API_KEY, email: user.email, password: PASSWORD },
      ...{ ip_address: '203.0.113.9', user_agent: IPHONE },
    })
    server.passSeconds(3 * 60 * 60)
    const { body } = await server.refresh(own.refreshToken)

    const { html } = await here.open('/sessions')

    const [first, ...others] = listed(html)
    assert.equal(first, `here ${own.sessionId}`)
    assert.equal(others.length, 2)
    assert.ok(others.includes(`elsewhere ${elsewhere.sessionId}`))
    assert.match(html, />Chrome on Linux <span class="badge">This device<\/span>/)
    assert.match(html, />Safari on iOS<\/h3>/)
    for (const fact of ['Default', 'Password', 'Munich, Germany', '198.51.100.7', '203.0.113.9'])
      assert.ok(html.includes(`>${fact}<`), fact)
    assert.match(html, />Last seen now</)
    assert.match(html, />Last seen 3 hours ago</)
    assert.equal(decodeToken(body.access_token).sid, own.sessionId)
    const german = await here.open('/sessions?lang=de')
    assert.match(german.html, /München, Deutschland/)
    assert.match(german.html, /vor 3 Stunden/)
  })

  test('names the organization of a session, as text', async () => {
    const { user } = await createMember(server, 'Acme & <Sons>')
    const browser = server.browser()
    await signIn(server, browser, user.email)

    const { html } = await browser.open('/sessions')

    assert.match(html, /<li><bdi>Acme &amp; &lt;Sons&gt;<\/bdi><\/li>/)
  })

  test('end one by one: another device’s with its hosted sign-in, at once, and nothing else', async () => {
    const user = await server.createUser()
    const [here, there] = [server.browser(), server.browser()]
    const elsewhere = await signIn(server, there, user.email)
    const own = await signIn(server, here, user.email)
    const { html } = await here.open('/sessions')
    await server.newEvents()

    const { html: after } = await end(here, html, elsewhere.sessionId)

    assert.match(after, /role="status"[^>]*>That session is signed out\.</)
    assert.deepEqual(listed(after), [`here ${own.sessionId}`])
    assert.match(after, /You are signed in nowhere else\./)
    assert.deepEqual(await server.newEvents(), ['session.revoked'])
    assert.equal((await server.refresh(elsewhere.refreshToken)).body.error, 'invalid_grant')
    assert.match((await there.open(AUTHORIZE)).html, /type="password"/)
    const { body } = await server.api('GET', `/user_management/sessions/${elsewhere.sessionId}`)
    assert.equal(body.end_reason, 'user_revoke')
    assert.deepEqual(body.ended_by, { id: user.id, source: 'system', name: 'sessions page' })
    assert.equal((await server.refresh(own.refreshToken)).status, 200)

    const again = await end(here, after, elsewhere.sessionId)
    assert.match(again.html, /That session had ended already\./)
    assert.deepEqual(await server.newEvents(), [])
  })

  test('end here too: the browser is signed out of the pages, and its cookie is gone', async () => {
    const user = await server.createUser()
    const here = server.browser()
    const own = await signIn(server, here, user.email)
    const { html } = await here.open('/sessions')

    const { html: after } = await end(here, html, own.sessionId)

    assert.match(after, /<h1 class="heading">You are signed out<\/h1>/)
    assert.ok(!here.cookies.has('gatehouse-session'))
    assert.equal((await server.refresh(own.refreshToken)).body.error, 'invalid_grant')
    assert.match((await here.open('/sessions')).html, /<h1 class="heading">Sign in<\/h1>/)
  })

  test('end in this whole browser with one press where several applications are open in it', async () => {
    const user = await server.createUser()
    const [here, there] = [server.browser(), server.browser()]
    const elsewhere = await signIn(server, there, user.email)
    const both = [await signIn(server, here, user.email), await signInSilently(server, here)]
    const { html } = await here.open('/sessions')
    const [, signInId = ''] = /value="(browser_session_\w+)"/.exec(html) ?? []
    await server.newEvents()

    const { html: after } = await end(here, html, signInId)

    assert.match(after, /You are signed out/)
    for (const { refreshToken } of both) assert.equal((await server.refresh(refreshToken)).body.error, 'invalid_grant')
    assert.deepEqual(await server.newEvents(), ['session.revoked', 'session.revoked'])
    assert.ok(await isAlive(server, elsewhere))
  })

  test('end everywhere else with one press, listed or not, and this browser goes on', async () => {
    const user = await server.createUser()
    const bystander = await server.signedIn()
    const [here, there, pages] = [server.browser(), server.browser(), server.browser()]
    const own = [await signIn(server, here, user.email), await signInSilently(server, here)]
    const others = [await signIn(server, there, user.email), await server.signIn(user.email)]
    const form = await pages.open('/sessions')
    await pages.submit(form.html, { email: user.email, password: PASSWORD })
    const { html } = await here.open('/sessions')
    assert.equal(listed(html).length, 5)
    await server.newEvents()

    const { html: after } = await end(here, html, 'elsewhere')

    assert.match(after, /role="status"[^>]*>You are signed out everywhere else\.</)
    assert.deepEqual(listed(after).sort(), own.map(({ sessionId }) => `here ${sessionId}`).sort())
    assert.deepEqual(await server.newEvents(), ['session.revoked', 'session.revoked'])
    for (const { refreshToken } of others)
      assert.equal((await server.refresh(refreshToken)).body.error, 'invalid_grant')
    for (const browser of [there, pages]) assert.match((await browser.open('/sessions')).html, /type="password"/)
    for (const { refreshToken } of own) assert.equal((await server.refresh(refreshToken)).status, 200)
    assert.equal((await server.refresh(bystander.refreshToken)).status, 200)
  })

  test('T48: are never those of somebody else, whose ids are answered like unknown ones', async () => {
    const [ada, grace] = [await server.createUser(), await server.createUser()]
    const [here, there] = [server.browser(), server.browser()]
    await signIn(server, here, ada.email)
    const foreign = await signIn(server, there, grace.email)
    const [signInOfGrace] = await server.app.db
      .selectFrom('browser_session')
      .select('id')
      .where('user_id', '=', grace.id)
      .execute()
    const { html } = await here.open('/sessions')
    await server.newEvents()
    assert.ok(!html.includes(foreign.sessionId) && !html.includes(grace.email))

    const answers = new Set<string>()
    const unknown = [server.app.ids.next('session'), server.app.ids.next('browser_session'), '', 'x', "' or 1=1", '\0']
    for (const id of [foreign.sessionId, signInOfGrace?.id ?? '', ...unknown]) {
      const { html: after, response } = await end(here, html, id, { user_id: grace.id })
      answers.add(`${response.status} ${after.replaceAll(/Last seen [^<]*/g, '')}`)
    }

    assert.equal(answers.size, 1)
    assert.match([...answers][0] ?? '', /That session had ended already/)
    assert.deepEqual(await server.newEvents(), [])
    assert.equal((await server.refresh(foreign.refreshToken)).status, 200)
  })

  test('leave out what a mass revocation, an inactivity timeout or a suspension has ended', async () => {
    const user = await server.createUser()
    const [here, there] = [server.browser(), server.browser()]
    const elsewhere = await signIn(server, there, user.email)
    const own = await signIn(server, here, user.email)
    const filter = { user_id: user.id, except_session_id: own.sessionId }
    await server.api('POST', '/user_management/sessions/revocations', filter)

    const { html } = await here.open('/sessions')
    const { html: after } = await end(here, html, elsewhere.sessionId)

    assert.deepEqual(listed(html), [`here ${own.sessionId}`])
    assert.match(after, /had ended already/)
    const { body } = await server.api('GET', `/user_management/sessions/${elsewhere.sessionId}`)
    assert.equal(body.end_reason, 'mass_revoke', 'its reason stays the true one')
    await server.api('POST', `/user_management/users/${user.id}/suspend`, {})
    assert.match((await here.open('/sessions')).html, /type="password"/)
  })

  test('T07: end by no form but this page’s: not another site’s, not a stale one, not another browser’s', async () => {
    const user = await server.createUser()
    const [here, there] = [server.browser(), server.browser()]
    const elsewhere = await signIn(server, there, user.email)
    await signIn(server, here, user.email)
    const { html } = await here.open('/sessions')
    const { html: foreign } = await there.open('/sessions')
    await server.newEvents()
    const cookie = [...here.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const [, token = ''] = /name="csrf_token" value="([^"]+)"/.exec(html) ?? []
    const post = (headers: Record<string, string>, fields: Record<string, string>) =>
      server.request('/sessions', {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: String(new URLSearchParams(fields)),
      })

    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
    ])
      assert.equal((await post(headers, { csrf_token: token, end: 'elsewhere' })).status, 403)
    for (const fields of [
      { end: 'elsewhere' },
      { csrf_token: '', end: 'elsewhere' },
      { csrf_token: 'x', end: elsewhere.sessionId },
    ]) {
      const response = await post({ 'sec-fetch-site': 'same-origin' }, fields as Record<string, string>)
      assert.equal(response.headers.get('location'), '/sessions?notice=stale')
    }
    const { html: stale } = await end(here, foreign, 'elsewhere')
    assert.match(stale, /The page was out of date/)
    assert.equal(
      (await server.request(`/sessions?end=elsewhere&csrf_token=${token}`, { headers: { cookie } })).status,
      200,
    )

    assert.deepEqual(await server.newEvents(), [])
    assert.ok(await isAlive(server, elsewhere))
    assert.match((await end(here, html, 'elsewhere')).html, /everywhere else/)
  })

  test('T17: do not say that something was done because a link says so', async () => {
    const browser = server.browser()
    await signIn(server, browser, (await server.createUser()).email)

    const linked = await browser.get('/sessions?notice=endedElsewhere', { 'sec-fetch-site': 'cross-site' })

    assert.doesNotMatch(await linked.text(), /role="status"/)
  })

  test('T15: may not be kept, and load nothing but our own stylesheet and script', async () => {
    const browser = server.browser()
    await signIn(server, browser, (await server.createUser()).email)

    const { html, response } = await browser.open('/sessions')

    assert.equal(response.headers.get('cache-control'), 'no-store')
    assert.equal(
      response.headers.get('content-security-policy'),
      "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; script-src 'self'; connect-src 'self'",
    )
    assert.deepEqual(html.match(/<script[^>]*>/g), ['<script src="/assets/signed-in.js" defer>'])
  })
})
