import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { PASSWORD } from '../harness.ts'
import { inChromium } from '../support/chromium.ts'
import { useElsewhere, useSite } from '../support/site.ts'
import { authorizationUrl, countCodes, doubleClick, sessionsOf, submitSignIn } from './people.ts'

inChromium('the sign-in page', (chromium) => {
  const site = useSite()
  const application = useElsewhere('localhost')

  const openSignIn = async (page: Page, more: Record<string, string> = {}) => {
    await page.goto(authorizationUrl(site, application, more))
    await page.getByLabel('Password').waitFor()
  }
  const submissions = () => site.requests.filter((path) => ['/sign-in', '/sign-up'].includes(path))

  test('after a wrong password the address is kept, the password is asked for again, and a screen reader is told why', async () => {
    const user = await site.server.createUser()
    const page = await chromium.newBrowser()
    await openSignIn(page)

    await submitSignIn(page, user.email, 'not the password')

    const alert = page.getByRole('alert')
    assert.match(await alert.innerText(), /do not match/)
    assert.match(await page.title(), /^Error: /)
    assert.equal(await page.getByLabel('Email').inputValue(), user.email)
    const password = page.getByLabel('Password')
    assert.equal(await password.inputValue(), '')
    assert.ok(await password.evaluate((element) => element === element.ownerDocument.activeElement))
    assert.equal(await password.getAttribute('aria-invalid'), 'true')
    assert.equal(await password.getAttribute('aria-describedby'), await alert.getAttribute('id'))
    assert.equal(await countCodes(site), 0)

    await submitSignIn(page, user.email)
    await page.waitForURL(`${application.url}/**`)
  })

  test('what was typed never comes back as markup', async () => {
    const page = await chromium.newBrowser()
    await openSignIn(page, { login_hint: '"><script>document.title = "taken"</script><img src=x>@example.com' })

    assert.equal(await page.title(), 'Sign in · Gatehouse')
    assert.equal(await page.locator('main img, main script').count(), 0)
    assert.match(await page.getByLabel('Email').inputValue(), /^"><script>/)
  })

  test('the keyboard alone is enough: the first field has the focus, and Enter submits', async () => {
    const user = await site.server.createUser()
    const page = await chromium.newBrowser()
    await openSignIn(page)

    await page.keyboard.type(user.email)
    await page.keyboard.press('Tab')
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press('Enter')

    await page.waitForURL(`${application.url}/callback?code=*`)
  })

  test('a double click on the button signs in once', async (t) => {
    const user = await site.server.createUser()
    const page = await chromium.newBrowser()
    await openSignIn(page, { state: 'double' })
    await page.getByLabel('Email').fill(user.email)
    await page.getByLabel('Password').fill(PASSWORD)
    await site.server.newEvents()
    site.requests.length = 0
    t.after(() => site.slowDownPasswords(0))
    site.slowDownPasswords(500)

    await doubleClick(page, page.getByRole('button', { name: 'Sign in' }))
    await page.getByRole('heading', { name: 'Back in the application' }).waitFor()

    assert.deepEqual(submissions(), ['/sign-in', '/sign-in'])
    assert.deepEqual(await site.server.newEvents(), ['authentication.password_succeeded'])
    assert.equal(application.visits.filter((path) => path.includes('state=double')).length, 1)
    await page.goto(authorizationUrl(site, application, { state: 'again' }))
    await page.waitForURL(`${application.url}/callback?code=*&state=again`)
  })

  test('a double click on "Create account" makes one account and signs it in', async (t) => {
    const email = 'double.click@example.com'
    const page = await chromium.newBrowser()
    await page.goto(authorizationUrl(site, application, { screen_hint: 'sign-up' }))
    await page.getByLabel('First name').fill('Dorothy')
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password').fill(PASSWORD)
    await site.server.newEvents()
    site.requests.length = 0
    t.after(() => site.slowDownPasswords(0))
    site.slowDownPasswords(500)

    await doubleClick(page, page.getByRole('button', { name: 'Create account' }))
    await page.getByRole('heading', { name: 'Back in the application' }).waitFor()

    assert.deepEqual(submissions(), ['/sign-up', '/sign-up'])
    assert.deepEqual(await site.server.newEvents(), ['user.created', 'authentication.password_succeeded'])
  })

  test('the page between sign-in and application is not in the history, and going back says that the sign-in is complete', async () => {
    const user = await site.server.createUser()
    const page = await chromium.newBrowser()
    await openSignIn(page)
    await submitSignIn(page, user.email)
    await page.waitForURL(`${application.url}/callback?code=*`)
    const codes = await countCodes(site)

    await page.goBack()

    await page.getByRole('heading', { name: 'This sign-in is complete' }).waitFor()
    assert.equal(await page.locator('input').count(), 0)
    assert.doesNotMatch(await page.content(), new RegExp(user.email))
    await page.goBack()
    assert.equal(page.url(), 'about:blank')
    assert.equal(await countCodes(site), codes)
  })

  test('after a wrong password, reloading submits nothing, and going back from the application works', async () => {
    const user = await site.server.createUser()
    const page = await chromium.newBrowser()
    await openSignIn(page)
    await submitSignIn(page, user.email, 'not the password')
    await page.getByRole('alert').waitFor()
    site.requests.length = 0

    await page.reload()
    await page.getByRole('alert').waitFor()
    assert.deepEqual(submissions(), [])
    await submitSignIn(page, user.email)
    await page.waitForURL(`${application.url}/callback?code=*`)
    await page.goBack()

    await page.getByRole('heading', { name: 'This sign-in is complete' }).waitFor()
    assert.deepEqual(submissions(), ['/sign-in'])
    assert.doesNotMatch(await page.content(), new RegExp(user.email))
  })

  test('two tabs with a sign-in page each can both finish', async () => {
    const user = await site.server.createUser()
    const first = await chromium.newBrowser()
    const second = await first.context().newPage()
    await openSignIn(first, { state: 'first' })
    await openSignIn(second, { state: 'second' })

    await submitSignIn(second, user.email)
    await second.waitForURL(`${application.url}/callback?code=*&state=second`)
    await submitSignIn(first, user.email)

    await first.waitForURL(`${application.url}/callback?code=*&state=first`)
  })

  test('the address of a sign-in page, opened in another browser, asks for nothing', async () => {
    const page = await chromium.newBrowser()
    await openSignIn(page)
    const stranger = await chromium.newBrowser()

    const response = await stranger.goto(page.url())

    assert.equal(response?.status(), 400)
    await stranger.getByRole('heading', { name: 'This sign-in is no longer open' }).waitFor()
    assert.equal(await stranger.locator('form').count(), 0)
    await page.reload()
    await page.getByLabel('Password').waitFor()
  })

  test('a page left open over night says so and loses nothing', async () => {
    const user = await site.server.createUser()
    const page = await chromium.newBrowser()
    await openSignIn(page)
    const codes = await countCodes(site)
    site.server.passSeconds(13 * 60 * 60)

    await submitSignIn(page, user.email)

    await page.getByRole('heading', { name: 'This sign-in is no longer open' }).waitFor()
    assert.equal(await countCodes(site), codes)
    assert.deepEqual(await sessionsOf(site, user.id), [])
  })
})
