import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { LANGUAGES } from '../../src/pages/languages.ts'
import { inChromium } from '../support/chromium.ts'
import { useElsewhere, useSite } from '../support/site.ts'
import { authorizationUrl, submitSignIn } from './people.ts'
import { shownPages } from './shown-pages.ts'

const axe = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

/** Off by default: targets of 24 pixels (WCAG 2.2, 2.5.8), and names that hold the words one sees (2.5.3). */
const BESIDES = { 'target-size': { enabled: true }, 'label-content-name-mismatch': { enabled: true } }
/** What other words can break where the page is sound in English; Arabic turns it round, so there all of them apply. */
const RULES_ON_WORDS = [
  ...['html-lang-valid', 'html-has-lang', 'valid-lang', 'document-title', 'page-has-heading-one', 'label'],
  ...['link-name', 'button-name', 'target-size', 'label-content-name-mismatch'],
]

/** What no page may be without; that none breaks its content security policy is checked after every test anyway. */
inChromium('every page', (chromium) => {
  const site = useSite()
  const application = useElsewhere('localhost')

  for (const { name, open } of shownPages) {
    test(`${name} has no fault that a machine can find in light or dark, and fits narrow, large and right to left`, async () => {
      const page = await chromium.newBrowser({ viewport: { width: 320, height: 640 }, reducedMotion: 'reduce' })
      await open(page, site)
      await page.evaluate(axe)
      await finishAnimations(page)
      assert.deepEqual(await findFaults(page), [])
      await page.emulateMedia({ colorScheme: 'dark' })
      assert.deepEqual(await findFaults(page, ['color-contrast']), [], 'dark')

      assert.equal(await hiddenWidth(page), 0, '320 pixels, as at 400 % zoom')
      await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'))
      assert.equal(await hiddenWidth(page), 0, 'right to left')
      await page.setViewportSize({ width: 640, height: 800 })
      await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
      assert.equal(await hiddenWidth(page), 0, '200 % letters')
    })

    test(`${name} has none in any language either`, async () => {
      const page = await chromium.newBrowser({ viewport: { width: 320, height: 640 }, reducedMotion: 'reduce' })
      await open(page, site)
      // What answers a form has no links to other languages, and neither has the demo.
      for (const language of (await page.locator('a[hreflang]').count()) === 0 ? [] : LANGUAGES.slice(1)) {
        await page.locator(`a[hreflang=${language}]`).click()
        await page.locator(`html[lang=${language}]`).waitFor()
        await page.evaluate(axe)
        assert.deepEqual(await findFaults(page, language === 'ar' ? undefined : RULES_ON_WORDS), [], language)
        assert.equal(await hiddenWidth(page), 0, language)
      }
    })
  }

  test('an address of the greatest length stays inside the card', async () => {
    const email = `${'verylongname'.repeat(5)}@${'subdomain.'.repeat(18)}example.com`
    await site.server.createUser({ email })
    const page = await chromium.newBrowser({ viewport: { width: 360, height: 640 } })
    await page.goto(authorizationUrl(site, application, { login_hint: email }))

    await submitSignIn(page, email, 'not the password')

    await page.getByRole('alert').waitFor()
    assert.equal(await page.getByLabel('Email').inputValue(), email)
    assert.equal(await hiddenWidth(page), 0)
    const { body } = await site.server.api('POST', '/user_management/password_reset', { email })
    await page.goto(body.password_reset_url)
    await page.getByText(email).waitFor()
    assert.equal(await hiddenWidth(page), 0)
  })

  test('the way back to the application shows nothing for its first second, and the link leads there too', async () => {
    const page = await chromium.newBrowser()
    await shownPages.find(({ name }) => name === 'hand-off')?.open(page, site)

    const animations = await page.evaluate(() =>
      document.getAnimations().map(({ effect }) => ({
        shown: (effect as KeyframeEffect).target?.className,
        delay: effect?.getTiming().delay,
        fill: effect?.getTiming().fill,
      })),
    )

    assert.deepEqual(
      animations.map(({ delay, fill }) => ({ delay, fill })),
      Array(3).fill({ delay: 1000, fill: 'both' }),
    )
    const link = await page.getByRole('link', { name: 'Continue' }).getAttribute('href')
    assert.match(link ?? '', new RegExp(`^${site.demoUrl}/callback\\?code=`))
  })

  test('signing in sets two cookies, both out of reach of scripts and of requests from other sites', async () => {
    const user = await site.server.createUser()
    const page = await chromium.newBrowser()
    await page.goto(authorizationUrl(site, application))
    assert.equal(await page.evaluate(() => document.cookie), '')
    await submitSignIn(page, user.email)
    await page.waitForURL(`${application.url}/callback?code=*`)

    const cookies = await page.context().cookies(site.server.origin)

    const fixed = { httpOnly: true, sameSite: 'Lax', secure: false, path: '/', domain: 'localhost' }
    assert.deepEqual(
      cookies
        .map(({ name, httpOnly, sameSite, secure, path, domain }) => ({
          name,
          httpOnly,
          sameSite,
          secure,
          path,
          domain,
        }))
        .sort((one, other) => one.name.localeCompare(other.name)),
      [
        { name: 'gatehouse-browser', ...fixed },
        { name: 'gatehouse-session', ...fixed },
      ],
    )
  })
})

interface Axe {
  run(options: { runOnly?: string[]; rules?: Record<string, { enabled: boolean }> }): Promise<AxeResults>
}

async function findFaults(page: Page, rules?: string[]): Promise<string[]> {
  const { violations } = await page.evaluate(
    // Runs in the page, where the test has put axe.
    ({ rules, besides }) =>
      (globalThis as unknown as { axe: Axe }).axe.run(rules ? { runOnly: rules } : { rules: besides }),
    { rules, besides: BESIDES },
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  )
}

async function finishAnimations(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) animation.finish()
  })
}

/** How far one would have to scroll sideways. */
async function hiddenWidth(page: Page): Promise<number> {
  return await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}
