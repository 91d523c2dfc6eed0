import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { inChromium } from '../support/chromium.ts'
import { useElsewhere, useSite } from '../support/site.ts'
import { authorizationUrl, sessionsOf, signInToDemo } from './people.ts'

/** Longer than a page that leads on by itself would take. */
const A_WHILE_MS = 400

inChromium('links and pages of others', (chromium) => {
  const site = useSite()
  const application = useElsewhere('localhost')
  const stranger = useElsewhere('127.0.0.1')

  const signedIn = async () => {
    const user = await site.server.createUser()
    const page = await chromium.newBrowser()
    await signInToDemo(page, site.demoUrl, user.email)
    const [session] = await sessionsOf(site, user.id)
    const logOutUrl = `${site.server.origin}/user_management/sessions/logout?session_id=${session?.id}`
    const isAlive = async () => (await sessionsOf(site, user.id)).length === 1
    return { page, logOutUrl, isAlive }
  }
  const timesAskedToLogOut = () => site.requests.filter((path) => path.includes('/sessions/logout')).length
  const openStrangersPage = async (page: Page, html: string) => {
    stranger.pages.set('/trap', html)
    await page.goto(`${stranger.url}/trap`)
  }

  for (const [what, more, heading] of [
    ['an unknown client_id', { client_id: 'client_unknown' }, 'Unknown application'],
    ['no client_id', { client_id: '' }, 'Unknown application'],
    [
      'a redirect URI that is not registered',
      { redirect_uri: 'https://evil.example/x' },
      'Redirect URI is not registered',
    ],
    ['a redirect URI with script', { redirect_uri: 'javascript:alert(1)' }, 'Redirect URI is not registered'],
  ] as const) {
    test(`${what}: the page stays where it is and links nowhere`, async () => {
      const page = await chromium.newBrowser()
      const leaving: string[] = []
      page.on('request', (request) => leaving.push(new URL(request.url()).origin))
      const url = authorizationUrl(site, application, more)

      const response = await page.goto(url)
      await page.getByRole('heading', { name: heading }).waitFor()
      await setTimeout(A_WHILE_MS)

      assert.equal(response?.status(), 400)
      assert.equal(page.url(), url)
      assert.deepEqual([...new Set(leaving)], [site.server.origin])
      assert.equal(await page.locator('main a, form, iframe').count(), 0)
      const links = await page.locator('a').evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href))
      const addresses = new Set(links.map((link) => link.replace(/\?.*/, '')))
      assert.deepEqual([...addresses], [url.replace(/\?.*/, '')], 'but to itself in other languages')
    })
  }

  test('a page of ours in somebody else’s frame stays blank', async () => {
    chromium.expectComplaints(/frame/i)
    const { page, logOutUrl, isAlive } = await signedIn()
    const urls = [
      authorizationUrl(site, application, { prompt: 'login' }),
      authorizationUrl(site, application, { client_id: 'nobody' }),
      `${site.server.origin}/signed-out`,
      `${site.server.origin}/sign-in`,
      `${site.server.origin}/no-such-page`,
      logOutUrl,
    ]

    await openStrangersPage(page, urls.map((url) => `<iframe src="${url.replaceAll('&', '&amp;')}"></iframe>`).join(''))
    await page.waitForLoadState('networkidle')

    const frames = page.frames().slice(1)
    assert.equal(frames.length, urls.length)
    assert.deepEqual([...new Set(frames.map((frame) => frame.url()))], ['chrome-error://chromewebdata/'])
    assert.equal(await isAlive(), true)
  })

  test('a sign-out link in a picture, a script, a frame, a style sheet or a prefetch ends nothing', async () => {
    chromium.expectComplaints(/./)
    const { page, logOutUrl, isAlive } = await signedIn()
    const before = timesAskedToLogOut()
    const embeds = [
      `<img src="${logOutUrl}&a">`,
      `<script src="${logOutUrl}&b"></script>`,
      `<link rel="stylesheet" href="${logOutUrl}&c">`,
      `<link rel="prefetch" href="${logOutUrl}&d">`,
      `<link rel="preload" as="image" href="${logOutUrl}&e">`,
      `<iframe src="${logOutUrl}&f"></iframe>`,
      `<object data="${logOutUrl}&g"></object>`,
      `<video src="${logOutUrl}&h"></video>`,
      `<link rel="icon" href="${logOutUrl}&i">`,
      `<style>body { background: url("${logOutUrl}&j") }</style>`,
    ]

    await openStrangersPage(page, embeds.join('\n'))
    await page.waitForLoadState('networkidle')

    const asked = new Set(site.requests.filter((path) => path.includes('/sessions/logout')).map((path) => path.at(-1)))
    for (const mark of 'abcdefghj') assert.ok(asked.has(mark), `${mark} was not even asked for: ${[...asked]}`)
    assert.ok(timesAskedToLogOut() > before)
    assert.equal(await isAlive(), true)
    await page.goto(site.demoUrl)
    await page.getByRole('button', { name: 'Refresh' }).click()
    await page.waitForURL(`${site.demoUrl}/?step=refreshed`)
  })

  test('a sign-out link that a page asks the browser to fetch in advance ends nothing', async () => {
    chromium.expectComplaints(/./)
    const { page, logOutUrl, isAlive } = await signedIn()
    const before = timesAskedToLogOut()
    const rules = JSON.stringify({ prefetch: [{ urls: [logOutUrl], eagerness: 'immediate' }] })
    application.pages.set('/eager', `<script type="speculationrules">${rules}</script>`)

    await page.goto(`${application.url}/eager`)
    await setTimeout(A_WHILE_MS)

    assert.equal(timesAskedToLogOut(), before + 1)
    assert.equal(await isAlive(), true)
  })

  test('a sign-out link that is followed signs out', async () => {
    const { page, logOutUrl, isAlive } = await signedIn()

    await openStrangersPage(page, `<a href="${logOutUrl}">Sign out</a>`)
    await page.getByRole('link').click()

    await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
    assert.equal(await isAlive(), false)
    const cookies = await page.context().cookies(site.server.origin)
    assert.ok(!cookies.some(({ name }) => name === 'gatehouse-session'))
  })

  test('the browser SDK’s fetch without an answer signs out, and the next sign-in asks for the password', async () => {
    const { page, logOutUrl, isAlive } = await signedIn()

    await openStrangersPage(page, '<h1>An application in the browser</h1>')
    await page.evaluate(async (url) => void (await fetch(url, { mode: 'no-cors', credentials: 'include' })), logOutUrl)

    assert.equal(await isAlive(), false)
    await page.goto(authorizationUrl(site, application))
    await page.getByLabel('Password').waitFor()
  })
})
