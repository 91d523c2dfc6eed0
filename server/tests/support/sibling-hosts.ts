import { type RequestListener, request as sendRequest } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { after, before } from 'node:test'
import { drain, serve } from '../../src/serve.ts'
import { startServer, type TestServer } from '../harness.ts'
import { selfSignedCertificate } from './certificate.ts'
import { sqlite } from './databases.ts'
import { serveSdkApp } from './sdk-app.ts'
import { freePort } from './spawn-server.ts'

/**
 * A server and applications of the browser SDK on sibling hosts, all behind TLS, as in production: `auth.app.test` beside
 * `app.test` and others below it. The browser must take names in `.test` for this machine, and any certificate.
 */
export interface SiblingHosts {
  server: TestServer
  /** Registered: their pages may sign in and refresh. */
  appUrl: string
  adminUrl: string
  /** A sibling host too, and so of the same site, but nobody has registered it. */
  strangerUrl: string
  /** Path and cookies of every request that browsers sent to the server. */
  requests: { path: string | undefined; cookies: string | undefined }[]
  close(): Promise<void>
}

const HOSTS = ['auth.app.test', 'app.test', 'admin.app.test', 'stranger.app.test']

/** For the body of a suite. */
export function useSiblingHosts(): SiblingHosts {
  const hosts = {} as SiblingHosts
  before(async () => {
    Object.assign(hosts, await startSiblingHosts())
  })
  after(() => hosts.close())
  return hosts
}

async function startSiblingHosts(): Promise<SiblingHosts> {
  const tls = await selfSignedCertificate(HOSTS)
  const [port, innerPort] = [await freePort(), await freePort()]
  const server = await startServer(sqlite, { publicUrl: `https://auth.app.test:${port}`, cookieDomain: 'app.test' })
  const inner = await serve({ ...server.app, config: { ...server.app.config, port: innerPort } })
  const front = createServer(tls, passOnTo(innerPort))
  const requests: SiblingHosts['requests'] = []
  front.on('request', ({ url, headers }) => requests.push({ path: url, cookies: headers.cookie }))
  await listen(front, port)
  const app = createServer(tls, serveSdkApp({ apiHostname: 'auth.app.test', port, https: true }))
  const appPort = await listen(app, 0)
  const [appUrl, adminUrl, strangerUrl] = ['app.test', 'admin.app.test', 'stranger.app.test'].map(
    (host) => `https://${host}:${appPort}`,
  ) as [string, string, string] // as many as there are hosts
  await register(server, { appUrl, adminUrl })
  const close = async () => {
    for (const http of [front, app, inner]) {
      http.closeAllConnections()
      await drain(http)
    }
    await server.close()
  }
  return { server, appUrl, adminUrl, strangerUrl, requests, close }
}

async function register(server: TestServer, { appUrl, adminUrl }: { appUrl: string; adminUrl: string }): Promise<void> {
  await server.api('POST', '/user_management/redirect_uris', { uri: appUrl })
  await server.api('POST', '/user_management/sign_out_uris', { uri: `${appUrl}/bye` })
  for (const origin of [appUrl, adminUrl]) await server.api('POST', '/user_management/cors_origins', { origin })
}

/** What an operator puts in front of the server. */
function passOnTo(port: number): RequestListener {
  return (request, response) => {
    const { method, url: path, headers } = request
    const onward = sendRequest({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      answer.pipe(response)
    })
    request.pipe(onward)
  }
}

async function listen(http: Server, port: number): Promise<number> {
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve))
  return (http.address() as AddressInfo).port // listening on a port, so not a pipe's name
}
