import type { MiddlewareHandler } from 'hono'
import { ApiError } from './errors.ts'
import type { HonoEnvironment } from './mount-routes.ts'
import { headersOf } from './request-headers.ts'

export const LARGEST_BODY_BYTES = 100 * 1024

/** By the length that the request declares. One that declares none is counted as it is read. */
export const limitBody: MiddlewareHandler<HonoEnvironment> = (c, next) => {
  if (Number(headersOf(c).get('content-length') ?? 0) > LARGEST_BODY_BYTES) throw bodyTooLarge()
  return next()
}

export function bodyTooLarge(): ApiError {
  return new ApiError(413, `The body may have at most ${LARGEST_BODY_BYTES} bytes.`, { code: 'body_too_large' })
}
