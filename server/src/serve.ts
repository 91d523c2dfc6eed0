import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { createApp } from './app.ts'
import type { AppContext } from './context.ts'
import { toListenError } from './listen-error.ts'

/** Longer than the idle time of common load balancers (60 s), or else they see resets. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000
const HEADERS_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 30_000
/** How often Node looks for requests that are late: by default every 30 s, which would make 40 s of the 10. */
const TIMEOUT_CHECK_INTERVAL_MS = 1_000

/** Listens and answers. Rejects with a `ListenError` when the port is taken or not allowed. */
export async function serve(app: AppContext): Promise<Server> {
  const { host, port } = app.config
  const server = createAdaptorServer({
    fetch: createApp(app).fetch,
    // For HTTP/1.0, where Host is optional. Whatever it says, nothing is built from it.
    hostname: new URL(app.config.publicUrl).host,
    serverOptions: {
      joinDuplicateHeaders: true,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: TIMEOUT_CHECK_INTERVAL_MS,
    },
  }) as Server
  closeSilentConnections(server)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', (error: NodeJS.ErrnoException) => reject(toListenError(error, host, port)))
  server.listen(port, host, resolve)
  await promise
  return server
}

/** Of the limit for headers, when Node would answer: early enough that a process that stood still for seconds does not miss it. */
const SILENT_SHARE = 0.5

/**
 * A connection on which nothing has come is closed without a word. Browsers and HTTP clients keep such ones in store, and
 * would take Node's 408 for the answer to a request that they have sent and the server has not seen.
 */
function closeSilentConnections(server: Server): void {
  server.on('connection', (socket) => {
    const closeIfSilent = () => {
      if (socket.bytesRead === 0) socket.destroy()
    }
    const limit = setTimeout(closeIfSilent, SILENT_SHARE * server.headersTimeout)
    socket.once('close', () => clearTimeout(limit))
  })
}

const DRAIN_LIMIT_MS = 15_000
const IDLE_CHECK_INTERVAL_MS = 50

/**
 * Takes no more connections, finishes the requests under way, then closes what it holds. A connection that has had its
 * answer would stay open for the client's next request, so it is closed when it falls idle or, if that request comes
 * first, after it.
 */
export async function drain(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  server.prependListener('request', (_request, response) => {
    response.shouldKeepAlive = false
  })
  const limit = setTimeout(() => server.closeAllConnections(), DRAIN_LIMIT_MS)
  const idleCheck = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_INTERVAL_MS)
  server.close(() => resolve())
  await promise
  clearTimeout(limit)
  clearInterval(idleCheck)
}
