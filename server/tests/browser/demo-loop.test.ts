import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { inChromium } from '../support/chromium.ts'
import { useSite } from '../support/site.ts'
import { countCodes, sessionsOf, signInToDemo, submitSignIn } from './people.ts'

inChromium('the demo app', (chromium) => {
  const site = useSite()

  for (const javaScriptEnabled of [true, false]) {
    test(`signs in, refreshes, signs out, and asks for the password again ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
      const user = await site.server.createUser({ first_name: 'Grace', last_name: 'Hopper' })
      const page = await chromium.newBrowser({ javaScriptEnabled })
      await page.goto(site.demoUrl)
      await page.getByRole('link', { name: 'Sign in', exact: true }).click()
      assert.equal(new URL(page.url()).pathname, '/sign-in')
      await submitSignIn(page, user.email)

      await page.waitForURL(`${site.demoUrl}/?step=signed-in`)
      await page.getByRole('heading', { name: 'Grace Hopper' }).waitFor()
      const [session] = await sessionsOf(site, user.id)
      assert.equal(session?.status, 'active')
      assert.equal(await shownSessionId(page), session.id)
      await page.getByText('this browser').waitFor()

      await page.getByRole('button', { name: 'Refresh' }).click()
      await page.waitForURL(`${site.demoUrl}/?step=refreshed`)
      assert.equal(await shownSessionId(page), session.id)
      assert.equal((await sessionsOf(site, user.id)).length, 1)

      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.waitForURL(`${site.demoUrl}/signed-out`)
      assert.deepEqual(await sessionsOf(site, user.id), [])

      const codes = await countCodes(site)
      await page.getByRole('link', { name: 'Sign in again' }).click()
      await page.getByLabel('Password').waitFor()
      assert.equal(new URL(page.url()).origin, site.server.origin)
      assert.equal(await page.getByLabel('Password').inputValue(), '')
      assert.equal(await countCodes(site), codes)
    })
  }

  test('a new person signs up and is signed in', async () => {
    const email = 'katherine.johnson@example.com'
    const page = await chromium.newBrowser()
    await page.goto(site.demoUrl)
    await page.getByRole('link', { name: 'Create an account' }).click()
    await page.getByLabel('First name').fill('Katherine')
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password').fill('a friendship of seven')
    await page.getByRole('button', { name: 'Create account' }).click()

    await page.getByRole('heading', { name: 'Katherine' }).waitFor()
    await page.getByText(email).first().waitFor()
    const { body } = await site.server.api('GET', `/user_management/users?email=${email}`)
    assert.equal(body.data.length, 1)
    assert.equal((await sessionsOf(site, body.data[0].id)).length, 1)
  })

  for (const where of ['demoUrl', 'distantDemoUrl'] as const) {
    const place = where === 'demoUrl' ? 'on the site of the server' : 'on another site'

    test(`${place}: after a sign-out, going back through the whole history shows nothing of the person`, async () => {
      const user = await site.server.createUser({ first_name: 'Ada' })
      const page = await chromium.newBrowser()
      await signInToDemo(page, site[where], user.email)
      const sessionId = await shownSessionId(page)
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.waitForURL(`${site[where]}/signed-out`)

      const seen = await goBackToTheStart(page)

      assert.ok(seen.length >= 3, 'there are pages to go back to')
      for (const { url, html } of seen) {
        assert.ok(!html.includes(user.email), `${url} shows the e-mail address`)
        assert.ok(!html.includes(sessionId), `${url} shows the session`)
        assert.doesNotMatch(html, />Sign out</, url)
      }
    })

    test(`${place}: after a sign-out in one tab, going back in another shows nothing of the person`, async () => {
      const user = await site.server.createUser({ first_name: 'Ada' })
      const first = await chromium.newBrowser()
      await signInToDemo(first, site[where], user.email)
      const sessionId = await shownSessionId(first)
      await first.goto(`${site.server.origin}/signed-out`)
      const second = await first.context().newPage()
      await second.goto(site[where])

      await second.getByRole('button', { name: 'Sign out' }).click()
      await second.waitForURL(`${site[where]}/signed-out`)
      await first.goBack()

      await first.getByRole('link', { name: 'Sign in', exact: true }).waitFor()
      const html = await first.content()
      assert.ok(!html.includes(user.email) && !html.includes(sessionId), html)
    })
  }

  test('two tabs with a sign-in page each can both finish', async () => {
    const user = await site.server.createUser()
    const first = await chromium.newBrowser()
    const second = await first.context().newPage()
    for (const page of [first, second]) {
      await page.goto(site.demoUrl)
      await page.getByRole('link', { name: 'Sign in', exact: true }).click()
      await page.getByLabel('Password').waitFor()
    }

    for (const page of [first, second]) {
      await submitSignIn(page, user.email)
      await page.getByRole('button', { name: 'Sign out' }).waitFor()
    }

    assert.deepEqual(
      (await sessionsOf(site, user.id)).map(({ status }) => status),
      ['active', 'active'],
    )
  })

  test('a session that was ended through the API is over in the demo at its next refresh', async () => {
    const user = await site.server.createUser()
    const page = await chromium.newBrowser()
    await signInToDemo(page, site.demoUrl, user.email)

    const body = { session_id: await shownSessionId(page) }
    const { status } = await site.server.api('POST', '/user_management/sessions/revoke', body)
    await page.getByRole('button', { name: 'Refresh' }).click()

    assert.equal(status, 200)
    await page.getByText('Your session is over').waitFor()
    await page.getByRole('link', { name: 'Sign in', exact: true }).waitFor()
  })
})

async function shownSessionId(page: Page): Promise<string> {
  return await page.locator('dt', { hasText: 'Session ID' }).locator('xpath=following-sibling::dd').innerText()
}

/** What each step back in the history shows. */
async function goBackToTheStart(page: Page): Promise<{ url: string; html: string }[]> {
  const seen: { url: string; html: string }[] = []
  for (;;) {
    await page.goBack()
    if (page.url() === 'about:blank') return seen
    seen.push({ url: page.url(), html: await page.content() })
  }
}
