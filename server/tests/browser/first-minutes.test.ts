import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { API_KEY } from '../harness.ts'
import { inChromium } from '../support/chromium.ts'
import { sqlite } from '../support/databases.ts'
import { at, type Process, type SpawnedServer, spawnServer } from '../support/spawn-server.ts'
import { submitSignIn } from './people.ts'

const BANNER_LIMIT_MS = 10_000

inChromium('the first minutes with what npm start runs', (chromium) => {
  test('whoever follows the banner signs in, sees a session, signs out, and is asked for the password again', async (t) => {
    const place = await sqlite.create()
    t.after(() => place.remove())
    await using server = await spawnServer('dev', at(place))
    const { url, email, password } = await readBanner(server)
    const page = await chromium.newBrowser()

    await page.goto(url)
    await page.getByText(email).waitFor()
    await page.getByText(password).waitFor()
    await page.getByRole('link', { name: 'Sign in', exact: true }).click()
    await submitSignIn(page, email, password)
    await page.getByRole('heading', { name: 'Ada Lovelace' }).waitFor()
    assert.equal(await page.getByText('active', { exact: true }).count(), 1)

    await page.getByRole('button', { name: 'Refresh' }).click()
    await page.waitForURL(`${url}/?step=refreshed`)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL(`${url}/signed-out`)
    await page.getByRole('link', { name: 'Sign in again' }).click()

    await page.getByLabel('Password').waitFor()
    assert.equal(await page.getByText('Ada').count(), 0)

    // What the README has under "Pointing an SDK at it" must not take the demo its own addresses.
    await register(server, 'redirect_uris', 'http://localhost:3000/callback')
    await register(server, 'sign_out_uris', 'http://localhost:3000/')
    await page.goto(url)
    await page.getByRole('link', { name: 'Sign in', exact: true }).click()
    await submitSignIn(page, email, password)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL(`${url}/signed-out`)
  })
})

async function register(server: SpawnedServer, list: string, uri: string): Promise<void> {
  const { status } = await fetch(`${server.origin}/user_management/${list}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ uri }),
  })
  assert.equal(status, 201)
}

async function readBanner(server: Process): Promise<{ url: string; email: string; password: string }> {
  const limit = performance.now() + BANNER_LIMIT_MS
  for (;;) {
    const url = /Try it +(\S+)/.exec(server.stdout)?.[1]
    const [, email, password] = /Demo user +(\S+) +password: (.+)/.exec(server.stdout) ?? []
    if (url && email && password) return { url, email, password }
    assert.ok(performance.now() < limit, `no such lines in the banner:\n${server.stdout}${server.stderr}`)
    await setTimeout(20)
  }
}
