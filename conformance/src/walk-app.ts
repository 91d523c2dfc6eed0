import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { submitSignIn } from '../../server/tests/browser/people.ts'
import type { Site } from '../../server/tests/support/site.ts'
import type { Report } from './table.ts'

type Results = Exclude<Report['results'], string>

/** What a person does with an application that is written with a browser or framework SDK; the server says what became of the session. */
export async function walkApp(page: Page, appUrl: string, site: Site): Promise<Results> {
  const results: Results = []
  const { id: userId, email } = await site.server.createUser()
  const check = async (name: string, act: () => Promise<void>) => {
    // What follows a failed step says nothing any more.
    if (results.some(({ outcome }) => outcome === 'fail')) return
    const problem = await act().then(() => undefined, String)
    results.push({ check: name, outcome: problem ? 'fail' : 'ok', detail: problem?.slice(0, 300) ?? '' })
  }
  const heading = (text: string) => page.getByRole('heading', { name: text }).waitFor()
  const token = page.locator('#token:not(:empty)')
  const session = async () => {
    const { body } = await site.server.api('GET', `/user_management/sessions?user_id=${userId}`)
    return body.data[0]
  }

  await check('sign-in', async () => {
    await page.goto(appUrl)
    await page.getByText('Sign in').click()
    await submitSignIn(page, email)
    await heading(email)
    assert.equal((await session()).status, 'active')
  })
  await check('reload', async () => {
    await page.goto(appUrl)
    await heading(email)
  })
  await check('refresh', async () => {
    const before = await token.innerText()
    await page.getByRole('button', { name: 'Refresh' }).click()
    await page.locator(`#token:not(:empty):not(:text-is("${before}"))`).waitFor()
    await heading(email)
  })
  await check('sign-out', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL(`${appUrl}/bye`)
    const { status, end_reason } = await session()
    assert.deepEqual([status, end_reason], ['revoked', 'sign_out'])
  })
  await check('sign-in-asks-again', async () => {
    await page.goto(appUrl)
    await heading('Nobody')
    await page.getByText('Sign in').click()
    await page.getByLabel('Password').waitFor()
  })
  return results
}
