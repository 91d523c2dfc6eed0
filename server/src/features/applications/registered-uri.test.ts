import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOSTILE_REDIRECTS } from '../../../tests/security/hostile-redirects.ts'
import { matchRegisteredUri } from './match-registered-uri.ts'
import { type RegisteredUriRules, validateRegisteredUri } from './registered-uri.ts'

const PRODUCTION: RegisteredUriRules = {
  allowHttp: false,
  allowCustomScheme: false,
  allowFragment: false,
  isDefault: false,
}
/** What these refuse is refused in every list and every mode. */
const PERMISSIVE: RegisteredUriRules = {
  allowHttp: true,
  allowCustomScheme: true,
  allowFragment: true,
  isDefault: false,
}

/** T02: entries no list may hold, with the code each is refused with. */
const BAD_ENTRIES: readonly [entry: string, code: string][] = [
  ['', 'not_absolute'],
  ['*', 'not_absolute'],
  ['/signed-out', 'not_absolute'],
  ['//app.example.com/cb', 'not_absolute'],
  ['app.example.com/cb', 'not_absolute'],
  ['app.example.com:443/cb', 'not_absolute'],
  ['localhost:3000', 'not_absolute'],
  ['https:app.example.com/cb', 'not_absolute'],
  ['myapp:callback', 'not_absolute'],
  ['https:/app.example.com/cb', 'not_canonical'],
  ['https:///app.example.com/cb', 'not_canonical'],
  ['https://', 'not_a_uri'],
  ['https://app.example.com:99999/cb', 'not_a_uri'],
  ['https://*', 'wildcard_too_wide'],
  ['https://*/', 'wildcard_too_wide'],
  ['https://*.com/cb', 'wildcard_too_wide'],
  ['https://*.localhost/cb', 'wildcard_too_wide'],
  ['https://evil*/cb', 'wildcard_too_wide'],
  ['https://*.co.uk/cb', 'wildcard_under_public_suffix'],
  ['https://*.ngrok-free.app', 'wildcard_under_public_suffix'],
  ['https://myapp-*.vercel.app/cb', 'wildcard_under_public_suffix'],
  ['https://*.github.io/cb', 'wildcard_under_public_suffix'],
  ['https://*.netlify.app/cb', 'wildcard_under_public_suffix'],
  ['https://*.s3.amazonaws.com/cb', 'wildcard_under_public_suffix'],
  ['https://*.kawasaki.jp/cb', 'wildcard_under_public_suffix'],
  ['https://*.anything.ck/cb', 'wildcard_under_public_suffix'],
  ['https://*.xn--55qx5d.cn/cb', 'wildcard_under_public_suffix'],
  ['https://*.*.example.com/cb', 'several_wildcards'],
  ['https://*-*.example.com/cb', 'several_wildcards'],
  ['https://**.example.com/cb', 'several_wildcards'],
  ['https://*.example.com:*/cb', 'several_wildcards'],
  ['http://localhost:*/*', 'several_wildcards'],
  ['https://sub.*.example.com/cb', 'wildcard_misplaced'],
  ['https://app.example.*/cb', 'wildcard_misplaced'],
  ['https://app.example.com/*', 'wildcard_misplaced'],
  ['https://app.example.com/cb?next=*', 'wildcard_misplaced'],
  ['https://app.example.com/cb#*', 'wildcard_misplaced'],
  ['*://app.example.com/cb', 'not_absolute'],
  ['myapp://*', 'wildcard_misplaced'],
  ['myapp://*.example.com/cb', 'wildcard_misplaced'],
  ['https://xn--*mnchen-3ya.example.com/cb', 'wildcard_in_punycode'],
  ['https://-*.example.com/cb', 'invalid_host'],
  ['https://*-.example.com/cb', 'invalid_host'],
  ['https://*.-example.com/cb', 'invalid_host'],
  ['http://*.preview.example.com/cb', 'wildcard_over_http'],
  ['https://app.example.com:*/cb', 'wildcard_port_not_loopback'],
  ['http://0.0.0.0:*/cb', 'wildcard_port_not_loopback'],
  ['http://10.0.0.1:*/cb', 'wildcard_port_not_loopback'],
  ['http://app.localhost:*/cb', 'wildcard_port_not_loopback'],
  ['http://localhost.evil.example:*/cb', 'wildcard_port_not_loopback'],
  ['http://localhost:80*/cb', 'not_a_uri'],
  ['http://127.1:*/cb', 'not_canonical'],
  ['javascript:alert(1)', 'forbidden_scheme'],
  ['JaVaScRiPt://app.example.com/%0aalert(1)', 'forbidden_scheme'],
  ['data:text/html,x', 'forbidden_scheme'],
  ['data://app.example.com/,x', 'forbidden_scheme'],
  ['vbscript:msgbox(1)', 'forbidden_scheme'],
  ['file:///etc/passwd', 'forbidden_scheme'],
  ['blob:https://app.example.com/2f1c', 'forbidden_scheme'],
  ['filesystem:https://app.example.com/x', 'forbidden_scheme'],
  ['view-source:https://app.example.com/', 'forbidden_scheme'],
  ['about:blank', 'forbidden_scheme'],
  ['intent://app.example.com/#Intent;scheme=https;end', 'forbidden_scheme'],
  ['ftp://app.example.com/cb', 'forbidden_scheme'],
  ['wss://app.example.com/cb', 'forbidden_scheme'],
  ['mailto:someone@example.com', 'forbidden_scheme'],
  ['ms-settings://network', 'forbidden_scheme'],
  ['chrome-extension://abcdef/cb', 'forbidden_scheme'],
  ['https+x://app.example.com/cb', 'forbidden_scheme'],
  ['https://user:pass@app.example.com/cb', 'userinfo'],
  ['https://@app.example.com/cb', 'userinfo'],
  ['https://app.example.com@evil.example/cb', 'userinfo'],
  ['https://a@*.preview.example.com/cb', 'userinfo'],
  ['http://user@localhost:*/cb', 'userinfo'],
  ['myapp://user@callback', 'userinfo'],
  ['https://app.example.com\\cb', 'unsafe_character'],
  ['https://app.example.com/"cb"', 'unsafe_character'],
  ["https://app.example.com/'cb'", 'unsafe_character'],
  ['https://app.example.com/<cb>', 'unsafe_character'],
  ['https://app.example.com/`cb`', 'unsafe_character'],
  ['https://app.example.com/{cb}', 'unsafe_character'],
  ['https://app.example.com/c|b', 'unsafe_character'],
  ['^https://app\\.example\\.com/.*$', 'unsafe_character'],
  ['https://app.example.com/c b', 'not_printable_ascii'],
  [' https://app.example.com/cb', 'not_printable_ascii'],
  ['https://app.example.com/cb\n', 'not_printable_ascii'],
  ['https://app.example.com/cb\r\nX: 1', 'not_printable_ascii'],
  ['https://app.example.com/cb\u0000', 'not_printable_ascii'],
  ['https://m\u00fcnchen.example/cb', 'not_printable_ascii'],
  ['https://app\u200b.example.com/cb', 'not_printable_ascii'],
  ['https://app.example.com/100%', 'malformed_percent_encoding'],
  ['https://app.example.com/%zz', 'malformed_percent_encoding'],
  ['https://app.example.com/%u002f', 'malformed_percent_encoding'],
  [`https://app.example.com/${'a'.repeat(2025)}`, 'too_long'],
  ['HTTPS://app.example.com/cb', 'not_canonical'],
  ['https://App.example.com/cb', 'not_canonical'],
  ['https://app.example.com:443/cb', 'not_canonical'],
  ['https://app.example.com:/cb', 'not_canonical'],
  ['https://app.example.com:08443/cb', 'not_canonical'],
  ['http://localhost:80/cb', 'not_canonical'],
  ['https://app.example.com/a/../cb', 'not_canonical'],
  ['https://app.example.com/%2e%2e/cb', 'not_canonical'],
  ['https://app.example.com/./cb', 'not_canonical'],
  ['https://app.example.com?x=1', 'not_canonical'],
  ['https://app.example.com#done', 'not_canonical'],
  ['https://evil%2eexample/cb', 'not_canonical'],
  ['http://2130706433/cb', 'not_canonical'],
  ['http://0x7f000001/cb', 'not_canonical'],
  ['http://127.1/cb', 'not_canonical'],
  ['http://[0:0:0:0:0:0:0:1]/cb', 'not_canonical'],
  ['https://app.example.com./cb', 'invalid_host'],
  ['https://app..example.com/cb', 'invalid_host'],
  ['https://.app.example.com/cb', 'invalid_host'],
  ['https://app.example.com;evil.example/cb', 'invalid_host'],
  ['https://app.example.com,evil.example/cb', 'invalid_host'],
  ['https://app.example.com&evil.example/cb', 'invalid_host'],
  ['https://-/cb', 'invalid_host'],
  ['https://xn--a/cb', 'invalid_host'],
  [`https://${'a'.repeat(64)}.example.com/cb`, 'invalid_host'],
  [`https://${'a.'.repeat(127)}com/cb`, 'invalid_host'],
]

