import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { startServer, type TestServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { LOGIN, startSmtpServer } from '../../../tests/support/smtp-server.ts'
import { inTransaction } from '../../database/transaction.ts'
import { createSmtpMailer, type Email, type Mailer } from '../../platform/mailer.ts'
import { queueEmail } from './queue-email.ts'
import { dropExpiredEmails, MOST_ATTEMPTS, sendEmails } from './send-emails.ts'

const LINK = 'https://auth.example.com/reset-password?token=the-secret-of-the-link'
const MAIL: Email = { to: 'ada@example.com', subject: 'Set a new password', text: `Open ${LINK}\n` }
const FROM = { name: 'Example', address: 'auth@example.com' }
const HOUR_MS = 60 * 60_000

/** Takes note of every attempt, and fails until told otherwise. */
function createMoodyMailer() {
  const attempts: { id: string; to: string }[] = []
  const mailer: Mailer & { isDown: boolean; attempts: typeof attempts } = {
    attempts,
    isDown: true,
    async send(id, { to }) {
      attempts.push({ id, to })
      await setTimeout(5)
      if (mailer.isDown) throw Object.assign(new Error(`554 refused: it contains ${LINK}`), { code: 'EMESSAGE' })
    },
  }
  return mailer
}

const queue = async ({ app }: TestServer, email = MAIL, lifetimeMs = 24 * HOUR_MS) =>
  await inTransaction(app, (tx) => queueEmail(tx, email, new Date(app.clock.now().getTime() + lifetimeMs)))

const rows = async ({ app }: TestServer) => await app.db.selectFrom('email').selectAll().execute()

onEachDatabase('the queue of e-mails', (database) => {
  test('a mail is sent once, by any number of workers at once, and nothing of it is kept', async () => {
    const mailer = createMoodyMailer()
    mailer.isDown = false
    await using server = await startServer(database, { mailer })
    for (let index = 0; index < 12; index++) await queue(server, { ...MAIL, to: `person${index}@example.com` })

    await Promise.all(Array.from({ length: 4 }, () => sendEmails(server.app)))
    await sendEmails(server.app)

    assert.equal(mailer.attempts.length, 12)
    assert.equal(new Set(mailer.attempts.map(({ to }) => to)).size, 12)
    assert.deepEqual(await rows(server), [])
  })

  test('a change that fails sends no mail', async () => {
    await using server = await startServer(database)
    const failing = inTransaction(server.app, async (tx) => {
      await queueEmail(tx, MAIL, new Date(tx.clock.now().getTime() + HOUR_MS))
      throw new Error('and then it failed')
    })

    await assert.rejects(failing, /and then it failed/)

    assert.deepEqual(await server.newMails(), [])
  })

  test('what is stored gives neither the link nor the address away', async () => {
    await using server = await startServer(database)
    await queue(server)

    const stored = JSON.stringify(await rows(server))

    assert.doesNotMatch(stored, /secret-of-the-link|ada@example/)
    assert.doesNotMatch(Buffer.from((await rows(server))[0]?.sealed_email ?? '', 'base64url').toString(), /secret/)
  })

  test('a mail whose sender died is sent by the next one, after the lease and not before', async () => {
    const died = Promise.withResolvers<never>()
    let isDead = true
    const sent: string[] = []
    const mailer: Mailer = { send: async (id) => (isDead ? await died.promise : void sent.push(id)) }
    await using server = await startServer(database, { mailer })
    await queue(server)
    void sendEmails(server.app).catch(() => {})
    while ((await rows(server))[0]?.attempts === 0) await setTimeout(2)

    isDead = false
    server.passSeconds(119)
    await sendEmails(server.app)
    assert.deepEqual(sent, [], 'somebody may still be sending it')
    server.passSeconds(2)
    await Promise.all([sendEmails(server.app), sendEmails(server.app)])

    assert.equal(sent.length, 1)
    assert.deepEqual(await rows(server), [])
  })

  test('after a failure it waits longer each time, and is given up after the last attempt', async () => {
    const mailer = createMoodyMailer()
    await using server = await startServer(database, { mailer })
    await queue(server)

    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      await sendEmails(server.app)
      assert.equal(mailer.attempts.length, attempt)
      const pauseSeconds = 30 * 2 ** (attempt - 1)
      server.passSeconds(pauseSeconds - 2)
      await sendEmails(server.app)
      assert.equal(mailer.attempts.length, attempt, 'not before the pause is over')
      server.passSeconds(3)
    }

    await sendEmails(server.app)
    assert.equal(mailer.attempts.length, MOST_ATTEMPTS)
    assert.equal(new Set(mailer.attempts.map(({ id }) => id)).size, 1, 'each time under the same id')
    assert.deepEqual(await rows(server), [])
    assert.equal(server.logLines.filter((line) => line.includes('given up')).length, 1)
    assert.doesNotMatch(server.logLines.join(''), /secret-of-the-link/, 'a refusal that quotes the mail is not logged')
  })

  test('a mail that is too old to be of use is not sent any more, and goes', async () => {
    const mailer = createMoodyMailer()
    await using server = await startServer(database, { mailer })
    await queue(server, MAIL, HOUR_MS)
    await queue(server, { ...MAIL, to: 'later@example.com' }, 2 * HOUR_MS)
    mailer.isDown = false
    server.passSeconds(60 * 60)

    await sendEmails(server.app)
    await dropExpiredEmails(server.app)

    assert.deepEqual(
      mailer.attempts.map(({ to }) => to),
      ['later@example.com'],
    )
    assert.deepEqual(await rows(server), [])
  })

  test('without a mail server the queue keeps the mail', async () => {
    await using server = await startServer(database)
    await queue(server)
    const nobody = { ...server.app, mailer: undefined }

    await sendEmails(nobody)

    assert.equal((await rows(server)).length, 1)
    assert.equal((await server.newMails()).length, 1, 'and it is sent when there is one')
  })
})

