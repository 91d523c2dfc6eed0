import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { API_KEY, useServer } from '../harness.ts'
import { sqlite } from '../support/databases.ts'
import { useListening } from './listen.ts'
import { exchange, exchangeUntilClosed } from './raw-http.ts'

describe('requests over a connection', () => {
  const server = useServer(sqlite)
  const listening = useListening(server)

  const lines = (...parts: string[]) => `${parts.join('\r\n')}\r\n\r\n`
  const createUser = (...headers: string[]) =>
    lines('POST /user_management/users HTTP/1.1', 'Host: localhost', `Authorization: Bearer ${API_KEY}`, ...headers)
  const chunk = (text: string | Buffer) =>
    Buffer.concat([Buffer.from(`${Buffer.byteLength(text).toString(16)}\r\n`), Buffer.from(text), Buffer.from('\r\n')])
  const findUser = async (email: string) => {
    const { body } = await server.api('GET', `/user_management/users?email=${email}`)
    return body.data[0]
  }

  for (const [what, requestLine, host] of [
    ['a Host with a space', 'GET /health HTTP/1.1', 'a b'],
    ['a Host with a path', 'GET /health HTTP/1.1', 'localhost/user_management'],
    ['a Host with a user', 'GET /health HTTP/1.1', 'somebody@localhost'],
    ['a Host with a port that is none', 'GET /health HTTP/1.1', 'localhost:port'],
    ['a backslash in the path', 'GET /user_management\\..\\health HTTP/1.1', 'localhost'],
    ['a path that starts at nothing', 'GET health HTTP/1.1', 'localhost'],
    ['the whole server', 'OPTIONS * HTTP/1.1', 'localhost'],
  ] as const) {
    test(`${what} is refused`, async () => {
      const { answers } = await exchange(listening.port, lines(requestLine, `Host: ${host}`))

      assert.equal(answers[0]?.status, 400)
    })
  }

  for (const [what, requestLine, ...headers] of [
    ['no Host, in HTTP/1.0', 'GET /health HTTP/1.0'],
    ['a Host in capitals with a port', 'GET /health HTTP/1.1', 'Host: LOCALHOST:4100'],
    ['a Host that is an address', 'GET /health HTTP/1.1', 'Host: [::1]:4100'],
    ['a whole URL', 'GET http://localhost/health HTTP/1.1', 'Host: localhost'],
    ['a backslash in the query', 'GET /health?a=\\ HTTP/1.1', 'Host: localhost'],
  ] as const) {
    test(`${what} is answered`, async () => {
      const { answers } = await exchange(listening.port, lines(requestLine, ...headers))

      assert.equal(answers[0]?.status, 200)
    })
  }

  test('a body in chunks is put together, also where a letter was cut in two', async () => {
    const email = 'chunks@example.com'
    const body = Buffer.from(JSON.stringify({ email, first_name: 'Zoë' }))
    const middle = body.indexOf('ë') + 1

    const { answers } = await exchange(
      listening.port,
      Buffer.concat([
        Buffer.from(createUser('Transfer-Encoding: chunked')),
        ...[body.subarray(0, middle), body.subarray(middle), ''].map(chunk),
      ]),
    )

    assert.equal(answers[0]?.status, 201)
    assert.equal((await findUser(email)).first_name, 'Zoë')
  })

  test('T54: a body of unknown length is counted, refused above the limit, and cut off if it does not end', async () => {
    const email = 'endless@example.com'
    const start = performance.now()

    const { answers } = await exchangeUntilClosed(
      listening.port,
      Buffer.concat([
        Buffer.from(createUser('Transfer-Encoding: chunked')),
        chunk(`{"email":"${email}","first_name":"${'a'.repeat(100 * 1024)}`),
      ]),
    )

    assert.deepEqual(
      answers.map((answer) => answer.status),
      [413],
    )
    assert.ok(performance.now() - start < 4_000)
    assert.equal(await findUser(email), undefined)
  })

  test('a client that leaves before the answer has had its request carried out, and nothing is logged as a failure', async () => {
    const email = 'hasty@example.com'
    const body = JSON.stringify({ email })
    const socket = connect({ port: listening.port, host: '127.0.0.1' })

    socket.end(createUser(`Content-Length: ${body.length}`) + body, () => socket.destroy())

    await until(async () => Boolean(await findUser(email)))
    assert.doesNotMatch(server.logLines.join(''), /"level":"error"/)
  })

  test('a client that leaves in the middle of its body changes nothing, and nothing is logged as a failure', async () => {
    const email = 'half@example.com'
    const socket = connect({ port: listening.port, host: '127.0.0.1' })

    await new Promise<void>((resolve) => {
      socket.write(`${createUser('Content-Length: 500')}{"email":"${email}"`, () => resolve())
    })
    socket.destroy()
    await sleep(50)

    assert.equal(await findUser(email), undefined)
    assert.doesNotMatch(server.logLines.join(''), /"level":"error"/)
  })

  test('HEAD is answered as GET is, without a body', async () => {
    const request = (method: string) => lines(`${method} /?lang=de HTTP/1.1`, 'Host: localhost', 'Connection: close')
    // Without what differs each time or is only known when there is a body.
    const headersOf = (text: string) => {
      const [head = ''] = text.split('\r\n\r\n')
      return head
        .split('\r\n')
        .filter((line) => !/^(x-request-id|date|content-length):/.test(line.toLowerCase()))
        .sort()
    }

    const whole = await exchangeUntilClosed(listening.port, request('GET'))
    const head = await exchangeUntilClosed(listening.port, request('HEAD'))

    assert.ok(
      headersOf(whole.text).some((line) => line.startsWith('set-cookie: gatehouse-language=de')),
      whole.text,
    )
    assert.deepEqual(headersOf(head.text), headersOf(whole.text))
    assert.equal(head.text.split('\r\n\r\n')[1], '')
  })

  test('a reader of a stream that goes away is told to its source', async () => {
    const { listeners } = server.app.feed
    const socket = connect({ port: listening.port, host: '127.0.0.1' })
    socket.write(
      lines(
        'GET /user_management/sessions/revocations HTTP/1.1',
        'Host: localhost',
        `Authorization: Bearer ${API_KEY}`,
        'Accept: text/event-stream',
      ),
    )
    const [hello] = await once(socket, 'data')
    assert.match(String(hello), /^HTTP\/1\.1 200 /)
    assert.equal(listeners.size, 1)

    socket.destroy()

    await until(() => listeners.size === 0)
  })
})

async function until(isSo: () => boolean | Promise<boolean>, pauseMs = 10): Promise<void> {
  for (let tries = 0; !(await isSo()); tries++) {
    assert.ok(tries < 500, 'waited in vain')
    await sleep(pauseMs)
  }
}
