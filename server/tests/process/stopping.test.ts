import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, request as httpRequest } from 'node:http'
import { connect, type Socket } from 'node:net'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sqlite } from '../support/databases.ts'
import { LOGIN, startSmtpServer, type TestSmtpServer } from '../support/smtp-server.ts'
import {
  at,
  doesAnswer,
  freePort,
  type SpawnedServer,
  spawnProcess,
  spawnServer,
  waitUntilItAnswers,
} from '../support/spawn-server.ts'

const REPOSITORY = resolve(import.meta.dirname, '../../..')
/** Far below the time after which a request that never ends is given up, and above what a busy machine adds. */
const SOON_MS = 8_000
/** A mail server that says nothing is given up after twenty seconds otherwise. */
const BEFORE_MAIL_IS_GIVEN_UP_MS = 15_000

describe('a server that is told to stop', () => {
  let place: Awaited<ReturnType<typeof sqlite.create>>
  let server: SpawnedServer
  const variables = () => ({ ...at(place), GATEHOUSE_DEMO: 'off' })

  before(async () => {
    place = await sqlite.create()
  })
  after(() => place.remove())

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    test(`finishes the request under way on ${signal}, takes no other, and exits with 0`, async () => {
      await using own = await spawnServer('dev', variables())
      const slow = await beginUpload(own.origin)

      own.kill(signal)
      await untilRefused(own.origin)
      const answer = await slow.finish()
      const answered = performance.now()

      assert.match(answer, /^HTTP\/1\.1 201 /)
      assert.deepEqual(await own.exited, { code: 0, signal: null })
      assert.ok(performance.now() - answered < SOON_MS, 'the connection that had its answer was waited for')
      assert.doesNotMatch(own.stderr, /"level":"error"/)
    })
  }

  test('takes two signals in a row for one wish: npm sends Ctrl-C on to a process that had it from the terminal', async () => {
    await using own = await spawnServer('dev', variables())
    const slow = await beginUpload(own.origin)

    own.kill('SIGINT')
    await sleep(100)
    own.kill('SIGINT')
    await sleep(100)

    assert.match(await slow.finish(), /^HTTP\/1\.1 201 /)
    assert.deepEqual(await own.exited, { code: 0, signal: null })
  })

  test('answers everything it has accepted, however much that is', async () => {
    server = await spawnServer('dev', variables())
    await using _ = server
    const agent = new Agent({ keepAlive: true, maxSockets: 40 })
    const send = (path: string, body?: object) => sendWith(agent, `${server.origin}${path}`, body)
    await send('/user_management/users', { email: 'crowd@example.com', password: 'correct horse battery' })
    await Promise.all(Array.from({ length: 40 }, () => send('/health')))

    const signIn = { grant_type: 'password', email: 'crowd@example.com', password: 'correct horse battery' }
    const client = { client_id: 'client_local', client_secret: 'sk_test_default' }
    const signIns = Array.from({ length: 40 }, () => send('/user_management/authenticate', { ...client, ...signIn }))
    await Promise.race(signIns)
    server.kill('SIGTERM')

    assert.deepEqual([...new Set(await Promise.all(signIns))], [200])
    assert.deepEqual(await server.exited, { code: 0, signal: null })
    agent.destroy()
  })

  test('finishes a mail that is on its way, so that it is not sent again', async () => {
    await using smtp = await startSmtpServer()
    const answer = smtp.hold()
    await using own = await spawnServer('dev', { ...variables(), ...mailingTo(smtp) })
    await beginMail(own, smtp)

    own.kill('SIGTERM')
    await untilRefused(own.origin)
    answer.release()

    assert.deepEqual(await own.exited, { code: 0, signal: null })
    assert.doesNotMatch(own.stderr, /"level":"error"/)
    assert.deepEqual(mailsIn(place.folder), [], 'it is still to be sent')
  })

  test('gives up a mail that nobody takes, and keeps it', async () => {
    await using smtp = await startSmtpServer()
    smtp.hold()
    await using own = await spawnServer('dev', { ...variables(), ...mailingTo(smtp) })
    await beginMail(own, smtp)
    const asked = performance.now()

    own.kill('SIGTERM')

    assert.deepEqual(await own.exited, { code: 0, signal: null })
    assert.ok(performance.now() - asked < BEFORE_MAIL_IS_GIVEN_UP_MS, 'the mail server was waited for')
    assert.doesNotMatch(own.stderr, /"level":"error"/)
    assert.equal(mailsIn(place.folder).length, 1)
  })

  test('does not wait for a connection on which nothing is asked', async () => {
    await using own = await spawnServer('dev', variables())
    const agent = new Agent({ keepAlive: true })
    await sendWith(agent, `${own.origin}/health`)
    const idle = connect(Number(new URL(own.origin).port), '127.0.0.1').on('error', () => {})
    await once(idle, 'connect')
    const asked = performance.now()

    own.kill('SIGTERM')

    assert.deepEqual(await own.exited, { code: 0, signal: null })
    assert.ok(performance.now() - asked < SOON_MS)
    agent.destroy()
    idle.destroy()
  })

  test('ends at once when it is told a second time', async () => {
    await using own = await spawnServer('dev', variables())
    const slow = await beginUpload(own.origin)
    const asked = performance.now()

    own.kill('SIGTERM')
    await sleep(700)
    assert.equal(slow.socket.closed, false, 'the first signal leaves the request alone')
    own.kill('SIGTERM')

    assert.deepEqual(await own.exited, { code: 1, signal: null })
    assert.ok(performance.now() - asked < SOON_MS)
    slow.socket.destroy()
  })
})

