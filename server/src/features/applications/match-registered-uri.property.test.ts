import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { EXACT_ENTRY, HOSTILE_REDIRECTS, WILDCARD_ENTRY } from '../../../tests/security/hostile-redirects.ts'
import { matchRegisteredUri } from './match-registered-uri.ts'
import { validateRegisteredUri } from './registered-uri.ts'

const EXACT_ENTRIES = [
  EXACT_ENTRY,
  'https://app.example.com:8443/cb?tenant=a&x=%2F#done',
  'http://localhost:5173',
  'https://bare.example.org/',
  'com.example.app:/oauth2redirect',
]
/** A wildcard entry, an input it covers, and the same rule said once more without the code under test. */
const WILDCARD_ENTRIES = [
  [WILDCARD_ENTRY, 'https://x1.preview.example.com/cb', 'https', /^[a-z0-9_-]+\.preview\.example\.com$/, '/cb'],
  [
    'https://pr-*-w.example.com:8443/?x=1',
    'https://pr-7-w.example.com:8443/?x=1',
    'https',
    /^pr-[a-z0-9_-]+-w\.example\.com:8443$/,
    '/?x=1',
  ],
  ['http://localhost:*/signed-out', 'http://localhost:3000/signed-out', 'http', /^localhost(:\d+)?$/, '/signed-out'],
  ['http://127.0.0.1:*', 'http://127.0.0.1:49152', 'http', /^127\.0\.0\.1(:\d+)?$/, '/'],
  ['http://[::1]:*/cb', 'http://[::1]:8080/cb', 'http', /^\[::1\](:\d+)?$/, '/cb'],
] as const
const ENTRIES = [...EXACT_ENTRIES, ...WILDCARD_ENTRIES.map(([entry]) => entry)]
const MUTABLE_URIS = [...ENTRIES, ...WILDCARD_ENTRIES.map(([, covered]) => covered)]
// biome-ignore format: an alphabet reads better in lines than in a column.
const HOSTILE_FRAGMENTS = [
  '@', ':', '/', '\\', '//', '?', '#', '.', '..', '/../', '%', '*', '-', '_', ';', '&', ',', '+', '=', '|', '^', '{',
  'a', 'Z', '0', '80', ':80', ':443', '[', ']', '"', "'", '<', '`', ' ', '\t', '\n', '\r', '\0', '\u007f', 'xn--',
  '%2e', '%2F', '%40', '%00', '%5c', '%252f', '\u3002', '\uff0f', '\u0430', '\u200b', '\ufeff', '\u212a', '\ud800',
  '@evil.example', '.evil.example', 'evil.example/', 'evil.example\\', 'u:p@', 'https://', 'javascript:', '//evil.example',
]

test('the entries of the property tests are ones the validator accepts, and cover what they should', () => {
  const rules = {
    allowHttp: false,
    allowCustomScheme: true,
    allowFragment: true,
    isDefault: false,
  }
  for (const entry of ENTRIES) assert.deepEqual(validateRegisteredUri(entry, rules), { ok: true }, entry)
  for (const [, covered] of WILDCARD_ENTRIES) assert.ok(matchRegisteredUri(ENTRIES, covered), covered)
})

test('T01: every single edit of a listed URI is refused, or is itself on the list', () => {
  let accepted = 0
  for (const uri of MUTABLE_URIS) {
    for (let at = 0; at <= uri.length; at++) {
      for (const text of ['', ...HOSTILE_FRAGMENTS]) {
        for (const removed of [0, 1]) {
          const input = uri.slice(0, at) + text + uri.slice(at + removed)
          if (assertJustified(input)) accepted++
        }
      }
    }
  }
  assert.ok(accepted > 100, 'the edits that stay inside a wildcard are accepted')
})

