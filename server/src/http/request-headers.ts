import type { Context } from 'hono'
import type { HonoEnvironment } from './mount-routes.ts'

/** Looks a header up by its lower-case name. */
export interface RequestHeaders {
  get(name: string): string | null | undefined
}

/**
 * From what node:http has parsed already, where there is a socket: a fetch Headers object made of it costs more than
 * most handlers. A header sent twice is joined by a comma either way (`joinDuplicateHeaders`).
 */
export function headersOf(c: Context<HonoEnvironment>): RequestHeaders {
  const parsed = c.env?.incoming?.headers
  return parsed ? { get: (name) => parsed[name]?.toString() } : c.req.raw.headers
}
