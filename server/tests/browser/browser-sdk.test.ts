import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Cookie, Page } from 'playwright-core'
import { CLIENT_ID } from '../harness.ts'
import { type Chromium, inChromium } from '../support/chromium.ts'
import { useSiblingHosts } from '../support/sibling-hosts.ts'
import { submitSignIn } from './people.ts'

const REFRESH_COOKIE = `__Host-gatehouse-refresh-${CLIENT_ID}`

inChromium('the official browser SDK away from localhost', (chromium) => {
  const hosts = useSiblingHosts()

  const openApp = async (url = hosts.appUrl) => {
    const page = await chromium.newBrowser({ ignoreHTTPSErrors: true })
    await page.goto(url)
    return page
  }
  const signedIn = async () => {
    const user = await hosts.server.createUser()
    const page = await openApp()
    await page.getByRole('heading', { name: 'Nobody' }).waitFor()
    await page.getByRole('button', { name: 'Sign in' }).click()
    await submitSignIn(page, user.email)
    await page.getByRole('heading', { name: user.email }).waitFor()
    const [session] = await sessionsOf(user.id)
    assert.ok(session)
    return { page, user, sessionId: session.id }
  }
  const sessionsOf = async (userId: string): Promise<{ id: string }[]> =>
    (await hosts.server.api('GET', `/user_management/users/${userId}/sessions`)).body.data
  const refreshCount = async (sessionId: string) => {
    const query = hosts.server.app.db.selectFrom('session').select('refresh_count').where('id', '=', sessionId)
    return (await query.executeTakeFirstOrThrow()).refresh_count
  }

  test('signs in, and keeps the refresh token where no script can read it', async () => {
    const { page } = await signedIn()

    assert.equal(page.url(), `${hosts.appUrl}/`)
    const { [REFRESH_COOKIE]: token, 'workos-has-session': mark } = await sdkCookies(page)
    assert.deepEqual(
      [token?.domain, token?.path, token?.httpOnly, token?.secure, token?.sameSite],
      ['auth.app.test', '/', true, true, 'Lax'],
    )
    assert.deepEqual([mark?.value, mark?.domain, mark?.httpOnly, mark?.secure], [CLIENT_ID, '.app.test', false, true])
    assert.ok(token?.value)
    const readable = await page.evaluate(() =>
      JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }]),
    )
    assert.ok(readable.includes('workos-has-session'))
    assert.ok(!readable.includes(token.value), readable)
  })

  test('restores the session when the page is loaded again, and refreshes', async () => {
    const { page, user, sessionId } = await signedIn()

    await page.reload()
    await page.getByRole('heading', { name: user.email }).waitFor()
    assert.equal(await refreshCount(sessionId), 1)
    const first = await refresh(page)
    const second = await refresh(page)

    assert.notEqual(first, second)
    assert.equal(await refreshCount(sessionId), 3)
    assert.deepEqual(
      (await sessionsOf(user.id)).map(({ id }) => id),
      [sessionId],
    )
  })

  test('two tabs, and one on another host of the application, go on at once', async () => {
    const { page, user, sessionId } = await signedIn()
    const second = await page.context().newPage()
    const admin = await page.context().newPage()
    await second.goto(hosts.appUrl)
    await admin.goto(hosts.adminUrl)
    await admin.getByRole('heading', { name: user.email }).waitFor()

    for (let round = 0; round < 5; round++) {
      const tokens = await Promise.all([page, second, admin].map(refresh))
      assert.equal(new Set(tokens).size, 3)
    }

    for (const tab of [page, second, admin]) {
      await tab.reload()
      await tab.getByRole('heading', { name: user.email }).waitFor()
    }
    assert.deepEqual(
      (await sessionsOf(user.id)).map(({ id }) => id),
      [sessionId],
    )
  })

  for (const [button, address] of [
    ['Sign out', '/bye'],
    ['Sign out and stay here', '/'],
  ] as const) {
    test(`“${button}” ends the session and leaves nothing in the browser; the next sign-in asks for the password`, async () => {
      const { page, user } = await signedIn()
      const other = await page.context().newPage()
      await other.goto(hosts.appUrl)
      await other.getByRole('heading', { name: user.email }).waitFor()
      hosts.requests.length = 0

      await page.getByRole('button', { name: button, exact: true }).click()
      await page.waitForURL(`${hosts.appUrl}${address}`)
      await page.getByRole('heading', { name: 'Nobody' }).waitFor()

      assert.deepEqual(await sessionsOf(user.id), [])
      assert.deepEqual(await sdkCookies(page), {})
      await page.reload()
      await page.getByRole('heading', { name: 'Nobody' }).waitFor()
      const paths = hosts.requests.map(({ path }) => path?.split('?')[0])
      assert.deepEqual(
        paths.filter((path) => path?.startsWith('/user_management')),
        ['/user_management/sessions/logout'],
      )
      await other.getByRole('button', { name: 'Refresh' }).click()
      await other.getByText('Your session is over').waitFor()
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByLabel('Password').waitFor()
      assert.equal(new URL(page.url()).hostname, 'auth.app.test')
      assert.equal(await page.getByLabel('Email').inputValue(), '')
    })
  }

  test('is told at the next refresh that the session was revoked elsewhere, and forgets it', async () => {
    const { page, user, sessionId } = await signedIn()
    await hosts.server.api('POST', '/user_management/sessions/revoke', { session_id: sessionId })

    await page.getByRole('button', { name: 'Refresh' }).click()
    await page.getByText('Your session is over').waitFor()

    await page.getByRole('heading', { name: 'Nobody' }).waitFor()
    assert.equal(await page.title(), 'LoginRequiredError')
    assert.deepEqual(await sdkCookies(page), {})
    await page.reload()
    await page.getByRole('heading', { name: 'Nobody' }).waitFor()
    assert.deepEqual(await sessionsOf(user.id), [])
  })

  test('goes on after a failure of the server that passes', async () => {
    const { page, user } = await signedIn()
    const { database } = hosts.server.app
    const { statement } = database
    database.statement = async () => {
      throw new Error('A bug')
    }
    try {
      await page.getByRole('button', { name: 'Refresh' }).click()
      await page.waitForFunction(() => document.title === 'RefreshError')
    } finally {
      database.statement = statement
    }

    assert.ok(await refresh(page))
    await page.reload()
    await page.getByRole('heading', { name: user.email }).waitFor()
  })

  test('T65: a page of a sibling host that is not registered can do nothing with the cookie that the browser sends', async () => {
    const { page, user, sessionId } = await signedIn()
    const stranger = await page.context().newPage()
    expectRefusals(chromium)
    await stranger.goto(hosts.strangerUrl)
    await stranger.getByRole('heading', { name: 'Nobody' }).waitFor()
    const before = await sdkCookies(page)
    const url = `${hosts.server.origin}/user_management/authenticate`
    hosts.requests.length = 0

    await stranger.evaluate(postForm, { url, clientId: CLIENT_ID })
    const [sent] = hosts.requests
    assert.match(sent?.cookies ?? '', /gatehouse-refresh/, 'the browser does send it')
    assert.equal(await stranger.evaluate(postJson, { url, clientId: CLIENT_ID }), 'TypeError')
    assert.equal(await refreshCount(sessionId), 0)
    assert.deepEqual(await sdkCookies(page), before)
    await page.reload()
    await page.getByRole('heading', { name: user.email }).waitFor()
  })
})

