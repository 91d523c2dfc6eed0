import type { MiddlewareHandler } from 'hono'
import { ApiError } from './errors.ts'
import type { HonoEnvironment } from './mount-routes.ts'
import { headersOf } from './request-headers.ts'

/**
 * Refuses what a proxy in front of us may read differently: a fragment, which no client sends and which could hide the
 * query from one of the two, and several Host headers (RFC 9112, 3.2).
 */
export const refuseAmbiguity: MiddlewareHandler<HonoEnvironment> = async (c, next) => {
  if (c.req.url.includes('#')) throw refusal('The address of a request has no fragment (#…).')
  if (headersOf(c).get('host')?.includes(',')) throw refusal('Send one Host header.')
  await next()
}

function refusal(message: string): ApiError {
  return new ApiError(400, message, { code: 'invalid_request' })
}
