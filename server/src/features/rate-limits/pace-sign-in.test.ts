import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { API_KEY, authenticate, CLIENT_ID, PASSWORD, type TestServer, useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { removeFullSignInBudgets } from './pace-sign-in.ts'

const WRONG = 'not the password'

onEachDatabase('attempts to sign in', (database) => {
  const server = useServer(database, { trustedProxies: 1 })
  let [now, networks] = [Date.now(), 0]
  /** Time stands still, so that budgets do not fill while a test takes its time; and what a hash costs is not the matter. */
  before(() => {
    Object.assign(server.app.clock, { now: () => new Date(now) })
    Object.assign(server.app.passwords, {
      verify: async (stored: string | null | undefined, given: string) => Boolean(stored) && given === PASSWORD,
    })
  })
  const passSeconds = (seconds: number) => {
    now += seconds * 1000
  }
  /** An address that no other test uses. */
  const newAddress = () => `203.0.${++networks}.7`
  const attempt = (email: string, password: string, ip_address: string) =>
    authenticate(server, { grant_type: 'password', client_secret: API_KEY, email, password, ip_address })

  test('T35: ten a minute on one account from one address, and then one every six seconds', async () => {
    const [{ email }, address] = [await server.createUser(), newAddress()]
    await guess(10, () => attempt(email, WRONG, address), 400)

    const refused = await attempt(email, PASSWORD, address)

    assert.equal(refused.status, 429, 'the right password is not looked at either')
    assert.equal(refused.body.error, 'too_many_requests')
    const wait = Number(refused.headers.get('retry-after'))
    assert.ok(wait >= 1 && wait <= 6, `Retry-After: ${wait}`)
    passSeconds(6)
    assert.equal((await attempt(email, WRONG, address)).status, 400)
    assert.equal((await attempt(email, WRONG, address)).status, 429)
  })

  test('T34 T35: an address that nobody has is counted like one that somebody has', async () => {
    const address = newAddress()
    await guess(10, () => attempt('nobody@example.com', WRONG, address), 400)

    const { status, body } = await attempt('NOBODY@example.com', WRONG, address)

    assert.deepEqual([status, body.error], [429, 'too_many_requests'])
  })

  test('T35: whoever is refused takes nothing from the account, and its owner gets in from elsewhere', async () => {
    const [{ email }, attacker] = [await server.createUser(), newAddress()]
    await guess(10, () => attempt(email, WRONG, attacker), 400)
    await guess(100, () => attempt(email, WRONG, attacker), 429)

    const { status } = await attempt(email, PASSWORD, newAddress())

    assert.equal(status, 200)
  })

  test('T35: a hundred failures in a row from everywhere, and a sign-in begins anew', async () => {
    const { email } = await server.createUser()
    const spread = async () => {
      for (let network = 0; network < 10; network++) {
        const address = newAddress()
        await guess(10, () => attempt(email, WRONG, address), 400)
      }
    }
    await guess(9, () => attempt(email, WRONG, newAddress()), 400)
    assert.equal((await attempt(email, PASSWORD, newAddress())).status, 200)
    await spread()

    const refused = await attempt(email, WRONG, newAddress())

    assert.equal(refused.status, 429)
    assert.ok(Number(refused.headers.get('retry-after')) <= 36)
  })

  test('T35: sixty from one address on any accounts, unless it is that of an application for all its people', async () => {
    const address = newAddress()
    for (let person = 0; person < 60; person++)
      assert.equal((await attempt(`p${person}@example.com`, WRONG, address)).status, 400)
    assert.equal((await attempt('p60@example.com', WRONG, address)).status, 429)

    const headers = { 'content-type': 'application/json', 'x-forwarded-for': newAddress() }
    for (let person = 0; person < 70; person++) {
      const body = { client_id: CLIENT_ID, client_secret: API_KEY, grant_type: 'password', password: WRONG }
      const init = { method: 'POST', headers, body: JSON.stringify({ ...body, email: `q${person}@example.com` }) }
      assert.equal((await server.request('/user_management/authenticate', init)).status, 400)
    }
  })

  test('T35: of many at once no more than the budget has are looked at', async () => {
    const [{ email }, address] = [await server.createUser(), newAddress()]

    const answers = await Promise.all(Array.from({ length: 40 }, () => attempt(email, WRONG, address)))

    assert.equal(answers.filter(({ status }) => status === 400).length, 10)
    assert.equal(answers.filter(({ status }) => status === 429).length, 30)
  })

  test('T35: one household of IPv6 is one address', async () => {
    const { email } = await server.createUser()
    for (let host = 1; host <= 10; host++)
      assert.equal((await attempt(email, WRONG, `2001:db8:7::${host}`)).status, 400)

    assert.equal((await attempt(email, WRONG, '2001:db8:7::ffff')).status, 429)
    assert.equal((await attempt(email, WRONG, '2001:db8:7:1::1')).status, 400)
  })

  test('the hosted page says so, in words that tell nothing of the account', async () => {
    const [{ email }, address] = [await server.createUser(), newAddress()]
    await guess(10, () => attempt(email, WRONG, address), 400)
    await server.newEvents()

    const html = await refusedOnPage(server, email, address)

    assert.match(html, /Too many attempts\. Wait a minute, then try again\./)
    assert.deepEqual(await server.newEvents(), [])
  })

  test('on a laptop nobody is counted, and full budgets leave no rows behind', async () => {
    const { email } = await server.createUser()
    await guess(12, () => attempt(email, WRONG, '127.0.0.1'), 400)
    await guess(12, () => attempt(email, WRONG, '::1'), 400)
    passSeconds(24 * 60 * 60)

    await removeFullSignInBudgets(server.app)

    assert.deepEqual(await server.app.db.selectFrom('pace').selectAll().execute(), [])
  })
})

async function guess(times: number, attempt: () => Promise<{ status: number }>, expected: number): Promise<void> {
  for (let i = 0; i < times; i++) assert.equal((await attempt()).status, expected, `attempt ${i + 1}`)
}

async function refusedOnPage(server: TestServer, email: string, address: string): Promise<string> {
  const headers = { 'x-forwarded-for': address }
  const authorize = `/user_management/authorize?client_id=${CLIENT_ID}&redirect_uri=${encodeURIComponent('http://localhost:3000/cb')}&response_type=code&provider=authkit`
  const start = await server.request(authorize, { headers })
  const cookie = start.headers
    .getSetCookie()
    .map((value) => value.split(';')[0])
    .join('; ')
  const request = new URL(start.headers.get('location') ?? '', server.origin).searchParams.get('request') ?? ''
  const answer = await server.request('/sign-in', {
    method: 'POST',
    headers: {
      ...headers,
      cookie,
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
    },
    body: new URLSearchParams({ request, email, password: PASSWORD }).toString(),
  })
  const page = await server.request(answer.headers.get('location') ?? '', { headers: { ...headers, cookie } })
  return await page.text()
}
