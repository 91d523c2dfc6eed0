import type { Page } from 'playwright-core'
import { PASSWORD } from '../harness.ts'
import type { Site } from '../support/site.ts'

/** What people do on the pages, by the words they see there. */

export async function submitSignIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** From the demo's first page to the signed-in one. */
export async function signInToDemo(page: Page, demoUrl: string, email: string): Promise<void> {
  await page.goto(demoUrl)
  await page.getByRole('link', { name: 'Sign in', exact: true }).click()
  await submitSignIn(page, email)
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
