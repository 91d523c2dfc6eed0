import type { MiddlewareHandler } from 'hono'
import type { AppContext } from '../context.ts'
import { loggablePath } from './loggable-path.ts'
import type { HonoEnvironment } from './mount-routes.ts'

/**
 * On every answer. Nothing is cached unless a route says so: answers carry cookies and tokens, and a cached redirect
 * would keep the next sign-out from ever reaching the server.
 */
export function setCommonHeaders(app: AppContext): MiddlewareHandler<HonoEnvironment> {
  const isHttps = app.config.publicUrl.startsWith('https:')
  const commonHeaders = {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
    ...(isHttps ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }
  return (c, next) => {
    c.set('requestId', `req_${app.ids.ulid()}`)
    c.set('commonHeaders', commonHeaders)
    const start = performance.now()
    c.set('noteAnswer', (status, route) => app.metrics.noteAnswer(route, status, (performance.now() - start) / 1000))
    return next()
  }
}

export function logRequests(app: AppContext): MiddlewareHandler<HonoEnvironment> {
  if (!app.config.isRequestLogOn) return (_c, next) => next()
  return async (c, next) => {
    const start = performance.now()
    await next()
    app.log.info('request', {
      request_id: c.get('requestId'),
      method: c.req.method,
      path: loggablePath(c.req.path),
      status: c.res.status,
      milliseconds: Math.round(performance.now() - start),
    })
  }
}
