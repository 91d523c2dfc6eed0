import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { CLIENT_ID, useServer } from '../../../tests/harness.ts'
import { openAppPage } from '../../../tests/support/app-page.ts'
import type { TestBrowser } from '../../../tests/support/browser.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { inTransaction } from '../../database/transaction.ts'
import { insertApplicationUnlessPresent } from '../applications/application.queries.ts'

const PAGE = 'https://app.example.com'
const OTHER_PAGE = 'https://other.example.com'
const OTHER_CLIENT_ID = 'client_other'
const NOBODY = 'session_01HZZZZZZZZZZZZZZZZZZZZZZZ'

onEachDatabase('signing out of cookie mode', (database) => {
  const server = useServer(database, { publicUrl: 'https://auth.example.com', cookieDomain: 'example.com' })
  before(async () => {
    for (const origin of [PAGE, OTHER_PAGE]) {
      await server.api('POST', '/user_management/cors_origins', { origin })
      await server.api('POST', '/user_management/redirect_uris', { uri: origin })
    }
    const other = { id: OTHER_CLIENT_ID, name: 'Other', created_at: new Date().toISOString() }
    await inTransaction(server.app, (tx) => insertApplicationUnlessPresent(tx.db, other))
  })
  const logOut = (browser: TestBrowser, sessionId: string, headers = {}) =>
    browser.get(`/user_management/sessions/logout?session_id=${sessionId}`, headers)
  const signedInPage = async () => {
    const page = openAppPage(server, { origin: PAGE })
    const { email } = await server.createUser()
    return { page, email, ...(await page.signIn(email)) }
  }
  /** Two applications in one browser: the second one's sign-in needs no password. */
  const signedInPages = async () => {
    const { page, email, sessionId } = await signedInPage()
    const other = openAppPage(server, { origin: OTHER_PAGE, browser: page.browser, clientId: OTHER_CLIENT_ID })
    return { page, sessionId, other, otherSession: await other.signIn(email) }
  }

  const ways: [how: string, headers: Record<string, string>][] = [
    ['a navigation', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-site': 'same-site' }],
    ['a no-cors fetch', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'empty', 'sec-fetch-site': 'same-site' }],
  ]
  for (const [how, headers] of ways) {
    test(`by ${how} clears both cookies with the attributes they were set with, and the hosted one`, async () => {
      const { page, sessionId, cookies, refreshToken } = await signedInPage()

      const response = await logOut(page.browser, sessionId, headers)

      assert.equal(response.status, 302)
      const sent = response.headers.getSetCookie()
      for (const cookie of cookies) assert.ok(sent.includes(cleared(cookie)), `${cookie}\n${sent.join('\n')}`)
      assert.deepEqual([...page.browser.cookies.keys()], ['__Host-gatehouse-browser'])
      assert.equal((await page.refresh()).status, 400)
      assert.equal((await server.refresh(refreshToken)).status, 400)
    })
  }

  test('T16: what other hosts of the domain have set is not touched', async () => {
    const { page, sessionId } = await signedInPage()

    const response = await logOut(page.browser, sessionId)

    assert.equal(response.headers.get('clear-site-data'), null)
    const names = response.headers.getSetCookie().map((cookie) => cookie.slice(0, cookie.indexOf('=')))
    assert.deepEqual(names.sort(), [
      '__Host-gatehouse-refresh-client_local',
      '__Host-gatehouse-session',
      'workos-has-session',
    ])
  })

  test('of another session leaves the cookies of the live one, which goes on', async () => {
    const { page, sessionId } = await signedInPage()
    const elsewhere = await server.signedIn()

    const others = await logOut(page.browser, elsewhere.sessionId)
    const nobodys = await logOut(page.browser, NOBODY)

    assert.deepEqual([...others.headers.getSetCookie(), ...nobodys.headers.getSetCookie()], [])
    assert.equal((await page.refresh()).status, 200)
    const { body } = await server.api('GET', `/user_management/sessions/${sessionId}`)
    assert.equal(body.status, 'active')
  })

  test('two applications in one browser have a cookie each, and one mark that names both', async () => {
    const { page, other, otherSession } = await signedInPages()

    assert.equal(page.browser.cookies.get('workos-has-session'), `${CLIENT_ID}.${OTHER_CLIENT_ID}`)
    const answers = await Promise.all([page.refresh(), other.refresh(), page.refresh(), other.refresh()])
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200, 200],
    )
    assert.equal(otherSession.cookies.length, 2)
    assert.equal(page.browser.cookies.get('workos-has-session'), `${CLIENT_ID}.${OTHER_CLIENT_ID}`)
  })

  test('of one application leaves the other one’s cookie, and the mark names that one alone', async () => {
    const { page, sessionId, other } = await signedInPages()

    const response = await logOut(page.browser, sessionId)

    const sent = response.headers.getSetCookie()
    assert.ok(!sent.some((cookie) => cookie.includes(`refresh-${OTHER_CLIENT_ID}`)), sent.join('\n'))
    assert.equal(page.browser.cookies.get('workos-has-session'), OTHER_CLIENT_ID)
    assert.equal((await page.refresh()).status, 400)
    assert.equal((await other.refresh()).status, 200)
    assert.equal(page.browser.cookies.get('workos-has-session'), OTHER_CLIENT_ID)
  })

  test('clears what was dead already, whatever session is named', async () => {
    const { page, sessionId, other } = await signedInPages()
    await server.api('POST', '/user_management/sessions/revoke', { session_id: sessionId })

    await logOut(page.browser, NOBODY)

    assert.equal(page.browser.cookies.has(`__Host-gatehouse-refresh-${CLIENT_ID}`), false)
    assert.equal(page.browser.cookies.get('workos-has-session'), OTHER_CLIENT_ID)
    assert.equal((await other.refresh()).status, 200)
  })

  test('clears what never was a token, and a mark without any', async () => {
    const browser = server.browser()
    browser.cookies.set(`__Host-gatehouse-refresh-${CLIENT_ID}`, 'made up')
    await logOut(browser, NOBODY)
    assert.deepEqual([...browser.cookies], [])

    browser.cookies.set('workos-has-session', CLIENT_ID)
    await logOut(browser, NOBODY)
    assert.deepEqual([...browser.cookies], [])
  })

  test('a second time changes nothing more', async () => {
    const { page, sessionId } = await signedInPage()
    await logOut(page.browser, sessionId)
    await server.newEvents()

    const again = await logOut(page.browser, sessionId)

    assert.equal(again.status, 302)
    assert.deepEqual(again.headers.getSetCookie(), [])
    assert.deepEqual(await server.newEvents(), [])
  })

  for (const [what, headers] of [
    ['a prefetch', { 'sec-purpose': 'prefetch' }],
    ['an image', { 'sec-fetch-dest': 'image' }],
  ] as const) {
    test(`${what} clears nothing`, async () => {
      const { page, sessionId } = await signedInPage()

      const response = await logOut(page.browser, sessionId, headers)

      assert.equal(response.status, 403)
      assert.deepEqual(response.headers.getSetCookie(), [])
      assert.equal((await page.refresh()).status, 200)
    })
  }
})

function cleared(cookie: string): string {
  return cookie.replace(/=[^;]*; Max-Age=\d+/, '=; Max-Age=0')
}
