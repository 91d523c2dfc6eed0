import { domainToUnicode } from 'node:url'
import { isRegistrableTogether } from '../../platform/registrable-domain.ts'
import { isLoopbackHost, isUnderLocalhost } from './loopback-host.ts'
import { isForbiddenScheme } from './redirect-scheme.ts'
import { type RegisteredUriProblem, refuseUri } from './registered-uri-problem.ts'

/**
 * Guards every way an entry can get into a list of redirect targets: redirect URIs, sign-out redirects and whatever
 * follows, from the API, the console, the configuration file or an import. It judges the whole entry with the rules
 * that will hold once it is stored, never a part of a change (T02; Keycloak #50982 fell to a two-step update).
 * An accepted entry is safe to hand to `matchRegisteredUri`, which reads it with the same grammar.
 */
export function validateRegisteredUri(input: string, rules: RegisteredUriRules): { ok: true } | RegisteredUriProblem {
  const reading = readRegisteredUri(input)
  if (!reading.ok) return reading
  return findBrokenRule(reading.uri, rules) ?? { ok: true }
}

export type RegisteredUriRules = {
  /** `http:` to any host, for development. Without it only loopback may be cleartext (RFC 8252 7.3, RFC 9700 2.6). */
  allowHttp: boolean
  /** `myapp://callback`, for native applications (RFC 8252 7.1). */
  allowCustomScheme: boolean
  /** Never for OAuth redirect URIs (RFC 6749 3.1.2); sign-out redirects may carry one. */
  allowFragment: boolean
  /** The default must name one place, so it holds no wildcard (WorkOS, AuthKit sessions). */
  isDefault: boolean
}

/** What one entry means. The `url` of an entry with any port carries a port that stands for all of them. */
export type RegisteredUri = {
  kind: 'literal' | 'any-label' | 'any-port'
  text: string
  url: URL
}

/**
 * The grammar of an entry, the same whoever writes it: RFC 3986 characters, absolute, the form a WHATWG parser would
 * print, no userinfo, and at most one wildcard in one of the two documented places. A target that arrives in a request
 * must satisfy it too, as a literal.
 */
export function readRegisteredUri(text: string): { ok: true; uri: RegisteredUri } | RegisteredUriProblem {
  const problem = findProblemOfText(text)
  if (problem) return problem
  const kind = kindOf(text)
  if (kind === undefined) return refuseUri('wildcard_misplaced')

  const url = URL.parse(kind === 'any-port' ? text.replace(':*', `:${SAMPLE_PORT}`) : text)
  if (!url) return refuseUri('not_a_uri')
  const uri = { kind, text, url }
  const unsound = findProblemOfUrl(uri) ?? findProblemOfWildcard(uri)
  return unsound ?? { ok: true, uri }
}

function findProblemOfText(text: string): RegisteredUriProblem | undefined {
  if (text.length > MAX_URI_LENGTH) return refuseUri('too_long')
  if (/[^\x21-\x7e]/.test(text)) return refuseUri('not_printable_ascii')
  if (UNSAFE_CHARACTERS.test(text)) return refuseUri('unsafe_character')
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return refuseUri('malformed_percent_encoding')
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1]?.toLowerCase()
  if (!scheme) return refuseUri('not_absolute')
  if (isForbiddenScheme(scheme)) return refuseUri('forbidden_scheme')
  if (!text.startsWith('/', scheme.length + 1)) return refuseUri('not_absolute')
  if (authorityOf(text).includes('@')) return refuseUri('userinfo')
  if (text.indexOf('*') !== text.lastIndexOf('*')) return refuseUri('several_wildcards')
  return undefined
}

/** Undefined when the wildcard stands where none may stand. */
function kindOf(text: string): RegisteredUri['kind'] | undefined {
  if (!text.includes('*')) return 'literal'
  if (!/^https?:\/\//.test(text)) return undefined
  const authority = authorityOf(text)
  if (authority.endsWith(':*')) return 'any-port'
  return authority.split('.', 1)[0]?.includes('*') ? 'any-label' : undefined
}

function findProblemOfUrl({ kind, text, url }: RegisteredUri): RegisteredUriProblem | undefined {
  if (isWebUrl(url) && !isHostName(url.hostname.replace('*', 'x'))) return refuseUri('invalid_host')
  const canonical = kind === 'any-port' ? url.href.replace(`:${SAMPLE_PORT}`, ':*') : url.href
  // A parser adds the path of a bare origin, and nothing else, as a final slash.
  const isCanonical = canonical === text || canonical === `${text}/`
  return isCanonical ? undefined : refuseUri('not_canonical', canonical)
}

/** The documented rules of wildcards: WorkOS, "Redirect URIs" and "Sign-out redirects", with one wording in both. */
function findProblemOfWildcard({ kind, url }: RegisteredUri): RegisteredUriProblem | undefined {
  if (kind === 'literal') return undefined
  if (kind === 'any-port') return isLoopbackHost(url.hostname) ? undefined : refuseUri('wildcard_port_not_loopback')

  const [label = '', ...domainLabels] = url.hostname.split('.')
  const domain = domainLabels.join('.')
  if (label.startsWith('xn--')) return refuseUri('wildcard_in_punycode')
  if (domainLabels.length < MIN_LITERAL_LABELS) return refuseUri('wildcard_too_wide')
  if (url.protocol === 'http:' && !isUnderLocalhost(url.hostname)) return refuseUri('wildcard_over_http')
  return isRegistrableTogether(domain) ? undefined : refuseUri('wildcard_under_public_suffix')
}

function findBrokenRule(uri: RegisteredUri, rules: RegisteredUriRules): RegisteredUriProblem | undefined {
  if (!isWebUrl(uri.url) && !rules.allowCustomScheme) return refuseUri('custom_scheme')
  const isCleartext = uri.url.protocol === 'http:' && !isLoopbackHost(uri.url.hostname)
  if (isCleartext && !rules.allowHttp) return refuseUri('http')
  // The text and not `url.hash`, which is empty for a lone `#`.
  if (uri.text.includes('#') && !rules.allowFragment) return refuseUri('fragment')
  if (uri.kind !== 'literal' && rules.isDefault) return refuseUri('wildcard_in_default')
  return undefined
}

function authorityOf(text: string): string {
  return /^[^:]*:\/\/([^/?#]*)/.exec(text)?.[1] ?? ''
}

function isWebUrl(url: URL): boolean {
  return url.protocol === 'https:' || url.protocol === 'http:'
}

/** RFC 1123 2.1 with the underscore that the documented wildcard also matches; punycode must decode (RFC 5891 5.4). */
function isHostName(hostname: string): boolean {
  if (hostname.startsWith('[')) return true
  if (hostname.length > MAX_HOST_LENGTH) return false
  const hasSoundLabels = hostname.split('.').every((label) => /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/.test(label))
  if (!hasSoundLabels) return false
  const decoded = domainToUnicode(hostname)
  return decoded !== '' && !/(^|\.)xn--/.test(decoded)
}

const MAX_URI_LENGTH = 2048
const MAX_HOST_LENGTH = 253
const MIN_LITERAL_LABELS = 2
/** Stands for `*` while a parser looks at the entry; from the dynamic range (RFC 6335), default of no scheme. */
const SAMPLE_PORT = '49152'
/** What RFC 3986 2 has no place for, and the apostrophe, which ends attributes. Parsers and runtimes differ on them. */
const UNSAFE_CHARACTERS = /["'<>\\^`{|}]/
