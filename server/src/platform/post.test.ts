import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import { describe, test } from 'node:test'
import { selfSignedCertificate } from '../../tests/support/certificate.ts'
import { type Content, post, UnansweredError } from './post.ts'

const FORM: Content = { type: 'application/x-www-form-urlencoded', body: 'logout_token=x' }
const never = new AbortController().signal

const send = (url: string, rules: Partial<Parameters<typeof post>[2]> = {}) =>
  post(url, FORM, { mayReach: () => true, timeoutMs: 5_000, signal: never, ...rules })

const isUnanswered = (code: string | RegExp) => (error: unknown) =>
  error instanceof UnansweredError &&
  new RegExp(`^(${typeof code === 'string' ? code : code.source})$`).test(error.code)

async function listen(server: Server | TcpServer): Promise<{ port: number } & AsyncDisposable> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // listening on a port, so not a pipe's name
  return {
    port,
    async [Symbol.asyncDispose]() {
      if ('closeAllConnections' in server) server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

describe('a post to somebody else’s server', () => {
  test('T51: goes out over TLS only to whom a known authority vouches for', async () => {
    let requests = 0
    const pair = await selfSignedCertificate(['localhost'])
    await using server = await listen(createTlsServer(pair).on('request', () => requests++))

    await assert.rejects(
      send(`https://localhost:${server.port}/`),
      isUnanswered(/DEPTH_ZERO_SELF_SIGNED_CERT|.*CERT.*/),
    )

    assert.equal(requests, 0)
  })

  test('T51: asks about the address that a name stands for, and connects to no other', async () => {
    const asked: string[] = []
    let connections = 0
    await using server = await listen(createServer().on('connection', () => connections++))
    const mayReach = (address: string) => {
      asked.push(address)
      return false
    }

    for (const url of [
      `http://localhost:${server.port}/`,
      `http://127.1:${server.port}/`,
      `http://0x7f000001:${server.port}/`,
    ])
      await assert.rejects(send(url, { mayReach }), isUnanswered('address_not_allowed'))

    assert.ok(asked.length >= 3)
    assert.ok(
      asked.every((address) => ['127.0.0.1', '::1'].includes(address)),
      asked.join(),
    )
    assert.equal(connections, 0)
  })

  test('T54: is given up after its time when nothing comes, and when the answer drips', async () => {
    await using silent = await listen(createTcpServer((socket) => socket.resume()))
    await using dripping = await listen(
      createTcpServer((socket) => {
        socket.on('error', () => {}).resume()
        const drip = setInterval(() => socket.write('H'), 20)
        socket.on('close', () => clearInterval(drip))
      }),
    )

    await assert.rejects(send(`http://127.0.0.1:${silent.port}/`, { timeoutMs: 100 }), isUnanswered('timeout'))
    await assert.rejects(send(`http://127.0.0.1:${dripping.port}/`, { timeoutMs: 100 }), isUnanswered(/timeout|HPE_.*/))
  })

  test('T54: reads nothing of an answer but its status, however long it is', async () => {
    let written = 0
    await using server = await listen(
      createServer((_, response) => {
        const more = () => {
          while (!response.destroyed && response.write(Buffer.alloc(65_536))) written += 65_536
          if (!response.destroyed) response.once('drain', more)
        }
        more()
      }),
    )

    assert.equal(await send(`http://127.0.0.1:${server.port}/`), 200)
    assert.ok(written < 50_000_000, `${written} bytes`)
  })

  test('is broken off by whoever sent it', async () => {
    await using silent = await listen(createTcpServer((socket) => socket.resume()))
    const closing = new AbortController()
    const sent = send(`http://127.0.0.1:${silent.port}/`, { signal: closing.signal })

    closing.abort()

    await assert.rejects(sent, UnansweredError)
  })
})
