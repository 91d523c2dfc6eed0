import type { MiddlewareHandler } from 'hono'
import type { AppContext } from '../context.ts'
import type { HonoEnvironment } from './mount-routes.ts'

/**
 * On every answer. Nothing is cached unless a route says so: answers carry cookies and tokens, and a cached redirect
 * would keep the next sign-out from ever reaching the server.
 */
export function setCommonHeaders(app: AppContext): MiddlewareHandler<HonoEnvironment> {
  const isHttps = app.config.publicUrl.startsWith('https:')
  return async (c, next) => {
    const requestId = `req_${app.ids.ulid()}`
    c.set('requestId', requestId)
    await next()
    const { headers } = c.res
    headers.set('x-request-id', requestId)
    headers.set('x-content-type-options', 'nosniff')
    headers.set('referrer-policy', 'no-referrer')
    headers.set('x-frame-options', 'DENY')
    headers.set('cross-origin-opener-policy', 'same-origin')
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
    if (isHttps) headers.set('strict-transport-security', 'max-age=31536000')
  }
}

/** The path without the query string, which carries session ids, states and codes. */
export function logRequests(app: AppContext): MiddlewareHandler<HonoEnvironment> {
  return async (c, next) => {
    const start = performance.now()
    await next()
    if (!app.config.isRequestLogOn) return
    app.log.info('request', {
      request_id: c.get('requestId'),
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      milliseconds: Math.round(performance.now() - start),
    })
  }
}
