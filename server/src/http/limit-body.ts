import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { ApiError } from './errors.ts'
import type { HonoEnvironment } from './mount-routes.ts'
import { headersOf } from './request-headers.ts'

const LARGEST_BODY_BYTES = 100 * 1024

const countBytes = bodyLimit({ maxSize: LARGEST_BODY_BYTES, onError: refuse })

/** A declared length is enough to go by, because node:http reads no further. To count, Hono builds a whole fetch Request. */
export const limitBody: MiddlewareHandler<HonoEnvironment> = (c, next) => {
  const headers = headersOf(c)
  if (headers.get('transfer-encoding')) return countBytes(c, next)
  if (Number(headers.get('content-length') ?? 0) > LARGEST_BODY_BYTES) refuse()
  return next()
}

function refuse(): never {
  throw new ApiError(413, `The body may have at most ${LARGEST_BODY_BYTES} bytes.`, { code: 'body_too_large' })
}
