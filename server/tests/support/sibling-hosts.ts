import { readFileSync } from 'node:fs'
import { type RequestListener, request as sendRequest } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { after, before } from 'node:test'
import { drain, serve } from '../../src/serve.ts'
import { CLIENT_ID, startServer, type TestServer } from '../harness.ts'
import { selfSignedCertificate } from './certificate.ts'
import { sqlite } from './databases.ts'
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
  const app = createServer(tls, serveApp(port))
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

const SDK = readFileSync(new URL(import.meta.resolve('@workos-inc/authkit-js/dist/index.mjs')), 'utf8')

function serveApp(authPort: number): RequestListener {
  return (request, response) => {
    const isSdk = request.url === '/authkit-js.mjs'
    response.setHeader('content-type', isSdk ? 'text/javascript' : 'text/html; charset=utf-8')
    response.end(isSdk ? SDK : appPage(authPort))
  }
}

/** As a developer writes one, except that nothing is bundled. `createClient` takes its development mode from the host name. */
const appPage = (authPort: number) => `<!doctype html>
<title>An application</title>
<link rel="icon" href="data:,">
<script type="importmap">{ "imports": { "@workos-inc/authkit-js": "/authkit-js.mjs" } }</script>
<h1></h1>
<p></p>
<button id="in">Sign in</button>
<button id="out">Sign out</button>
<button id="stay">Sign out and stay here</button>
<button id="refresh">Refresh</button>
<script type="module">
  import { createClient } from '@workos-inc/authkit-js'

  const client = await createClient('${CLIENT_ID}', {
    apiHostname: 'auth.app.test',
    port: ${authPort},
    onRefreshFailure: () => say('Your session is over'),
  })
  const say = (text) => { document.querySelector('p').textContent = text }
  const show = () => { document.querySelector('h1').textContent = client.getUser()?.email ?? 'Nobody' }
  const on = (id, act) => document.getElementById(id).addEventListener('click', act)
  on('in', () => client.signIn())
  on('out', () => client.signOut())
  on('stay', async () => { await client.signOut({ navigate: false }); show() })
  on('refresh', async () => {
    try {
      const token = await client.getAccessToken({ forceRefresh: true })
      say(JSON.parse(atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'))).jti)
    } catch (error) {
      document.title = error.constructor.name
    }
    show()
  })
  show()
</script>`

async function listen(http: Server, port: number): Promise<number> {
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve))
  return (http.address() as AddressInfo).port // listening on a port, so not a pipe's name
}