test('T02: no list accepts a bad entry, and each refusal says what to do', () => {
  assert.ok(BAD_ENTRIES.length >= 60)
  for (const [entry, code] of BAD_ENTRIES) {
    const verdict = validateRegisteredUri(entry, PERMISSIVE)

    assert.ok(!verdict.ok, `accepted ${JSON.stringify(entry)}`)
    assert.equal(verdict.code, code, JSON.stringify(entry))
    assert.match(verdict.message, /\b(Use|Write|Put|Remove|Follow|Percent-encode|Check)\b|: use /i)
    assert.doesNotMatch(verdict.message, /[\r\n\0"<>]/)
  }
})

test('T02: what the most permissive rules refuse, every combination of rules refuses', () => {
  for (const [entry] of BAD_ENTRIES) {
    for (const rules of everyCombinationOfRules()) assert.equal(validateRegisteredUri(entry, rules).ok, false, entry)
  }
})

test('T02: a bad entry that got past the validator sends nobody anywhere', () => {
  for (const [entry] of BAD_ENTRIES) {
    assert.equal(matchRegisteredUri([entry], entry), undefined, JSON.stringify(entry))
    for (const filling of ['evil', 'a-b', '8080', '']) {
      const target = entry.replaceAll('*', filling)
      assert.equal(matchRegisteredUri([entry], target), undefined, `${entry} led to ${target}`)
    }
  }
})

test('T02: the hostile redirects make no entries: none that a parser corrects, decodes or runs is accepted', () => {
  const tricks = ['userinfo', 'backslash', 'scheme-relative', 'ctl', 'unicode', 'scheme', 'double-enc', 'shape']
  for (const { row, trick, value } of HOSTILE_REDIRECTS) {
    if (tricks.includes(trick)) assert.equal(validateRegisteredUri(value, PRODUCTION).ok, false, `row ${row}`)
  }
})

test('ordinary entries are accepted everywhere', () => {
  const entries = [
    'https://app.example.com/callback',
    'https://app.example.com/',
    'https://app.example.com',
    'https://app.example.com:8443/callback',
    'https://app.example.com/callback?tenant=a&x=%2F&y=',
    'https://app.example.com//twice/..;/and~odd!$&()+,;=:@',
    'https://intranet/callback',
    'https://10.0.0.1/callback',
    'https://[2001:db8::1]:8443/callback',
    'https://xn--mnchen-3ya.example/callback',
    'https://qa--site.example.com/callback',
    'https://under_score.example.com/callback',
    `https://app.example.com/${'a'.repeat(2024)}`,
  ]
  for (const entry of entries) {
    assert.deepEqual(validateRegisteredUri(entry, PRODUCTION), { ok: true }, entry)
    assert.deepEqual(validateRegisteredUri(entry, { ...PRODUCTION, isDefault: true }), { ok: true }, entry)
  }
})

test('plain http is for loopback, and for other hosts in development only', () => {
  for (const host of ['localhost', 'localhost:3000', '127.0.0.1', '127.8.9.10:81', '[::1]:3000']) {
    assert.deepEqual(validateRegisteredUri(`http://${host}/cb`, PRODUCTION), { ok: true }, host)
  }
  for (const host of [
    'app.example.com',
    '10.0.0.1',
    '128.0.0.1',
    '0.0.0.0',
    '[::2]',
    '[::ffff:7f00:1]',
    'app.localhost',
  ]) {
    assert.equal(codeOf(`http://${host}/cb`, PRODUCTION), 'http', host)
    assert.deepEqual(
      validateRegisteredUri(`http://${host}/cb`, {
        ...PRODUCTION,
        allowHttp: true,
      }),
      { ok: true },
      host,
    )
  }
})

test('a private scheme is accepted only in lists of native applications', () => {
  for (const entry of [
    'myapp://callback',
    'com.example.app:/oauth2redirect',
    'com.example.app://host/path?x=1',
    'exp://',
  ]) {
    assert.equal(codeOf(entry, PRODUCTION), 'custom_scheme', entry)
    assert.deepEqual(validateRegisteredUri(entry, { ...PRODUCTION, allowCustomScheme: true }), { ok: true }, entry)
  }
})

test('a fragment is accepted only where the list allows it, an empty one included', () => {
  for (const entry of [
    'https://app.example.com/#done',
    'https://app.example.com/out#',
    'https://*.example.com/out#a',
  ]) {
    assert.equal(codeOf(entry, PRODUCTION), 'fragment', entry)
    assert.deepEqual(validateRegisteredUri(entry, { ...PRODUCTION, allowFragment: true }), { ok: true }, entry)
  }
})

test('the documented wildcards are accepted, and none of them as the default', () => {
  const entries = [
    'https://*.sub.example.com',
    'https://*.example.com/cb',
    'https://prefix-*-suffix.example.com',
    'https://prefix-*.example.com:8443/cb?x=1',
    'https://*-suffix.example.com/cb',
    'https://*.my-site.ngrok-free.app/cb',
    'https://*.example.co.uk/cb',
    'https://*.corp.internal/cb',
    'https://*.www.ck/cb',
    'https://*.city.kawasaki.jp/cb',
    'https://*.app.localhost/cb',
    'http://localhost:*/signed-out',
    'http://localhost:*',
    'https://localhost:*/signed-out',
    'http://127.0.0.1:*/cb?x=1',
    'http://127.1.2.3:*/cb',
    'http://[::1]:*/cb',
  ]
  for (const entry of entries) {
    assert.deepEqual(validateRegisteredUri(entry, PRODUCTION), { ok: true }, entry)
    assert.equal(codeOf(entry, { ...PRODUCTION, isDefault: true }), 'wildcard_in_default', entry)
  }
})

test('a host wildcard over http stays on this machine, and needs development mode even there', () => {
  assert.equal(codeOf('http://*.app.localhost:3000/cb', PRODUCTION), 'http')
  assert.deepEqual(validateRegisteredUri('http://*.app.localhost:3000/cb', PERMISSIVE), { ok: true })
  assert.equal(codeOf('http://*.app.example.com/cb', PERMISSIVE), 'wildcard_over_http')
})

test('the refusal of an entry in another spelling offers the right one', () => {
  const offered = [
    ['https://App.Example.com:443/cb', 'https://app.example.com/cb'],
    ['https://*.Example.com/cb', 'https://*.example.com/cb'],
    ['http://127.1:*/cb', 'http://127.0.0.1:*/cb'],
  ] as const
  for (const [entry, right] of offered) {
    const verdict = validateRegisteredUri(entry, PERMISSIVE)

    assert.ok(!verdict.ok && verdict.message.endsWith(` ${right}`), entry)
    assert.deepEqual(validateRegisteredUri(right, PERMISSIVE), { ok: true })
  }
})

function codeOf(entry: string, rules: RegisteredUriRules): string | undefined {
  const verdict = validateRegisteredUri(entry, rules)
  return verdict.ok ? undefined : verdict.code
}

function everyCombinationOfRules(): RegisteredUriRules[] {
  const choices = [false, true]
  return choices.flatMap((allowHttp) =>
    choices.flatMap((allowCustomScheme) =>
      choices.flatMap((allowFragment) =>
        choices.map((isDefault) => ({
          allowHttp,
          allowCustomScheme,
          allowFragment,
          isDefault,
        })),
      ),
    ),
  )
}
