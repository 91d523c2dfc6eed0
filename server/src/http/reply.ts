import assert from 'node:assert/strict'
import type { HtmlEscapedString } from 'hono/utils/html'

/** The value of a hono/html template. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

export interface Reply<Status extends number, Body> {
  status: Status
  body: Body
  headers?: Record<string, string>
  /** Whole `Set-Cookie` values, made by `pages/cookies.ts`. */
  cookies?: string[]
}

export function ok<Body>(body: Body): Reply<200, Body> {
  return { status: 200, body }
}

/** 200 without a body and so without a content type: an empty body that claims to be JSON breaks SDKs. */
export function okEmpty(): Reply<200, undefined> {
  return { status: 200, body: undefined }
}

export function created<Body>(body: Body): Reply<201, Body> {
  return { status: 201, body }
}

export function noContent(): Reply<204, undefined> {
  return { status: 204, body: undefined }
}

/** `location` must come from `matchRegisteredUri` or from our own constants, never from a request. */
export function redirect(location: string, cookies: string[] = []): Reply<302, undefined> {
  return { status: 302, body: undefined, headers: { location }, cookies }
}

/** To a page of ours, after a form for instance: a path that starts at our root leads nowhere else, whatever is in the query. */
export function seeOther(
  path: `/${string}`,
  query: Record<string, string>,
  cookies: string[] = [],
): Reply<303, undefined> {
  assert.match(path, /^(\/[a-z0-9-]+)+$/)
  const location = Object.keys(query).length === 0 ? path : `${path}?${new URLSearchParams(query)}`
  return { status: 303, body: undefined, headers: { location }, cookies }
}

/** For pages: nothing but our stylesheet, no script, no frame around it, forms to ourselves only. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

/** Without the language in the address, what is answered depends on the browser's languages. */
const PAGE_HEADERS = { 'content-security-policy': CONTENT_SECURITY_POLICY, vary: 'Accept-Language' }

export function page(body: Html, cookies: string[] = []): Reply<200, Html> {
  return { status: 200, body, headers: PAGE_HEADERS, cookies }
}

/** A page with a script of ours, which may ask the server that it came from. It works without. */
export function scriptedPage(body: Html, cookies: string[] = []): Reply<200, Html> {
  const policy = `${CONTENT_SECURITY_POLICY}; script-src 'self'; connect-src 'self'`
  return { status: 200, body, headers: { ...PAGE_HEADERS, 'content-security-policy': policy }, cookies }
}

/** A page that says what is wrong with the request. */
export function problemPage(body: Html): Reply<400, Html> {
  return { status: 400, body, headers: PAGE_HEADERS }
}
