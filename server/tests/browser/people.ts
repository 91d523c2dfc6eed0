import { setTimeout } from 'node:timers/promises'
import type { Locator, Page } from 'playwright-core'
import { CLIENT_ID, PASSWORD } from '../harness.ts'
import type { Elsewhere, Site } from '../support/site.ts'

/** What people do on the pages, by the words they see there. */

export async function submitSignIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** From the demo's first page to the signed-in one. */
export async function signInToDemo(page: Page, demoUrl: string, email: string, password = PASSWORD): Promise<void> {
  await page.goto(demoUrl)
  await page.getByRole('link', { name: 'Sign in', exact: true }).click()
  await submitSignIn(page, email, password)
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
}

/** What signing in led to so far, to see that something else led to nothing more. */
export async function countCodes(site: Site): Promise<number> {
  const codes = await site.server.app.db.selectFrom('authorization_code').select('code_hash').execute()
  return codes.length
}

export async function sessionsOf(site: Site, userId: string): Promise<{ id: string; status: string }[]> {
  const { body } = await site.server.api('GET', `/user_management/users/${userId}/sessions`)
  return body.data
}

/** As the application would build it. */
export function authorizationUrl(site: Site, application: Elsewhere, more: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    client_id: CLIENT_ID,
    redirect_uri: `${application.url}/callback`,
    response_type: 'code',
    provider: 'authkit',
    ...more,
  })
  return `${site.server.origin}/user_management/authorize?${query}`
}

/** Quick, but with a moment in between, in which the browser sends the first submission. */
export async function doubleClick(page: Page, target: Locator): Promise<void> {
  await target.hover()
  await page.mouse.down()
  await page.mouse.up()
  await setTimeout(100)
  await page.mouse.down({ clickCount: 2 })
  await page.mouse.up({ clickCount: 2 })
}
