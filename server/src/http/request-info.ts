import { parse } from 'hono/utils/cookie'
import type { RequestHeaders } from './request-headers.ts'

/** What a handler may know of the request beside its contract. */
export interface RequestInfo {
  id: string
  method: string
  /** As it came, without the question mark; empty if there is none. Anything may stand in it. */
  query: string
  /** The names that the route's contract knows a query by. */
  parameters: readonly string[]
  /** The peer's address, or the one that the configured number of trusted proxies vouch for. */
  ipAddress: string | null
  userAgent: string | null
  header(name: string): string | undefined
  cookie(name: string): string | undefined
  /** Of every cookie sent, also of those sent twice, which `cookie` does not believe. */
  cookieNames(): string[]
  /** The origin of the page that calls, if it is one whose pages may use this browser's cookies (`cors: 'credentials'`). */
  allowedOrigin: string | undefined
}

const LONGEST_USER_AGENT = 512

export function describeRequest(request: {
  id: string
  method: string
  url: string
  parameters?: readonly string[]
  headers: RequestHeaders
  peerAddress: string | undefined
  trustedProxies: number
  allowedOrigin?: string | undefined
}): RequestInfo {
  const header = (name: string) => request.headers.get(name) ?? undefined
  return {
    id: request.id,
    method: request.method,
    query: queryOf(request.url),
    parameters: request.parameters ?? [],
    ipAddress: clientAddress(request.peerAddress, header('x-forwarded-for'), request.trustedProxies),
    userAgent: header('user-agent')?.slice(0, LONGEST_USER_AGENT) ?? null,
    header,
    cookie: (name) => readCookie(header('cookie'), name),
    cookieNames: () => namesOfCookies(header('cookie')),
    allowedOrigin: request.allowedOrigin,
  }
}

function queryOf(url: string): string {
  const start = url.indexOf('?')
  return start === -1 ? '' : url.slice(start + 1)
}

/**
 * With n trusted proxies the client is the n-th address from the right of `X-Forwarded-For`: what stands further left
 * was sent by the client itself and proves nothing.
 */
function clientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined,
  trustedProxies: number,
): string | null {
  const direct = peer?.replace(/^::ffff:/, '') ?? null
  if (trustedProxies === 0 || !forwardedFor) return direct
  const hops = forwardedFor.split(',').map((hop) => hop.trim())
  return hops.at(-trustedProxies) ?? hops[0] ?? direct
}

function namesOfCookies(cookies: string | undefined): string[] {
  return cookies === undefined ? [] : Object.keys(parse(cookies))
}

/** Two cookies of one name mean that somebody planted one (a sibling host can); neither is believed. */
function readCookie(cookies: string | undefined, name: string): string | undefined {
  if (!cookies) return undefined
  const sent = cookies.split(';').filter((cookie) => cookie.trim().startsWith(`${name}=`))
  if (sent.length !== 1) return undefined
  return parse(cookies, name)[name]
}
