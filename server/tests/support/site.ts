import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { startDemo } from '@gatehouse/demo'
import type { Passwords } from '../../src/platform/passwords.ts'
import { drain, serve } from '../../src/serve.ts'
import { API_KEY, CLIENT_ID, type ServerOptions, startServer, type TestServer } from '../harness.ts'
import { sqlite } from './databases.ts'
import { freePort } from './spawn-server.ts'

/** A server that browsers reach, and the demo app that signs people in with it. */
export interface Site {
  server: TestServer
  demoUrl: string
  /** The same app on another site than the server, as most apps are: `127.0.0.1` and `localhost` share no cookies. */
  distantDemoUrl: string
  /** Path and query of every request that reached the server. */
  requests: string[]
  /** As on a busy machine: hashing takes at least so long from now on. */
  slowDownPasswords(milliseconds: number): void
  close(): Promise<void>
}

/** For the body of a suite: a site that exists while its tests run. */
export function useSite(options?: ServerOptions): Site {
  // Filled in before the first test; nothing may look at it earlier.
  const site = {} as Site
  before(async () => {
    Object.assign(site, await startSite(options))
  })
  after(() => site.close())
  return site
}

export async function startSite(options: ServerOptions = {}): Promise<Site> {
  const port = await freePort()
  const server = await startServer(sqlite, { publicUrl: `http://localhost:${port}`, ...options })
  const { app } = server
  const site: Site = { server, demoUrl: '', distantDemoUrl: '', requests: [], slowDownPasswords, close }
  let delayMs = 0
  const passwords: Passwords = {
    hash: async (...given) => await setTimeout(delayMs, app.passwords.hash(...given)),
    verify: async (...given) => await setTimeout(delayMs, app.passwords.verify(...given)),
    waiting: app.passwords.waiting,
  }
  const http = await serve({
    ...app,
    config: { ...app.config, port },
    passwords,
  })
  http.on('request', ({ url = '' }) => site.requests.push(url))
  const demos = [await startDemoAt('localhost', server), await startDemoAt('127.0.0.1', server)]
  const [demoUrl = '', distantDemoUrl = ''] = demos.map((demo) => demo.url)
  return Object.assign(site, { demoUrl, distantDemoUrl })

  function slowDownPasswords(milliseconds: number) {
    delayMs = milliseconds
  }

  async function close() {
    await Promise.all(demos.map((demo) => demo.close()))
    http.closeAllConnections()
    await drain(http)
    await server.close()
  }
}

async function startDemoAt(name: string, server: TestServer): ReturnType<typeof startDemo> {
  const port = await freePort()
  return await startDemo({
    port,
    host: '127.0.0.1',
    url: `http://${name}:${port}`,
    gatehouseUrl: server.origin,
    clientId: CLIENT_ID,
    apiKey: API_KEY,
    cookiePassword: 'a password of the tests, long enough 0123456789',
    person: { email: 'demo@example.com', password: 'open the gate' },
  })
}

/** For the body of a suite. `localhost` is one site with the server under test, whatever the port; `127.0.0.1` is another. */
export function useElsewhere(host: 'localhost' | '127.0.0.1'): Elsewhere {
  const elsewhere = {} as Elsewhere
  before(async () => {
    Object.assign(elsewhere, await startElsewhere(host))
  })
  after(() => elsewhere.close())
  return elsewhere
}

/** Some other server: an application that only notes what comes back to it, or a stranger's pages. */
export interface Elsewhere {
  url: string
  pages: Map<string, string>
  /** Path and query of every request for a page. */
  visits: string[]
  close(): Promise<void>
}

export async function startElsewhere(host: 'localhost' | '127.0.0.1'): Promise<Elsewhere> {
  const pages = new Map<string, string>()
  const visits: string[] = []
  const http = createServer((request, response) => {
    const url = request.url ?? '/'
    if (url !== '/favicon.ico') visits.push(url)
    const content = pages.get(url) ?? '<h1>Back in the application</h1>'
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(`<!doctype html><title>Elsewhere</title>${content}`)
  })
  const url = `http://${host}:${await listen(http)}`
  const close = async () => {
    http.closeAllConnections()
    await drain(http)
  }
  return { url, pages, visits, close }
}

async function listen(http: Server): Promise<number> {
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  return (http.address() as AddressInfo).port // listening on a port, so not a pipe's name
}
