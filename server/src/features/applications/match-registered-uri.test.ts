import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  EXACT_ENTRY,
  HOSTILE_REDIRECTS,
  LIST_SETUPS,
  REQUEST_URL,
  WILDCARD_ENTRY,
} from '../../../tests/security/hostile-redirects.ts'
import { matchRegisteredUri } from './match-registered-uri.ts'

test('the corpus lands where its document says, so nothing was lost in transcription', () => {
  assert.equal(HOSTILE_REDIRECTS.length, 162)
  for (const { row, value, lands } of HOSTILE_REDIRECTS) {
    // Node 26 no longer checks the punycode of row 66.
    if (row === 66) continue
    const url = URL.parse(value, REQUEST_URL)
    const place = url ? `${url.protocol}//${url.host}${url.pathname}${url.search}${url.hash}` : undefined
    assert.equal(place?.startsWith(lands ?? '') ?? lands === undefined, true, `row ${row}`)
  }
})

for (const { name, entries, defaultEntry } of LIST_SETUPS) {
  test(`T01: with ${name}, each of the 162 hostile redirects is dropped and the answer is the default`, () => {
    for (const { row, value } of HOSTILE_REDIRECTS) {
      const answer = matchRegisteredUri(entries, value)
      const location = answer ?? defaultEntry

      assert.equal(answer, undefined, `row ${row}`)
      assert.equal(location, matchRegisteredUri(entries, undefined) ?? defaultEntry)
      if (location) assert.ok(entries.includes(new URL(location, REQUEST_URL).href), `row ${row}`)
    }
  })
}

test('T01: an entry is matched by itself and answers with itself', () => {
  const entries = [
    EXACT_ENTRY,
    'https://app.example.com/Signed-Out?x=%2F&y=#done',
    'https://app.example.com:8443/cb?',
    'http://localhost:3000/cb',
    'https://xn--mnchen-3ya.example/cb',
    'com.example.app:/oauth2redirect',
    'myapp://Callback',
  ]
  for (const entry of entries) assert.equal(matchRegisteredUri(entries, entry), entry)
})

test('T01: nothing but the very bytes of an entry matches it', () => {
  const entry = 'https://app.example.com/cb?a=1&b=2#x'
  const others = [
    'https://app.example.com/cb?b=2&a=1#x',
    'https://app.example.com/cb?a=1&b=2',
    'https://app.example.com/cb?a=1&b=2#',
    'https://app.example.com/cb?a=1&b=2#X',
    'https://app.example.com/cb/?a=1&b=2#x',
    'https://app.example.com/CB?a=1&b=2#x',
    'https://app.example.com/c%62?a=1&b=2#x',
    'https://app.example.com:443/cb?a=1&b=2#x',
    'https://app.example.com/cb?a=1&b=2&c=3#x',
    'https://appxexample.com/cb?a=1&b=2#x',
  ]
  for (const other of others) assert.equal(matchRegisteredUri([entry], other), undefined, other)
})

test('a bare origin is the same entry with and without its slash, as authkit-js sends window.origin', () => {
  for (const origin of ['http://localhost:5173', 'https://app.example.com', 'http://[::1]:8080']) {
    for (const entry of [origin, `${origin}/`]) {
      assert.equal(matchRegisteredUri([entry], origin), entry)
      assert.equal(matchRegisteredUri([entry], `${origin}/`), entry)
    }
    assert.equal(matchRegisteredUri([`${origin}/`, origin], origin), origin)
    assert.equal(matchRegisteredUri([origin], `${origin}//`), undefined)
    assert.equal(matchRegisteredUri([origin], `${origin}?`), undefined)
    assert.equal(matchRegisteredUri([origin], `${origin}/#`), undefined)
  }
  assert.equal(matchRegisteredUri(['https://app.example.com/cb'], 'https://app.example.com/cb/'), undefined)
  assert.equal(matchRegisteredUri(['https://app.example.com/cb/'], 'https://app.example.com/cb'), undefined)
  assert.equal(matchRegisteredUri(['myapp://callback'], 'myapp://callback/'), undefined)
  assert.equal(matchRegisteredUri(['myapp://callback/'], 'myapp://callback'), undefined)
})

