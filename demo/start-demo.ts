import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { createDemoApp } from './demo-app.ts'

/** Serves the demo app. Rejects with the listen error (EADDRINUSE) when it cannot have the port. */
export async function startDemo(settings: {
  port: number
  host: string
  /** Where browsers reach it, if that is not what it listens on. */
  url?: string
  gatehouseUrl: string
  clientId: string
  apiKey: string
  cookiePassword: string
  person?: { email: string; password: string }
}): Promise<{ url: string; close(): Promise<void> }> {
  const server = createAdaptorServer({ fetch: (request) => app.fetch(request) })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(settings.port, settings.host, resolve)
  })
  const url = settings.url ?? urlOf(settings.host, server.address())
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

const ON_THIS_MACHINE = ['127.0.0.1', '::1', '0.0.0.0', '::']

/**
 * The address people type and the redirect URI is made of. One name only: cookies set for `localhost` are not sent to
 * `127.0.0.1`, so a sign-in that starts under the one name cannot end under the other.
 */
function urlOf(host: string, address: AddressInfo | string | null): string {
  const name = ON_THIS_MACHINE.includes(host) ? 'localhost' : host
  const bracketed = name.includes(':') ? `[${name}]` : name
  if (address === null || typeof address === 'string') throw new Error('The demo listens on a port, not on a pipe.')
  return `http://${bracketed}:${address.port}`
}
