import type { MiddlewareHandler } from 'hono'
import { ApiError } from './errors.ts'
import type { HonoEnvironment } from './mount-routes.ts'
import { headersOf } from './request-headers.ts'

/**
 * Refuses what a proxy in front of us may read differently, and what a fetch Request cannot hold (a user in the address,
 * a TRACE with a body: both would be errors in the middle of reading). A fragment, which no client sends, could hide the
 * query from one of the two; there may be one Host header (RFC 9112, 3.2); and Node parses versions that it does not
 * speak: a bare `GET /path` is HTTP/0.9, and was carried out while the client was told 400. Dot segments, which clients
 * resolve before they send (RFC 3986, 5.2.4), would lead from the path that a proxy asks about to another one of ours.
 */
export const refuseAmbiguity: MiddlewareHandler<HonoEnvironment> = (c, next) => {
  const version = c.env?.incoming?.httpVersion ?? '1.1'
  if (!SPOKEN.has(version)) throw refusal('Speak HTTP/1.1 or HTTP/1.0.')
  if (USER_INFORMATION.test(c.req.url)) throw refusal('The address of a request names no user (user@host).')
  if (c.req.method === 'TRACE' && headersOf(c).get('transfer-encoding')) throw refusal('TRACE has no body.')
  if (DOT_SEGMENT.test(c.env?.incoming?.url ?? '')) throw refusal('The path of a request has no dot segments (/../).')
  if (c.req.url.includes('#')) throw refusal('The address of a request has no fragment (#…).')
  if (headersOf(c).get('host')?.includes(',')) throw refusal('Send one Host header.')
  return next()
}

const SPOKEN = new Set(['1.0', '1.1'])
const DOT_SEGMENT = /^[^?]*\/(\.|%2e){1,2}([/?]|$)/i
const USER_INFORMATION = /^\w+:\/\/[^/?#]*@/

function refusal(message: string): ApiError {
  return new ApiError(400, message, { code: 'invalid_request' })
}
