import type { Context, Hono } from 'hono'
import type { AppContext } from '../context.ts'
import type { Cors, Route } from './define-route.ts'
import { type HonoEnvironment, honoPath } from './mount-routes.ts'
import { headersOf } from './request-headers.ts'
import { respond } from './respond.ts'

/** Answers whether pages of this origin may use the browser's cookies here. */
export type IsAllowedOrigin = (app: AppContext, origin: string) => Promise<boolean>

const PREFLIGHT_SECONDS = 600
/** What a page may read beside the body: the id to ask about, and when to come back. */
const EXPOSED_HEADERS = 'x-request-id, retry-after'

/**
 * Lets pages of other origins read what the routes answer whose contract says so. It comes before everything that may
 * refuse a request: a page that cannot read an error takes it for a failing network. A request of an origin that may
 * not is answered like any other, without the headers that would let the page read it.
 */
export function mountCors(
  hono: Hono<HonoEnvironment>,
  app: AppContext,
  routes: Route[],
  isAllowedOrigin: IsAllowedOrigin,
): void {
  for (const route of routes) {
    if (!route.cors) continue
    const method = route.method.toUpperCase()
    const readHeaders = route.cors === 'public' ? async () => PUBLIC_HEADERS : allowOrigin(app, isAllowedOrigin)
    hono.on([method, 'OPTIONS'], honoPath(route.path), async (c, next) => {
      const headers = await readHeaders(c)
      c.set('commonHeaders', { ...c.get('commonHeaders'), ...headers })
      if (!isPreflight(c) || !('access-control-allow-origin' in headers)) return await next()
      return respond(c, { status: 204, headers: preflightHeaders(method, route.cors), body: null })
    })
  }
}

const PUBLIC_HEADERS = { 'access-control-allow-origin': '*' }

/** Exactly the one that asks, never `*`: with cookies browsers would not take it, and a cache must tell origins apart. */
function allowOrigin(app: AppContext, isAllowedOrigin: IsAllowedOrigin) {
  return async (c: Context<HonoEnvironment>): Promise<Record<string, string>> => {
    const origin = headersOf(c).get('origin')
    if (!origin || !(await isAllowedOrigin(app, origin))) return { vary: 'origin' }
    c.set('allowedOrigin', origin)
    return {
      vary: 'origin',
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': EXPOSED_HEADERS,
    }
  }
}

function isPreflight(c: Context<HonoEnvironment>): boolean {
  return c.req.method === 'OPTIONS' && Boolean(headersOf(c).get('access-control-request-method'))
}

/**
 * `content-type` is the one header of the browser SDK that browsers ask about. Where any page may read the answer it may
 * also prove itself by a header, as relying parties do: that is no cookie, which the browser would add by itself.
 */
function preflightHeaders(method: string, cors: Cors | undefined): Record<string, string> {
  return {
    'access-control-allow-methods': method,
    'access-control-allow-headers': cors === 'public' ? 'authorization, content-type' : 'content-type',
    'access-control-max-age': String(PREFLIGHT_SECONDS),
  }
}
