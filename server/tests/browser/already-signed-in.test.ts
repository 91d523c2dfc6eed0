import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { inChromium } from '../support/chromium.ts'
import { useElsewhere, useSite } from '../support/site.ts'
import { authorizationUrl, countCodes, sessionsOf, signInToDemo, submitSignIn } from './people.ts'

inChromium('somebody who is signed in already', (chromium) => {
  const site = useSite()
  const application = useElsewhere('127.0.0.1')

  const expectPasswordPage = async (page: Page, act: () => Promise<unknown>) => {
    const [codes, visits] = [await countCodes(site), application.visits.length]
    await act()
    await page.getByLabel('Password').waitFor()
    assert.equal(new URL(page.url()).origin, site.server.origin)
    assert.equal(await countCodes(site), codes, 'a code was issued')
    assert.equal(application.visits.length, visits, 'the application was told something')
  }

  test('gets into a second application, in another tab, without being asked', async () => {
    const user = await site.server.createUser()
    const page = await chromium.newBrowser()
    await signInToDemo(page, site.demoUrl, user.email)
    const second = await page.context().newPage()
    site.requests.length = 0

    await second.goto(authorizationUrl(site, application, { state: 'second' }))

    await second.waitForURL(`${application.url}/callback?code=*&state=second`)
    assert.deepEqual(
      site.requests.map((path) => path.split('?')[0]),
      ['/user_management/authorize'],
    )
  })

  test('is asked again with prompt=login, with max_age=0, and once max_age has passed', async () => {
    const user = await site.server.createUser()
    const page = await chromium.newBrowser()
    await signInToDemo(page, site.demoUrl, user.email)
    site.server.passSeconds(120)

    const asking = (more: Record<string, string>) => page.goto(authorizationUrl(site, application, more))
    await expectPasswordPage(page, () => asking({ prompt: 'login' }))
    await expectPasswordPage(page, () => asking({ max_age: '0' }))
    await expectPasswordPage(page, () => asking({ max_age: '60' }))
    await asking({ max_age: '3600', state: 'recent' })
    await page.waitForURL(`${application.url}/callback?code=*&state=recent`)

    await asking({ prompt: 'login', state: 'again' })
    await submitSignIn(page, user.email)
    await page.waitForURL(`${application.url}/callback?code=*&state=again`)
    await asking({ max_age: '60', state: 'fresh' })
    await page.waitForURL(`${application.url}/callback?code=*&state=fresh`)
  })

  test('is asked again after the session was ended through the API, although the cookie is still there', async () => {
    const user = await site.server.createUser()
    const page = await chromium.newBrowser()
    await signInToDemo(page, site.demoUrl, user.email)
    const [session] = await sessionsOf(site, user.id)

    const { status } = await site.server.api('POST', '/user_management/sessions/revoke', { session_id: session?.id })

    assert.equal(status, 200)
    const cookies = await page.context().cookies(site.server.origin)
    assert.ok(cookies.some(({ name }) => name === 'gatehouse-session'))
    await expectPasswordPage(page, () => page.goto(authorizationUrl(site, application)))
    await expectPasswordPage(page, () => page.goto(`${site.demoUrl}/login`))
  })

  test('is asked again in every tab after signing out in one', async () => {
    const user = await site.server.createUser()
    const page = await chromium.newBrowser()
    await signInToDemo(page, site.demoUrl, user.email)
    const second = await page.context().newPage()
    await second.goto(authorizationUrl(site, application))
    await second.waitForURL(`${application.url}/callback?code=*`)

    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL(`${site.demoUrl}/signed-out`)

    await expectPasswordPage(second, () => second.goto(authorizationUrl(site, application)))
  })

  test('leaves other people in other browsers signed in when signing out', async () => {
    const [ada, grace] = [await site.server.createUser(), await site.server.createUser()]
    const page = await chromium.newBrowser()
    const other = await chromium.newBrowser()
    await signInToDemo(page, site.demoUrl, ada.email)
    await signInToDemo(other, site.demoUrl, grace.email)

    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL(`${site.demoUrl}/signed-out`)

    assert.equal((await sessionsOf(site, grace.id)).length, 1)
    await other.goto(authorizationUrl(site, application, { state: 'grace' }))
    await other.waitForURL(`${application.url}/callback?code=*&state=grace`)
  })
})