describe('`npm start`', () => {
  test('does not leave the server behind when npm is stopped', async () => {
    const place = await sqlite.create()
    const { npm, url } = await startNpm(place.folder)
    await using _ = npm

    // To npm alone, as a supervisor does. It tells its shell, and that dies without telling anybody.
    npm.kill('SIGTERM')

    await npm.exited
    await untilRefused(url)
    await place.remove()
  })

  test('lets requests finish on Ctrl-C, which the whole process group gets', async () => {
    const place = await sqlite.create()
    const { npm, url } = await startNpm(place.folder)
    await using _ = npm
    const slow = await beginUpload(url)

    process.kill(-npm.pid, 'SIGINT')
    await untilRefused(url)

    assert.match(await slow.finish(), /^HTTP\/1\.1 201 /)
    await npm.exited
    await place.remove()
  })
})

function mailingTo({ settings }: TestSmtpServer) {
  const login = `${LOGIN.user}:${encodeURIComponent(LOGIN.password)}`
  return { GATEHOUSE_SMTP_URL: `smtp://${login}@127.0.0.1:${settings.port}`, GATEHOUSE_MAIL_FROM: 'gate@example.com' }
}

async function beginMail({ origin }: SpawnedServer, smtp: TestSmtpServer): Promise<void> {
  const agent = new Agent()
  const person = { email: `${crypto.randomUUID()}@example.com` }
  await sendWith(agent, `${origin}/user_management/users`, person)
  await sendWith(agent, `${origin}/user_management/password_reset`, person)
  await until(() => smtp.received.length > 0)
}

function mailsIn(folder: string): unknown[] {
  using database = new DatabaseSync(join(folder, 'gatehouse.db'))
  return database.prepare('select id from email').all()
}

async function startNpm(folder: string) {
  const port = await freePort()
  const npm = spawnProcess('npm', ['start'], { PORT: String(port), GATEHOUSE_DATA: folder }, REPOSITORY)
  const url = `http://127.0.0.1:${port}`
  await waitUntilItAnswers(npm, `${url}/health`)
  return { npm, url }
}

/** Sends a request but for its last byte, so that it is under way for as long as a test likes. */
async function beginUpload(origin: string): Promise<{ socket: Socket; finish(): Promise<string> }> {
  const body = JSON.stringify({ email: `${crypto.randomUUID()}@example.com` })
  const head = [
    'POST /user_management/users HTTP/1.1',
    'host: 127.0.0.1',
    'authorization: Bearer sk_test_default',
    'content-type: application/json',
    `content-length: ${body.length}`,
    // Answered as soon as the head has been read: the server has the request from then on.
    'expect: 100-continue',
  ]
  const socket = connect(Number(new URL(origin).port), '127.0.0.1')
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  const [begun] = await once(socket, 'data')
  assert.match(String(begun), /^HTTP\/1\.1 100 Continue/)
  socket.write(body.slice(0, -1))
  return {
    socket,
    async finish() {
      assert.equal(socket.closed, false, 'the server has dropped the request')
      const answered = once(socket, 'data')
      socket.write(body.slice(-1))
      const [answer] = await answered
      return String(answer)
    },
  }
}

async function untilRefused(origin: string): Promise<void> {
  await until(async () => !(await doesAnswer(`${origin}/health`)))
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const limit = performance.now() + SOON_MS
  while (!(await isSo())) {
    assert.ok(performance.now() < limit, 'what was waited for has not come')
    await sleep(20)
  }
}

/** Answers the status. */
async function sendWith(agent: Agent, url: string, body?: object): Promise<number | undefined> {
  const headers = { authorization: 'Bearer sk_test_default', 'content-type': 'application/json' }
  const sent = httpRequest(url, { agent, method: body ? 'POST' : 'GET', headers })
  sent.end(body && JSON.stringify(body))
  const [response] = await once(sent, 'response')
  response.resume()
  await once(response, 'end')
  return response.statusCode
}
