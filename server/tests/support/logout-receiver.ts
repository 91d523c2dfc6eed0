import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** What an application was sent. */
export interface ReceivedLogout {
  token: string
  contentType: string | undefined
}

/** An application's back-channel logout endpoint, real, on a port of its own. */
export interface LogoutReceiver {
  uri: string
  received: ReceivedLogout[]
  /** How many connections were ever made. */
  connections: number
  /** Answers with this status from now on; `never` takes the request and does not answer. */
  answerWith(answer: number | 'never', headers?: Record<string, string>): void
  /** Waits until so many have come. */
  receives(count: number): Promise<void>
  stop(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

const LIMIT_MS = 20_000

export async function startLogoutReceiver(port = 0): Promise<LogoutReceiver> {
  let answer: number | 'never' = 200
  let headers: Record<string, string> = {}
  const server = createServer((request, response) => void take(request, response))
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const body = new URLSearchParams(await textOf(request))
    receiver.received.push({ token: body.get('logout_token') ?? '', contentType: request.headers['content-type'] })
    if (answer !== 'never') response.writeHead(answer, headers).end('{}')
  }
  server.on('connection', () => receiver.connections++)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const { port: actual } = server.address() as AddressInfo // listening on a port, so not a pipe's name
  const receiver: LogoutReceiver = {
    uri: `http://127.0.0.1:${actual}/backchannel-logout`,
    received: [],
    connections: 0,
    answerWith(next, more = {}) {
      answer = next
      headers = more
    },
    async receives(count) {
      const limit = performance.now() + LIMIT_MS
      while (receiver.received.length < count) {
        assert.ok(performance.now() < limit, `${receiver.received.length} of ${count} logout tokens came`)
        await sleep(5)
      }
    },
    async stop() {
      if (!server.listening) return
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
    [Symbol.asyncDispose]: () => receiver.stop(),
  }
  return receiver
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}
