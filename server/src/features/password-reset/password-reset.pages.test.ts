import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CLIENT_ID, PASSWORD, startServer, type TestServer, useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { sendEmails } from '../emails/send-emails.ts'
import { mailWantedResets } from './mail-wanted-resets.ts'

const AUTHORIZE = `/user_management/authorize?client_id=${CLIENT_ID}&redirect_uri=${encodeURIComponent('http://localhost:3000/cb')}&response_type=code&provider=authkit`
const NEW_PASSWORD = 'a brand new password'
const GONE = /This link no longer works/

const linkTo = (html: string, path: string) => new RegExp(`href="(/${path}\\?request=[^"]+)"`).exec(html)?.[1] ?? ''

/** From the sign-in page to the answer of the form. */
async function askForLink(server: TestServer, email: string) {
  const browser = server.browser()
  const signIn = await browser.open(AUTHORIZE)
  const form = await browser.submit(signIn.html, { email, password: '', step: 'forgot-password' })
  const answer = await browser.submit(form.html, { email })
  return { browser, answer }
}

/** The path of the link in the one mail that was sent. */
async function receiveLink(server: TestServer): Promise<string> {
  const [mail, ...others] = (await server.newMails()).filter(({ text }) => text.includes('/reset-password'))
  assert.deepEqual(others, [])
  const [, path = ''] = /https?:\/\/[^/\s]+(\/reset-password\?token=[\w-]{43})\n/.exec(mail?.text ?? '') ?? []
  assert.ok(path, mail?.text ?? 'no mail')
  return path
}

const countRows = async ({ app }: TestServer) => {
  const tables = ['password_reset', 'password_reset_request', 'email', 'event'] as const
  const rows = await Promise.all(tables.map((table) => app.db.selectFrom(table).selectAll().execute()))
  return rows.map(({ length }) => length)
}

