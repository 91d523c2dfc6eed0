import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before } from 'node:test'
import { drain, serve } from '../../src/serve.ts'
import type { TestServer } from '../harness.ts'

export interface Listening {
  port: number
  http: Server
}

/** For the body of a suite: the test server behind the real HTTP server, on a free port, while the tests run. */
export function useListening(server: TestServer): Listening {
  // Filled in before the first test; nothing may look at it earlier.
  const listening = {} as Listening
  before(async () => {
    const http = await serve({ ...server.app, config: { ...server.app.config, port: 0 } })
    const { port } = http.address() as AddressInfo // listening on a port, so not a pipe's name
    Object.assign(listening, { http, port })
  })
  after(async () => {
    listening.http.closeAllConnections()
    await drain(listening.http)
  })
  return listening
}
