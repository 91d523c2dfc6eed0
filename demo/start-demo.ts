import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { createDemoApp } from './demo-app.ts'

/** Serves the demo app. Rejects with the listen error (EADDRINUSE) when it cannot have the port. */
export async function startDemo(settings: {
  port: number
  host: string
  gatehouseUrl: string
  clientId: string
  apiKey: string
  cookiePassword: string
}): Promise<{ url: string; close(): Promise<void> }> {
  const server = createAdaptorServer({ fetch: (request) => app.fetch(request) })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(settings.port, settings.host, resolve)
  })
  const url = urlOf(settings.host, server.address())
  const app = createDemoApp({ ...settings, url })

  return {
    url,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}

/** The address a browser on this machine can use; it is also the one the redirect URI must be registered with. */
function urlOf(host: string, address: AddressInfo | string | null): string {
  const isEveryInterface = host === '0.0.0.0' || host === '::'
  const name = isEveryInterface ? 'localhost' : host
  const bracketed = name.includes(':') ? `[${name}]` : name
  if (address === null || typeof address === 'string') throw new Error('The demo listens on a port, not on a pipe.')
  return `http://${bracketed}:${address.port}`
}
