import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { until } from './support/verifier-suite.ts'
import { useWebApp, type WebApp } from './support/web-app.ts'
import { APP, SIGNED_OUT, WEB_FRAMEWORKS, type WebFramework } from './support/web-frameworks.ts'

const PAGE = { accept: 'text/html', 'sec-fetch-mode': 'navigate' }
const COOKIE = 'wos-session'

describe('sessions in cookies, with a verifier that follows the feed', () => {
  const suite = useWebApp({ hasFeed: true })

  for (const framework of WEB_FRAMEWORKS) describe(`on ${framework.name}`, () => whileTokensLast(suite, framework))
})

describe('sessions in cookies, when their tokens expire', () => {
  const suite = useWebApp({ hasFeed: false })

  for (const framework of WEB_FRAMEWORKS) describe(`on ${framework.name}`, () => afterExpiry(suite, framework))
})

function whileTokensLast(suite: WebApp, framework: WebFramework): void {
  test('a page leads to sign in and back to itself, and then shows who it is', async () => {
    await using app = await framework.start(suite.sessions())
    const asked = await app.ask('/page?tab=2', { headers: PAGE })
    assert.match(asked.headers.get('location') ?? '', /\/user_management\/authorize\?.*code_challenge_method=S256/)

    const { email, answer, app: browser } = await suite.signedIn(app.ask, '/page?tab=2')

    assert.equal(answer.headers.get('location'), `${APP}/page?tab=2`)
    assert.equal(answer.headers.get('cache-control'), 'no-store')
    const [session, flow, ...others] = answer.headers.getSetCookie()
    assert.match(session ?? '', /^wos-session=Fe26\.2\*.*~2; Path=\/; Max-Age=34560000; HttpOnly; SameSite=Lax$/)
    assert.match(flow ?? '', /^wos-session-sign-in-[\w-]+=; Path=\/; Max-Age=0; HttpOnly; SameSite=Lax$/)
    assert.deepEqual(others, [])
    for (const path of ['/page', '/open']) {
      const shown = await browser.get(path)
      assert.deepEqual([shown.status, await shown.json()], [200, { email }])
      assert.deepEqual(shown.headers.getSetCookie(), [], 'nothing was refreshed')
    }
  })

  test('a script that is not signed in gets 401, and an open page shows nobody', async () => {
    await using app = await framework.start(suite.sessions())

    const script = await app.ask('/page', { headers: { accept: '*/*', 'sec-fetch-mode': 'cors' } })
    const form = await app.ask('/page', { method: 'POST', headers: PAGE })
    const open = await app.ask('/open', { headers: PAGE })

    assert.deepEqual([script.status, form.status], [401, 401])
    assert.deepEqual(script.headers.getSetCookie(), [])
    assert.deepEqual([open.status, await open.json()], [200, { email: null }])
  })

  test('a session that was ended elsewhere is refused at once, although its token has not expired', async () => {
    await using app = await framework.start(suite.sessions())
    const { app: browser } = await suite.signedIn(app.ask)
    const cookie = browser.cookies.get(COOKIE)
    const sid = await sessionIdOf(suite, cookie)

    await suite.server.api('POST', '/user_management/sessions/revoke', { session_id: sid })
    await until(async () => !(await suite.isSignedIn(cookie)))
    const page = await browser.get('/page', PAGE)

    assert.match(page.headers.get('location') ?? '', /\/user_management\/authorize/)
    assert.ok(!browser.cookies.has(COOKIE), 'the cookie is cleared')
  })

  test('a sign-out clears the cookie and leads through the server, where the session ends', async () => {
    await using app = await framework.start(suite.sessions())
    const { app: browser, hosted } = await suite.signedIn(app.ask)
    const cookie = browser.cookies.get(COOKIE)
    const sid = await sessionIdOf(suite, cookie)
    await suite.server.api('POST', '/user_management/sign_out_uris', { uri: SIGNED_OUT })

    const answer = await browser.get('/sign-out', { 'sec-fetch-site': 'same-origin' })

    const location = answer.headers.get('location') ?? ''
    assert.equal(
      location,
      suite.server.url +
        `/user_management/sessions/logout?session_id=${sid}&return_to=http%3A%2F%2Flocalhost%3A3000%2Fsigned-out`,
    )
    assert.ok(!browser.cookies.has(COOKIE))
    const hop = await hosted.get(location)
    assert.equal(hop.headers.get('location'), SIGNED_OUT)
    await until(async () => !(await suite.isSignedIn(cookie)))
    const again = await app.ask('/page', { headers: { cookie: `${COOKIE}=${cookie}`, ...PAGE } })
    assert.equal(again.status, 302)
    const { body } = await suite.server.api('GET', `/user_management/sessions/${sid}`)
    assert.equal(body.status, 'revoked')
  })
}

function afterExpiry(suite: WebApp, framework: WebFramework): void {
  test('twenty tabs whose token has expired make one refresh, and each gets the new cookie', async () => {
    await using app = await framework.start(suite.sessions())
    suite.server.passSeconds(-600)
    const { app: browser, email } = await suite.signedIn(app.ask)
    suite.server.passSeconds(600)
    const old = browser.cookies.get(COOKIE)
    const headers = { cookie: `${COOKIE}=${old}` }
    suite.server.newRequests()

    const answers = await Promise.all(Array.from({ length: 20 }, () => app.ask('/page', { headers })))
    const late = await app.ask('/open', { headers })

    const refreshes = suite.server.newRequests().filter(({ path }) => path === '/user_management/authenticate')
    assert.equal(refreshes.length, 1)
    const cookies = [...answers, late].map((answer) => answer.headers.getSetCookie())
    for (const answer of answers) assert.deepEqual([answer.status, await answer.json()], [200, { email }])
    for (const [cookie, ...more] of cookies) {
      assert.match(cookie ?? '', /^wos-session=Fe26/)
      assert.deepEqual(more, [])
      assert.equal(cookie, cookies[0]?.[0])
    }
    assert.equal(late.headers.get('cache-control'), 'private, no-store')
    const renewed = await app.ask('/page', { headers: { cookie: cookies[0]?.[0]?.split(';')[0] ?? '' } })
    assert.deepEqual([renewed.status, renewed.headers.getSetCookie()], [200, []])
  })
}

async function sessionIdOf({ sessions }: WebApp, cookie = ''): Promise<string> {
  const authentication = await sessions().read(`${COOKIE}=${cookie}`)
  assert.ok(authentication.isSignedIn)
  return authentication.session.sessionId
}