onEachDatabase('the pages of a forgotten password', (database) => {
  const server = useServer(database)

  test('lead from the sign-in page to a mail, a new password and back to the same sign-in', async () => {
    await server.newMails()
    const { user, refreshToken } = await server.signedIn()
    const { browser, answer } = await askForLink(server, user.email.toUpperCase())
    assert.match(answer.html, /Check your mail/)

    const { html } = await browser.open(await receiveLink(server))
    await server.newEvents()
    const done = await browser.submit(html, { new_password: NEW_PASSWORD })

    assert.match(done.html, /Your password is changed/)
    assert.match(done.html, /You are signed out everywhere/)
    assert.deepEqual(await server.newEvents(), ['user.updated', 'password_reset.succeeded', 'session.revoked'])
    assert.equal((await server.refresh(refreshToken)).body.error, 'invalid_grant')
    const [notice] = await server.newMails()
    assert.equal(notice?.to, user.email)
    assert.doesNotMatch(notice?.text ?? '', /https?:/, 'no link in it to be phished with')
    const signIn = await browser.open(linkTo(done.html, 'sign-in'))
    const old = await browser.submit(signIn.html, { email: user.email, password: PASSWORD })
    assert.doesNotMatch(old.html, /content="0;url=/)
    const finished = await browser.submit(signIn.html, { email: user.email, password: NEW_PASSWORD })
    assert.match(finished.html, /content="0;url=http:\/\/localhost:3000\/cb\?code=/)
  })

  test('take along the email that was typed on the sign-in page, and leave the password there', async () => {
    const { email } = await server.createUser()
    const browser = server.browser()
    const signIn = await browser.open(AUTHORIZE)
    await server.newEvents()

    const { html } = await browser.submit(signIn.html, { email, password: PASSWORD, step: 'forgot-password' })

    assert.match(html, /Forgot your password\?/)
    assert.ok(html.includes(`value="${email}"`))
    assert.ok(!html.includes(PASSWORD))
    assert.deepEqual(await server.newMails(), [], 'nothing is sent before the person asks for it')
    assert.deepEqual(await server.newEvents(), [], 'nobody has tried to sign in')
  })

  test('work in another browser too, which then has no sign-in to go back to', async () => {
    const user = await server.createUser()
    await askForLink(server, user.email)
    const phone = server.browser()

    const { html } = await phone.open(await receiveLink(server))
    const done = await phone.submit(html, { new_password: NEW_PASSWORD })

    assert.match(done.html, /Go back to the application/)
    assert.equal(linkTo(done.html, 'sign-in'), '')
    await server.signIn(user.email, NEW_PASSWORD)
  })

  test('T34: the page does and says the same for every address', async () => {
    await using own = await startServer(database)
    const user = await own.createUser()
    const passwordless = await own.createUser({ password: undefined })
    const [before, answers] = [await countRows(own), [] as string[]]

    for (const email of [user.email, 'nobody@example.com', passwordless.email]) {
      const { answer } = await askForLink(own, email)
      const { html, response } = answer
      const headers = [...response.headers].filter(([name]) => !['x-request-id', 'date'].includes(name))
      const masked = JSON.stringify([response.status, headers, html]).replaceAll(/authorization_request_\w+/g, '')
      answers.push(masked)
    }

    assert.equal(new Set(answers).size, 1)
    assert.doesNotMatch(answers[0] ?? '', /example\.com/)
    const [resets = 0, requests = 0, emails = 0, events = 0] = before
    assert.deepEqual(await countRows(own), [resets, requests + 3, emails, events], 'one row each, and nothing else')
    const mails = await own.newMails()
    assert.deepEqual(mails.map(({ to }) => to).sort(), [user.email, passwordless.email].sort())
  })

  test('T63: asking again and again sends three mails in a minute and is answered alike', async () => {
    await using own = await startServer(database)
    const user = await own.createUser()
    const mails: unknown[] = []
    const answers = new Set<string>()

    for (let time = 0; time < 8; time++) {
      const { answer } = await askForLink(own, user.email)
      answers.add(`${answer.response.status} ${answer.html.replaceAll(/authorization_request_\w+/g, '')}`)
      mails.push(...(await own.newMails()))
    }

    assert.equal(mails.length, 3)
    assert.equal(answers.size, 1)
    const api = await own.api('POST', '/user_management/password_reset', { email: user.email })
    assert.equal(api.status, 429, 'the API shares the limit')
  })

  test('what was asked for before a crash is sent afterwards, once, by any number of nodes', async () => {
    const user = await server.createUser()
    await askForLink(server, user.email)

    await Promise.all([mailWantedResets(server.app), mailWantedResets(server.app), mailWantedResets(server.app)])
    await Promise.all([sendEmails(server.app), sendEmails(server.app)])

    await receiveLink(server)
    assert.deepEqual(await server.newMails(), [])
  })

  test('T64: opening the link, however often and by whatever method, changes nothing', async () => {
    const user = await server.createUser()
    const { browser } = await askForLink(server, user.email)
    const path = await receiveLink(server)
    await server.newEvents()
    const before = await countRows(server)

    for (const method of ['GET', 'HEAD', 'GET', 'OPTIONS', 'GET']) await server.request(path, { method })
    const { html, response } = await browser.open(path)

    assert.equal(response.status, 200)
    assert.equal(response.headers.get('referrer-policy'), 'no-referrer')
    assert.equal(response.headers.get('cache-control'), 'no-store')
    assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'/)
    assert.doesNotMatch(html, /<script/)
    assert.deepEqual(await server.newEvents(), [])
    assert.deepEqual(await countRows(server), before)
    await server.signIn(user.email)
    assert.match((await browser.submit(html, { new_password: NEW_PASSWORD })).html, /is changed/)
  })

  test('T41: a link works once; a second browser, a reload and an invented token are told so', async () => {
    const user = await server.createUser()
    const { browser } = await askForLink(server, user.email)
    const path = await receiveLink(server)
    const { html } = await browser.open(path)

    const answers = await Promise.all(
      ['first new password', 'second new password', 'third new password'].map((new_password) =>
        browser.submit(html, { new_password }),
      ),
    )

    assert.equal(answers.filter((answer) => /is changed/.test(answer.html)).length, 1)
    assert.equal(answers.filter((answer) => GONE.test(answer.html) && answer.response.status === 400).length, 2)
    for (const link of [
      path,
      '/reset-password',
      '/reset-password?token=x',
      `/reset-password?token=${'x'.repeat(600)}`,
    ]) {
      const { html: shown, response } = await browser.open(link)
      assert.equal(response.status, 400)
      assert.match(shown, GONE)
      assert.match(shown, /href="\/forgot-password"/)
    }
  })

  test('T37: a weak password is refused beside its field, and the link stays good', async () => {
    const user = await server.createUser()
    const { browser } = await askForLink(server, user.email)
    const { html } = await browser.open(await receiveLink(server))

    const refused = await browser.submit(html, { new_password: 'short' })

    assert.match(refused.html, /id="new_password-error">The password must have at least 10 characters/)
    assert.match((await browser.submit(refused.html, { new_password: NEW_PASSWORD })).html, /is changed/)
  })

  test('a form that another site submits is refused, and so is what is no address', async () => {
    const user = await server.createUser()
    await server.newMails()
    const fields: [string, string][] = [
      ['/forgot-password', `email=${encodeURIComponent(user.email)}`],
      ['/reset-password', 'token=x&new_password=a-brand-new-password'],
    ]
    for (const [path, body] of fields) {
      const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' }
      assert.equal((await server.request(path, { method: 'POST', headers, body })).status, 403)
    }
    for (const email of [
      '',
      'nobody',
      'a@b',
      `${user.email}, eve@example.com`,
      `${user.email}\r\nBcc: eve@example.com`,
    ]) {
      const { answer } = await askForLink(server, email)
      assert.match(answer.html, /id="email-error">Enter an email address/)
    }
    assert.deepEqual(await server.newMails(), [])
  })
})