onEachDatabase('mail over SMTP', (database) => {
  test('arrives as it was written, from the configured sender, under its id', async () => {
    await using smtp = await startSmtpServer()
    await using server = await startServer(database, { mailer: createSmtpMailer(smtp.settings, FROM) })
    await queue(server)
    const [{ id } = { id: '' }] = await rows(server)

    await sendEmails(server.app)

    const [mail] = smtp.received
    assert.deepEqual(mail?.recipients, ['ada@example.com'])
    assert.match(mail?.head ?? '', /^From: Example <auth@example\.com>\r$/m)
    assert.match(mail?.head ?? '', /^To: ada@example\.com\r$/m)
    assert.match(mail?.head ?? '', new RegExp(`^Message-ID: <${id}@example\\.com>\r$`, 'mi'))
    assert.match(mail?.head ?? '', /^Auto-Submitted: auto-generated\r$/m)
    assert.ok(readBody(mail?.body).includes(LINK))
    assert.equal(smtp.received.length, 1)
  })

  test('T38: no line break in an address or a subject makes another header or recipient', async () => {
    await using smtp = await startSmtpServer()
    const mailer = createSmtpMailer(smtp.settings, { ...FROM, name: 'Example\r\nBcc: from@evil.example' })
    await using server = await startServer(database, { mailer })
    const subject = 'Hi\r\nBcc: subject@evil.example\r\n\r\nBody'
    await queue(server, { ...MAIL, subject })
    for (const to of [
      'ada@example.com\r\nBcc: to@evil.example',
      'eve@evil.example, ada@example.com',
      'Ada <eve@evil.example>',
    ]) {
      await queue(server, { ...MAIL, to })
    }

    await sendEmails(server.app)

    assert.deepEqual(
      smtp.received.map(({ recipients }) => recipients),
      [['ada@example.com']],
    )
    assert.doesNotMatch(smtp.received[0]?.head ?? '', /^bcc:/im)
    assert.match(smtp.received[0]?.head ?? '', /^Subject: Hi Bcc: subject@evil\.example/m)
  })

  test('a server that is away, or that refuses, loses no mail and is told nothing twice', async () => {
    await using smtp = await startSmtpServer()
    await using server = await startServer(database, { mailer: createSmtpMailer(smtp.settings, FROM) })
    smtp.refuseWith(`Rejected for ${LINK}`)
    await queue(server)
    await sendEmails(server.app)
    assert.equal((await rows(server)).length, 1)

    smtp.refuseWith(undefined)
    server.passSeconds(31)
    await sendEmails(server.app)

    assert.equal(smtp.received.length, 1)
    const log = server.logLines.join('')
    assert.match(log, /"response_code":554/)
    assert.doesNotMatch(log, /secret-of-the-link/)
    assert.ok(!log.includes(LOGIN.password))
  })

  test('a wrong password of the mail server is logged without the password', async () => {
    await using smtp = await startSmtpServer()
    const settings = { ...smtp.settings, login: { ...LOGIN, password: 'not the right one' } }
    await using server = await startServer(database, { mailer: createSmtpMailer(settings, FROM) })
    await queue(server)

    await sendEmails(server.app)

    assert.deepEqual(smtp.received, [])
    assert.match(server.logLines.join(''), /"code":"EAUTH"/)
    assert.ok(!server.logLines.join('').includes('not the right one'))
  })
})

/** Quoted-printable undone, as far as these mails go. */
function readBody(body = ''): string {
  return body.replaceAll('=\r\n', '').replaceAll('=3D', '=')
}
