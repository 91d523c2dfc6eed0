import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { inChromium } from '../support/chromium.ts'
import { addMember, createOrganization } from '../support/members.ts'
import { useElsewhere, useSite } from '../support/site.ts'
import { authorizationUrl, sessionsOf, signInToDemo, submitSignIn } from './people.ts'

/** Longer than any sign-out takes, and far below what clearing a cache takes. */
const STALL_MS = 1_500

inChromium('the pages around a sign-out', (chromium) => {
  const site = useSite()
  const application = useElsewhere('localhost')

  /** Signed in to the demo, and a second tab with the page of sessions. */
  async function twoTabs() {
    const user = await site.server.createUser()
    const app = await chromium.newBrowser()
    await signInToDemo(app, site.demoUrl, user.email)
    const sessions = await app.context().newPage()
    await sessions.goto(`${site.server.origin}/sessions`)
    await sessions.getByText(user.email).waitFor()
    const [session] = await sessionsOf(site, user.id)
    const logOutUrl = `${site.server.origin}/user_management/sessions/logout?session_id=${session?.id}`
    return { user, app, sessions, logOutUrl }
  }

  const showsSignIn = (page: Page) => page.getByRole('heading', { name: 'Sign in' }).waitFor()

  test('T15: other tabs notice a sign-out by themselves, and the back button shows nobody', async () => {
    const { user, app, sessions, logOutUrl } = await twoTabs()

    await app.goto(`${site.server.origin}/sessions`)
    await app.getByText(user.email).waitFor()
    await app.goto(logOutUrl)
    await app.getByRole('heading', { name: 'You are signed out' }).waitFor()

    await showsSignIn(sessions)
    assert.equal(await sessions.getByText(user.email).count(), 0)
    await app.goBack()
    await showsSignIn(app)
    assert.equal(await app.getByText(user.email).count(), 0)
  })

  test('T15: so do those in which somebody who is signed in was asked something', async () => {
    const { user, app, sessions: choice, logOutUrl } = await twoTabs()
    const agreement = await app.context().newPage()
    const { id } = await createOrganization(site.server, 'Mills')
    const invitation = { email: user.email, organization_id: id }
    const { body: invited } = await site.server.api('POST', '/user_management/invitations', invitation)
    await agreement.goto(authorizationUrl(site, application, { invitation_token: invited.token }))
    await agreement.getByRole('button', { name: 'Accept invitation' }).waitFor()
    for (const name of ['Engines', 'Looms'])
      await addMember(site.server, user, await createOrganization(site.server, name))
    await choice.goto(authorizationUrl(site, application))
    await choice.getByRole('button', { name: 'Looms' }).waitFor()

    await app.goto(logOutUrl)
    await app.getByRole('heading', { name: 'You are signed out' }).waitFor()

    for (const tab of [choice, agreement]) {
      await tab.getByRole('heading', { name: 'This sign-in is no longer open' }).waitFor()
      assert.equal(await tab.getByText(user.email).count(), 0)
    }
  })

  test('T15: a tab that is looked at again notices a sign-out of which nobody told it', async () => {
    const { user, sessions } = await twoTabs()
    const look = () => sessions.evaluate(() => void document.dispatchEvent(new Event('visibilitychange')))
    await look()
    await sessions.getByText(user.email).waitFor()

    const [session] = await sessionsOf(site, user.id)
    await site.server.api('POST', '/user_management/sessions/revoke', { session_id: session?.id })
    await look()

    await showsSignIn(sessions)
  })

  test('T16: a sign-out clears what our pages may have stored, at once, and no cookie of anybody else', async () => {
    const { app, logOutUrl } = await twoTabs()
    await app.goto(`${site.server.origin}/sessions`)
    await app.evaluate(() => localStorage.setItem('left', 'behind'))
    await app.context().addCookies([{ name: 'app', value: 'own', domain: 'localhost', path: '/' }])
    const start = performance.now()

    await app.goto(logOutUrl)
    const milliseconds = performance.now() - start

    assert.equal(await app.evaluate(() => localStorage.getItem('left')), null)
    assert.ok(milliseconds < STALL_MS, `${milliseconds} ms`)
    assert.equal(await app.evaluate(() => document.cookie), 'app=own')
    await app.goto(`${site.server.origin}/sessions`)
    await showsSignIn(app)
  })

  test('signing in again asks for the account, and leads to the page of sessions', async () => {
    const { user, app, logOutUrl } = await twoTabs()
    await app.goto(logOutUrl)

    await app.getByRole('link', { name: 'Sign in again' }).click()
    await showsSignIn(app)
    assert.equal(await app.getByLabel('Email').inputValue(), '')
    await submitSignIn(app, user.email)

    await app.getByRole('heading', { name: 'Your sessions' }).waitFor()
  })

  test('all of it works without script, from the keyboard', async () => {
    const user = await site.server.createUser()
    const other = await site.server.signIn(user.email)
    const page = await chromium.newBrowser({ javaScriptEnabled: false })
    await page.goto(`${site.server.origin}/`)
    await page.getByRole('link', { name: 'Your sessions' }).press('Enter')
    await page.getByLabel('Email').fill(user.email)
    await page.getByLabel('Password').fill('correct horse battery')
    await page.getByLabel('Password').press('Enter')

    await page.getByRole('button', { name: 'Sign out everywhere else' }).press('Enter')
    await page.getByRole('status').waitFor()
    assert.equal((await site.server.refresh(other.refreshToken)).status, 400)
    await page.getByRole('button', { name: /^Sign out: / }).press('Enter')

    await page.getByRole('heading', { name: 'You are signed out' }).waitFor()
    await page.getByRole('link', { name: 'Deutsch' }).press('Enter')
    await page.getByRole('heading', { name: 'Sie sind abgemeldet' }).waitFor()
  })

  test('going back after a refused sign-up asks nobody to send it again', async () => {
    const page = await chromium.newBrowser()
    await page.goto(authorizationUrl(site, application, { screen_hint: 'sign-up' }))
    await page.getByLabel('First name').fill('Ada')
    await page.getByLabel('Email').fill('ada@example.com')
    await page.getByLabel('Password').fill('ten or so….')
    await page.evaluate(() => document.querySelector('form')?.setAttribute('novalidate', ''))
    await page.getByLabel('Email').fill('ada')
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.getByRole('alert').waitFor()
    assert.equal(await page.getByLabel('First name').inputValue(), 'Ada')
    await page.getByRole('link', { name: 'Sign in' }).click()

    await page.goBack({ waitUntil: 'commit' })

    await page.getByRole('alert').waitFor()
    assert.equal(await page.getByLabel('First name').inputValue(), 'Ada')
  })
})
