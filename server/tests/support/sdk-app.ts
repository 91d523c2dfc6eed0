import { readFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { CLIENT_ID } from '../harness.ts'

const SDK = readFileSync(new URL(import.meta.resolve('@workos-inc/authkit-js/dist/index.mjs')), 'utf8')

/** Where the page finds the server, in the SDK's own words. */
interface ServerAddress {
  apiHostname: string
  port: number
  https: boolean
}

/** An application that is nothing but a page of the browser SDK, at every path. */
export function serveSdkApp(server: ServerAddress): RequestListener {
  return (request, response) => {
    const isSdk = request.url === '/authkit-js.mjs'
    response.setHeader('content-type', isSdk ? 'text/javascript' : 'text/html; charset=utf-8')
    response.end(isSdk ? SDK : appPage(server))
  }
}

/** As a developer writes one, except that nothing is bundled. `createClient` takes its development mode from the host name. */
const appPage = (server: ServerAddress) => `<!doctype html>
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
    ...${JSON.stringify(server)},
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