test('T01, T03: whatever is accepted equals an entry, or is canonical and covered by one wildcard', () => {
  const hostileBase = fc.constantFrom(...MUTABLE_URIS, ...HOSTILE_REDIRECTS.map(({ value }) => value))
  const text = fc.oneof(fc.constantFrom(...HOSTILE_FRAGMENTS), fc.string({ unit: 'binary-ascii', maxLength: 3 }))
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    removed: fc.nat(3),
    text,
  })
  const input = fc
    .tuple(hostileBase, fc.array(edit, { maxLength: 4 }))
    .map(([base, edits]) => edits.reduce(applyEdit, base))

  fc.assert(
    fc.property(input, (value) => void assertJustified(value)),
    { numRuns: Number(process.env.FC_RUNS ?? 10_000) },
  )
})

test('a web URL that may be registered matches itself, and one that may not matches nothing', () => {
  const rules = {
    allowHttp: true,
    allowCustomScheme: false,
    allowFragment: true,
    isDefault: true,
  }
  const origin = fc.constantFrom(
    'https://app.example.com',
    'http://localhost:3000',
    'https://[::1]',
    'https://10.0.0.1',
  )
  const rest = fc.string({
    unit: fc.constantFrom(...'/?#.-_~%20aB9:@!$&()*+,;= {|'),
    maxLength: 12,
  })
  const url = fc.tuple(origin, rest).map(([host, path]) => URL.parse(host + path)?.href ?? host)

  fc.assert(
    fc.property(url, (value) => {
      const isEntry = validateRegisteredUri(value, rules).ok
      assert.equal(matchRegisteredUri([value], value), isEntry ? value : undefined)
    }),
    { numRuns: Number(process.env.FC_RUNS ?? 2000) },
  )
})

type Edit = { at: number; removed: number; text: string }

function applyEdit(uri: string, { at, removed, text }: Edit): string {
  const index = Math.round(at * uri.length)
  return uri.slice(0, index) + text + uri.slice(index + removed)
}

/** The oracle of T01, which shares no code with the matcher. True when the input was accepted. */
function assertJustified(input: string): boolean {
  const answer = matchRegisteredUri(ENTRIES, input)
  if (answer === undefined) return false
  const said = `${JSON.stringify(input)} led to ${answer}`

  const bareOrigins: Record<string, string> = {
    'http://localhost:5173/': 'http://localhost:5173',
    'https://bare.example.org': 'https://bare.example.org/',
  }
  const isExact = EXACT_ENTRIES.includes(input) ? answer === input : bareOrigins[input] === answer
  assert.ok(isExact || isCanonicalAndCovered(input, answer), said)
  assertSameHost(input, answer, said)
  return true
}

function isCanonicalAndCovered(input: string, answer: string): boolean {
  const isCanonical = new URL(input).href === answer && (input === answer || `${input}/` === answer)
  const parts = splitByRfc3986(answer)
  const covering = WILDCARD_ENTRIES.filter(
    ([, , scheme, authority, rest]) =>
      parts.scheme === scheme && authority.test(parts.authority) && parts.rest === rest,
  )
  return isCanonical && covering.length === 1
}

/** Two parsers that disagree on the host of an accepted URI would let a browser go elsewhere (CVE-2021-32786). */
function assertSameHost(input: string, answer: string, said: string): void {
  for (const uri of [input, answer]) {
    const { authority } = splitByRfc3986(uri)
    assert.equal(authority, new URL(uri).host, said)
    assert.doesNotMatch(uri, /[^\x21-\x7e]|[\\@]/, said)
  }
}

/** RFC 3986, appendix B: the regular expression of the standard, as the second parser. */
function splitByRfc3986(uri: string): {
  scheme: string
  authority: string
  rest: string
} {
  const match = /^(([^:/?#]+):)?(\/\/([^/?#]*))?(.*)$/s.exec(uri)
  return {
    scheme: match?.[2] ?? '',
    authority: match?.[4] ?? '',
    rest: match?.[5] ?? '',
  }
}
