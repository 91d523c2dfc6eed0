import type { AddressInfo } from 'node:net'
import { after, before } from 'node:test'
import { drain, serve } from '../../src/serve.ts'
import { startServer, type TestServer } from '../harness.ts'
import { createBrowser } from '../support/browser.ts'
import type { TestDatabase } from '../support/databases.ts'

export interface SeenRequest {
  method: string
  /** With its query. */
  path: string
  headers: Record<string, string | string[] | undefined>
}

/** The harness's server on a port of this machine, as the SDKs need one. */
export interface LiveServer extends TestServer {
  port: number
  url: string
  /** Over the wire: no API key, redirects not followed. */
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** What has come over the wire since the last call. */
  newRequests(): SeenRequest[]
}

/** For the body of a suite: the server listens while its tests run, and logs its requests. */
export function useLiveServer(on: TestDatabase): LiveServer {
  // Filled in before the first test; nothing may look at it earlier.
  const server = {} as LiveServer
  before(async () => {
    Object.assign(server, await startLiveServer(on))
  })
  after(() => server.close())
  return server
}

export async function startLiveServer(on: TestDatabase): Promise<LiveServer> {
  const server = await startServer(on)
  const listener = await serve({ ...server.app, config: { ...server.app.config, isRequestLogOn: true } })
  const { port } = listener.address() as AddressInfo // It listens on TCP, never on a pipe.
  const url = `http://127.0.0.1:${port}`
  const seen: SeenRequest[] = []
  listener.on('request', ({ method = '', url: path = '', headers }) => seen.push({ method, path, headers }))
  const close = async () => {
    await drain(listener)
    await server.close()
  }
  const fetchFrom = (path: string, init: RequestInit = {}) =>
    fetch(path.startsWith('http') ? path : url + path, { redirect: 'manual', ...init })
  return {
    ...server,
    port,
    url,
    fetch: fetchFrom,
    newRequests: () => seen.splice(0),
    browser: () => createBrowser(fetchFrom, server.origin),
    close,
    [Symbol.asyncDispose]: close,
  }
}
