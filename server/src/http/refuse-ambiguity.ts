import type { MiddlewareHandler } from 'hono'
import { ApiError } from './errors.ts'
import type { HonoEnvironment } from './mount-routes.ts'
import { headersOf } from './request-headers.ts'

/**
 * Refuses what a proxy in front of us may read differently: a fragment, which no client sends and which could hide the
 * query from one of the two, several Host headers (RFC 9112, 3.2), and versions that Node parses although it does not
 * speak them: a bare `GET /path` is HTTP/0.9, and was carried out while the client was told 400.
 */
export const refuseAmbiguity: MiddlewareHandler<HonoEnvironment> = async (c, next) => {
  const version = c.env?.incoming?.httpVersion ?? '1.1'
  if (!SPOKEN.has(version)) throw refusal('Speak HTTP/1.1 or HTTP/1.0.')
  if (c.req.url.includes('#')) throw refusal('The address of a request has no fragment (#…).')
  if (headersOf(c).get('host')?.includes(',')) throw refusal('Send one Host header.')
  await next()
}

const SPOKEN = new Set(['1.0', '1.1'])

function refusal(message: string): ApiError {
  return new ApiError(400, message, { code: 'invalid_request' })
}
