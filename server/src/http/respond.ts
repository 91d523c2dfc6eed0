import type { Context } from 'hono'
import { type EventStream, toReadableStream } from './event-stream.ts'
import type { HonoEnvironment } from './mount-routes.ts'
import type { Html } from './reply.ts'

export interface Answer<Body> {
  status: number
  body: Body
  headers?: Record<string, string> | undefined
  /** Whole `Set-Cookie` values. */
  cookies?: string[] | undefined
}

const BODILESS = new Set([204, 304])

/**
 * Every answer is made here, so none lacks the common headers. They are a plain object all the way to the socket:
 * Hono's own `c.header` and `c.json` go through a Headers object, which costs more than the rest of the framework.
 */
export function respond(
  c: Context<HonoEnvironment>,
  { status, body, headers, cookies = [] }: Answer<string | ReadableStream | null>,
): Response {
  c.get('noteAnswer')?.(status, c.get('route'))
  const all: Record<string, string> = { ...c.get('commonHeaders'), 'x-request-id': c.get('requestId'), ...headers }
  // Without it a body of no bytes is sent in chunks.
  if (body === null && !BODILESS.has(status)) all['content-length'] = '0'
  const [cookie, ...others] = cookies
  if (cookie !== undefined) all['set-cookie'] = cookie
  if (others.length === 0) return new Response(body, { status, headers: all })
  const pairs = [...Object.entries(all), ...others.map((other): [string, string] => ['set-cookie', other])]
  return new Response(body, { status, headers: pairs })
}

export function respondJson(c: Context<HonoEnvironment>, answer: Answer<object>): Response {
  return respond(c, {
    ...answer,
    headers: { 'content-type': 'application/json', ...answer.headers },
    body: JSON.stringify(answer.body),
  })
}

export async function respondHtml(c: Context<HonoEnvironment>, answer: Answer<Html>): Promise<Response> {
  return respond(c, {
    ...answer,
    headers: { 'content-type': 'text/html; charset=UTF-8', ...answer.headers },
    body: String(await answer.body),
  })
}

export function respondEvents(c: Context<HonoEnvironment>, answer: Answer<EventStream>): Response {
  // Proxies that collect an answer before they pass it on would keep everything back.
  const headers = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no', ...answer.headers }
  // Nobody would read the stream, and so nobody close it.
  if (c.req.method === 'HEAD') {
    answer.body.discard()
    return respond(c, { ...answer, headers, body: '' })
  }
  const { outgoing } = c.env ?? {}
  const cut = () => outgoing?.writableFinished === false && outgoing.destroy()
  return respond(c, { ...answer, headers, body: toReadableStream(answer.body, cut) })
}