/** Each documented rule of wildcards once kept and once broken. */
const WILDCARD_RULES: readonly [rule: string, entry: string, kept: string, broken: readonly string[]][] = [
  [
    'the wildcard stands for one level of subdomain',
    'https://*.example.com/cb',
    'https://sub1.example.com/cb',
    ['https://sub1.sub2.example.com/cb', 'https://example.com/cb', 'https://.example.com/cb'],
  ],
  [
    'letters, digits, hyphens and underscores fill it',
    'https://*.example.com/cb',
    'https://a-1_z.example.com/cb',
    [
      'https://a~b.example.com/cb',
      'https://a+b.example.com/cb',
      'https://*.example.com/cb',
      'https://-.example.com/cb',
    ],
  ],
  [
    'prefix and suffix are literal',
    'https://prefix-*-suffix.example.com/cb',
    'https://prefix-42-suffix.example.com/cb',
    [
      'https://prefix--suffix.example.com/cb',
      'https://prefix-suffix.example.com/cb',
      'https://prefix-4.2-suffix.example.com/cb',
      'https://xprefix-42-suffix.example.com/cb',
      'https://prefix-42-suffixx.example.com/cb',
    ],
  ],
  [
    'the domain is literal, dots included',
    'https://*.preview.example.com/cb',
    'https://x.preview.example.com/cb',
    [
      'https://x.previewxexample.com/cb',
      'https://xpreview.example.com/cb',
      'https://x.evilpreview.example.com/cb',
      'https://x.preview.example.com.evil.example/cb',
    ],
  ],
  [
    'the rest is exact',
    'https://*.example.com:8443/cb?x=1#a',
    'https://w.example.com:8443/cb?x=1#a',
    [
      'https://w.example.com/cb?x=1#a',
      'https://w.example.com:8444/cb?x=1#a',
      'https://w.example.com:8443/cb?x=1',
      'https://w.example.com:8443/cb?x=2#a',
      'https://w.example.com:8443/cb/?x=1#a',
      'https://w.example.com:8443/Cb?x=1#a',
    ],
  ],
  [
    'an absent query or fragment is not an empty one',
    'https://*.example.com/cb',
    'https://w.example.com/cb',
    [
      'https://w.example.com/cb?',
      'https://w.example.com/cb#',
      'https://w.example.com/cb?#',
      'https://w.example.com/cb#x',
    ],
  ],
  [
    'the scheme is exact',
    'https://*.example.com/cb',
    'https://w.example.com/cb',
    ['http://w.example.com/cb', 'wss://w.example.com/cb', 'HTTPS://w.example.com/cb'],
  ],
  [
    'the input is in canonical form',
    'https://*.example.com/cb',
    'https://w.example.com/cb',
    [
      'https://W.example.com/cb',
      'https://w.example.com:443/cb',
      'https://w.example.com/a/../cb',
      'https:/w.example.com/cb',
    ],
  ],
  [
    'no user information',
    'https://*.example.com/cb',
    'https://w.example.com/cb',
    [
      'https://a@w.example.com/cb',
      'https://@w.example.com/cb',
      'https://a:b@w.example.com/cb',
      'https://evil.example/@w.example.com/cb',
    ],
  ],
  [
    'punycode is registered literally',
    'https://*.example.com/cb',
    'https://xn.example.com/cb',
    ['https://xn--pp-6kc.example.com/cb', 'https://xn--a.example.com/cb'],
  ],
  [
    'any port of localhost, and only the port (RFC 8252 7.3)',
    'http://localhost:*/signed-out',
    'http://localhost:51004/signed-out',
    [
      'http://localhost:51004/signed-out/',
      'http://localhost:051004/signed-out',
      'http://localhost:65536/signed-out',
      'http://localhost:80/signed-out',
      'http://localhost:/signed-out',
      'http://localhost:*/signed-out',
      'https://localhost:51004/signed-out',
      'http://127.0.0.1:51004/signed-out',
      'http://localhost:80@evil.example/signed-out',
      'http://localhost.evil.example:80/signed-out',
      'http://localhost:3000/evil/signed-out',
      'http://x.localhost:51004/signed-out',
    ],
  ],
  [
    'any port of a loopback address',
    'http://127.0.0.1:*/cb',
    'http://127.0.0.1:51004/cb',
    [
      'http://127.0.0.2:51004/cb',
      'http://127.1:51004/cb',
      'http://localhost:51004/cb',
      'http://127.0.0.1.evil.example/cb',
    ],
  ],
  [
    'any port of the IPv6 loopback address',
    'http://[::1]:*/cb',
    'http://[::1]:61023/cb',
    ['http://[0:0:0:0:0:0:0:1]:61023/cb', 'http://[::2]:61023/cb', 'http://[::ffff:7f00:1]:61023/cb'],
  ],
  [
    'what stands before and after the wildcard may not overlap',
    'http://localhost:*//localhost/cb',
    'http://localhost:3000//localhost/cb',
    ['http://localhost/cb', 'http://localhost:3000/cb'],
  ],
  ['any port includes the default port', 'http://localhost:*/cb', 'http://localhost/cb', ['http://localhostx/cb']],
]

