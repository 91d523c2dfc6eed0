import assert from 'node:assert/strict'
import type { RawAnswer } from './raw-http.ts'

/** Every header that the sign-out endpoint and its neighbours send. One that is not here was put there by somebody else. */
const OWN_HEADERS = new Set([
  ...['date', 'connection', 'keep-alive', 'transfer-encoding', 'content-length', 'content-type', 'etag'],
  ...['location', 'allow', 'cache-control', 'x-request-id', 'vary', 'strict-transport-security', 'www-authenticate'],
  ...['x-content-type-options', 'referrer-policy', 'x-frame-options', 'cross-origin-opener-policy'],
  ...['content-security-policy', 'clear-site-data'],
])

export function checkHeaders(answer: RawAnswer): void {
  const names = answer.headers.map(([name]) => name)
  for (const name of names) assert.ok(OWN_HEADERS.has(name), name)
  assert.equal(new Set(names).size, names.length, 'no header comes twice')
}

export function headerOf(answer: RawAnswer, name: string): string | undefined {
  return answer.headers.find((header) => header[0] === name)?.[1]
}
