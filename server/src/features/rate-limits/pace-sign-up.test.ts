import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { CLIENT_ID, PASSWORD, useServer } from '../../../tests/harness.ts'
import { createBrowser } from '../../../tests/support/browser.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { paceSignUp } from './pace-sign-up.ts'

const SIGN_UP = `/user_management/authorize?client_id=${CLIENT_ID}&redirect_uri=${encodeURIComponent('http://localhost:3000/cb')}&response_type=code&provider=authkit&screen_hint=sign-up`
const REFUSED = /Too many attempts\. Wait a minute, then try again\./

onEachDatabase('signing up on the hosted page', (database) => {
  const server = useServer(database, { trustedProxies: 1 })
  let now = Date.now()
  /** Time stands still, so that budgets do not fill while a test takes its time. */
  before(() => {
    Object.assign(server.app.clock, { now: () => new Date(now) })
  })
  /** All but one. */
  const useUp = async (address: string) => {
    for (let count = 0; count < 59; count++) assert.ok(await paceSignUp(server.app, address))
  }
  /** Answers the page that follows. */
  const signUp = async (address: string) => {
    const browser = createBrowser((path, init = {}) => {
      const headers = new Headers(init.headers)
      headers.set('x-forwarded-for', address)
      return server.request(path, { ...init, headers })
    }, server.origin)
    const { html } = await browser.open(SIGN_UP)
    const email = `${server.app.ids.ulid().toLowerCase()}@example.com`
    const done = await browser.submit(html, { first_name: 'Ada', last_name: '', email, password: PASSWORD })
    return { email, html: done.html }
  }
  const isUser = async (email: string) =>
    (await server.api('GET', `/user_management/users?email=${email}`)).body.data.length === 1

  test('T63: sixty accounts from one address, then one every ten seconds, and none is made beyond', async () => {
    await useUp('203.0.113.7')
    const last = await signUp('203.0.113.7')
    await server.newEvents()

    const refused = await signUp('203.0.113.7')

    assert.ok(await isUser(last.email))
    assert.match(refused.html, REFUSED)
    assert.match(refused.html, /value="Ada"/, 'what was typed is still there')
    assert.ok(!(await isUser(refused.email)))
    assert.deepEqual(await server.newEvents(), [])
    now += 10_000
    assert.ok(await isUser((await signUp('203.0.113.7')).email))
    assert.ok(!(await isUser((await signUp('203.0.113.7')).email)))
  })

  test('T63: others are not kept waiting, and a household of IPv6 is one address', async () => {
    await useUp('2001:db8:7::1')
    await signUp('2001:db8:7::2')

    assert.match((await signUp('2001:db8:7::3')).html, REFUSED)
    assert.ok(await isUser((await signUp('2001:db8:8::1')).email))
  })

  test('on a laptop nobody is counted', async () => {
    for (let count = 0; count < 100; count++) assert.ok(await paceSignUp(server.app, '127.0.0.1'))
  })
})