/** Presses the button, also in a tab that lies behind another; answers the id of the new access token. */
async function refresh(page: Page): Promise<string> {
  const shown = page.locator('p')
  const before = await shown.innerText()
  await page.getByRole('button', { name: 'Refresh' }).dispatchEvent('click')
  await page.waitForFunction((text) => document.querySelector('p')?.innerText !== text, before, { polling: 20 })
  return await shown.innerText()
}

async function sdkCookies(page: Page): Promise<Record<string, Cookie>> {
  const cookies = await page.context().cookies()
  const isOfTheSdk = ({ name }: Cookie) => name === 'workos-has-session' || name.includes('gatehouse-refresh')
  return Object.fromEntries(cookies.filter(isOfTheSdk).map((cookie) => [cookie.name, cookie]))
}

function expectRefusals(chromium: Chromium): void {
  chromium.expectComplaints(/blocked by CORS policy|net::ERR_FAILED/)
}

/** Without asking first, as any page can. */
async function postForm({ url, clientId }: { url: string; clientId: string }): Promise<void> {
  const body = new URLSearchParams({ client_id: clientId, grant_type: 'refresh_token' })
  await fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include', body })
}

/** As the SDK does it; answers the name of the error. */
async function postJson({ url, clientId }: { url: string; clientId: string }): Promise<string> {
  const body = JSON.stringify({ client_id: clientId, grant_type: 'refresh_token' })
  const headers = { 'content-type': 'application/json' }
  return await fetch(url, { method: 'POST', credentials: 'include', headers, body }).then(
    (response) => String(response.status),
    (error) => error.name,
  )
}
