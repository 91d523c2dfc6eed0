import { createAdaptorServer } from '@hono/node-server'
import { createDemoApp } from './demo-app.ts'

/** Serves the demo app. Rejects with the listen error (EADDRINUSE) when it cannot have the port. */
export async function startDemo(settings: {
  port: number
  host: string
  /** Where browsers reach it, without a slash at the end. */
  url: string
  gatehouseUrl: string
  clientId: string
  apiKey: string
  cookiePassword: string
  person?: { email: string; password: string }
}): Promise<{ url: string; close(): Promise<void> }> {
  const server = createAdaptorServer({ fetch: createDemoApp(settings).fetch })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(settings.port, settings.host, resolve)
  })

  return {
    url: settings.url,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}
