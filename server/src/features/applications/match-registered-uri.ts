import { type RegisteredUri, readRegisteredUri } from './registered-uri.ts'

/**
 * Decides every redirect of the product: the string to redirect to, or undefined when the input is on the list neither
 * literally nor through a wildcard. Use the answer as the `Location` as it is, and never the input (T03).
 *
 * An exact entry matches by simple string comparison (RFC 9700 2.1, RFC 3986 6.2.1) and answers with itself; a bare
 * origin is the same with and without its final slash, because authkit-js sends `window.origin`. A wildcard entry
 * matches input that is in canonical form already, and answers with that form. Anything a parser would have to correct
 * first is refused before any comparison (T01).
 */
export function matchRegisteredUri(entries: readonly string[], input: string | undefined): string | undefined {
  // A query parser may hand over an array or an object in spite of the type (T04).
  if (typeof input !== 'string') return undefined
  const reading = readRegisteredUri(input)
  // A pattern is not a place: sent as input it is refused even where it is registered.
  if (!reading.ok || reading.uri.kind !== 'literal') return undefined
  return findExactEntry(entries, reading.uri) ?? matchWildcard(entries, reading.uri.url)
}

function findExactEntry(entries: readonly string[], { text, url }: RegisteredUri): string | undefined {
  if (entries.includes(text)) return text
  // The origin of a custom scheme is the word "null": only http(s) URLs get past this comparison.
  const isBareOrigin = url.href === `${url.origin}/`
  if (!isBareOrigin) return undefined
  return entries.find((entry) => entry === url.origin || entry === url.href)
}

function matchWildcard(entries: readonly string[], url: URL): string | undefined {
  const isMatch = entries.some((entry) => entry.includes('*') && isCoveredBy(entry, url))
  return isMatch ? url.href : undefined
}

/** Reads the entry again: a pattern the validator would refuse today matches nothing, however it got into the list. */
function isCoveredBy(entry: string, url: URL): boolean {
  const reading = readRegisteredUri(entry)
  if (!reading.ok || reading.uri.kind === 'literal') return false
  const { head, tail } = literalPartsOf(reading.uri)
  const { href } = url
  if (href.length < head.length + tail.length) return false
  if (!href.startsWith(head) || !href.endsWith(tail)) return false
  const rest = href.slice(head.length, href.length - tail.length)
  return reading.uri.kind === 'any-port' ? isAnyPort(rest) : isAnyLabel(rest) && !isPunycode(url.hostname)
}

/** Everything before and after the wildcard, to be found in the input byte for byte. */
function literalPartsOf({ kind, url }: RegisteredUri): {
  head: string
  tail: string
} {
  if (kind === 'any-port') {
    const head = `${url.protocol}//${url.hostname}`
    return {
      head,
      tail: url.href.slice(`${url.protocol}//${url.host}`.length),
    }
  }
  const [head = '', tail = ''] = url.href.split('*')
  return { head, tail }
}

/** Any port at the time of the request (RFC 8252 7.3), the default port of the scheme included. */
function isAnyPort(rest: string): boolean {
  return /^(:\d{1,5})?$/.test(rest)
}

/** The documented characters of a wildcard: one level, so no dot. The reading saw that the whole label is sound. */
function isAnyLabel(rest: string): boolean {
  return /^[A-Za-z0-9_-]+$/.test(rest)
}

/** A label with a second spelling is no case for a pattern: `xn--` hosts are registered literally. */
function isPunycode(hostname: string): boolean {
  return hostname.startsWith('xn--')
}
