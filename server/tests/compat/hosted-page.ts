import assert from 'node:assert/strict'
import { PASSWORD } from '../harness.ts'
import type { TestBrowser } from '../support/browser.ts'

/** What the application's callback is called with. */
export interface Callback {
  /** Without the answer's parameters. */
  uri: string
  code: string | null
  state: string | null
  error: string | null
}

/** Opens the SDK's authorization URL, signs in on the page behind it, and goes where the page leads. */
export async function signInOnPage(
  browser: TestBrowser,
  authorizationUrl: string,
  email: string,
  password = PASSWORD,
): Promise<Callback> {
  const { html } = await browser.open(authorizationUrl)
  assert.match(html, /<input[^>]*name="password"/, 'the page asks for the password')
  const { response, html: handOff } = await browser.submit(html, { email, password })
  assert.equal(response.status, 200, handOff)
  const target = /<meta http-equiv="refresh" content="0;url=([^"]*)">/.exec(handOff)?.[1]
  assert.ok(target, `the page leads back to the application:\n${handOff}`)
  return readCallback(unescapeHtml(target))
}

export function readCallback(location: string): Callback {
  const { searchParams } = new URL(location)
  return {
    uri: location.slice(0, location.indexOf('?')),
    code: searchParams.get('code'),
    state: searchParams.get('state'),
    error: searchParams.get('error'),
  }
}

export function unescapeHtml(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