for (const [rule, entry, kept, broken] of WILDCARD_RULES) {
  test(`T01: wildcards: ${rule}`, () => {
    assert.equal(matchRegisteredUri([entry], kept), kept)

    for (const input of broken) assert.equal(matchRegisteredUri([entry], input), undefined, input)
  })
}

test('a wildcard at a bare origin matches with and without the slash and answers with it', () => {
  const entries = ['https://*.example.com', 'http://localhost:*']

  assert.equal(matchRegisteredUri(entries, 'https://w.example.com'), 'https://w.example.com/')
  assert.equal(matchRegisteredUri(entries, 'https://w.example.com/'), 'https://w.example.com/')
  assert.equal(matchRegisteredUri(entries, 'http://localhost:5173'), 'http://localhost:5173/')
  assert.equal(matchRegisteredUri(entries, 'https://w.example.com/cb'), undefined)
})

test('an exact entry answers before a wildcard, whatever their order', () => {
  const entries = ['https://*.example.com', 'https://w.example.com']

  assert.equal(matchRegisteredUri(entries, 'https://w.example.com/'), 'https://w.example.com')
  assert.equal(matchRegisteredUri(entries, 'https://v.example.com'), 'https://v.example.com/')
})

test('T01: a pattern sent as input is no target, even where that pattern is registered', () => {
  for (const pattern of [WILDCARD_ENTRY, 'http://localhost:*/signed-out', 'http://localhost:*']) {
    assert.equal(matchRegisteredUri([pattern], pattern), undefined)
  }
})

test('T04: what a careless query parser hands over instead of a string is no target', () => {
  for (const value of [[EXACT_ENTRY], { value: EXACT_ENTRY }, new String(EXACT_ENTRY), 1, null, true]) {
    // The cast is the attack: the type says string, the request does not.
    assert.equal(matchRegisteredUri([EXACT_ENTRY], value as unknown as string), undefined)
  }
})

test('T01: 2048 characters can match and 2049 cannot', () => {
  const longest = `https://w.example.com/${'a'.repeat(2048 - 22)}`
  const entries = [longest, `${longest}a`]

  assert.equal(matchRegisteredUri(entries, longest), longest)
  assert.equal(matchRegisteredUri(entries, `${longest}a`), undefined)
})

test('T54: a megabyte of input costs nothing', () => {
  const input = `https://${'a.'.repeat(500_000)}example.com/cb`
  const before = process.cpuUsage()

  for (let n = 0; n < 1000; n++) assert.equal(matchRegisteredUri([WILDCARD_ENTRY], input), undefined)

  const { user, system } = process.cpuUsage(before)
  assert.ok(user + system < 500_000)
})
