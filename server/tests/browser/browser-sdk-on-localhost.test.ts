import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { drain } from '../../src/serve.ts'
import { inChromium } from '../support/chromium.ts'
import { serveSdkApp } from '../support/sdk-app.ts'
import { useSite } from '../support/site.ts'
import { freePort } from '../support/spawn-server.ts'
import { sessionsOf, submitSignIn } from './people.ts'

/** Nothing is registered, as on the first day. */
inChromium('the official browser SDK on localhost', (chromium) => {
  const site = useSite()
  let app: ReturnType<typeof createServer>
  let appUrl: string
  before(async () => {
    const port = await freePort()
    appUrl = `http://localhost:${port}`
    app = createServer(
      serveSdkApp({ apiHostname: 'localhost', port: Number(new URL(site.server.origin).port), https: false }),
    )
    await new Promise<void>((resolve) => app.listen(port, '127.0.0.1', resolve))
  })
  after(async () => {
    app.closeAllConnections()
    await drain(app)
  })

  test('signs in, restores the session, refreshes and signs out', async () => {
    const user = await site.server.createUser()
    const page = await chromium.newBrowser()
    await page.goto(appUrl)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await submitSignIn(page, user.email)
    await page.getByRole('heading', { name: user.email }).waitFor()

    await page.reload()
    await page.getByRole('heading', { name: user.email }).waitFor()
    await page.getByRole('button', { name: 'Refresh' }).click()
    await page.waitForFunction(() => document.querySelector('p')?.innerText !== '')
    assert.equal((await sessionsOf(site, user.id)).length, 1)
    const cookies = await page.context().cookies()
    assert.ok(!cookies.some(({ name }) => name.includes('refresh')), 'it keeps the token itself')

    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.waitForURL(`${site.server.origin}/signed-out`)
    assert.deepEqual(await sessionsOf(site, user.id), [])
    await page.goto(appUrl)
    await page.getByRole('heading', { name: 'Nobody' }).waitFor()
  })
})
