import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { writeGeoipFile } from '../tests/support/geoip-file.ts'
import { ConfigError, readConfig } from './config.ts'

const SECRET = 'Zm9yIHRlc3RzIG9ubHksIG5vdCBhIHJlYWwgc2VjcmV0'
const PRODUCTION = { GATEHOUSE_SECRET: SECRET, GATEHOUSE_PUBLIC_URL: 'https://auth.example.com' }
const mistakes = (mode: 'development' | 'production', variables: Record<string, string>) => {
  try {
    readConfig(mode, variables)
    return []
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.message.split('\n')
  }
}

test('development needs no variable at all', () => {
  const { config, secret } = readConfig('development', {})
  assert.equal(config.publicUrl, 'http://localhost:4100')
  assert.equal(config.host, '127.0.0.1')
  assert.equal(config.demoUrl, 'http://localhost:4101')
  assert.equal(secret, undefined)
})

test('production takes what it is given and has no demo', () => {
  const { config, secret } = readConfig('production', {
    ...PRODUCTION,
    PORT: '8080',
    GATEHOUSE_DEMO: 'on',
    GATEHOUSE_ISSUER: 'https://api.workos.com',
  })
  assert.equal(config.port, 8080)
  assert.equal(config.demoUrl, undefined)
  assert.equal(config.issuer, 'https://api.workos.com')
  assert.equal(secret, SECRET)
  assert.ok(!JSON.stringify(config).includes(SECRET), 'the configuration can be logged')
})

test('rate limits are a number, those of WorkOS, or none', () => {
  const limits = (value: string) => readConfig('development', { GATEHOUSE_RATE_LIMITS: value }).config.rateLimits

  assert.deepEqual(['6000', 'workos', '0', ''].map(limits), [6_000, 'workos', undefined, undefined])
})

test('every mistake is told at once', () => {
  const told = mistakes('production', {
    PORT: 'x',
    DATABASE_URL: 'mysql://x',
    GATEHOUSE_SECRET: 'short',
    GATEHOUSE_PUBLIC_URL: 'https://auth.example.com/base',
  })
  for (const name of ['PORT', 'DATABASE_URL', 'GATEHOUSE_SECRET', 'GATEHOUSE_PUBLIC_URL']) {
    assert.equal(told.filter((line) => line.startsWith(name)).length, 1, name)
  }
  assert.ok(!told.join('').includes('short'), 'never the value of a secret')
})

const cases: [string, Record<string, string>, RegExp][] = [
  ['no secret', { GATEHOUSE_PUBLIC_URL: 'https://auth.example.com' }, /GATEHOUSE_SECRET is required; .*openssl rand/],
  ['a placeholder as secret', { ...PRODUCTION, GATEHOUSE_SECRET: 'a'.repeat(40) }, /GATEHOUSE_SECRET.*placeholder/],
  ['no public URL', { GATEHOUSE_SECRET: SECRET }, /GATEHOUSE_PUBLIC_URL is required/],
  [
    'plain http',
    { ...PRODUCTION, GATEHOUSE_PUBLIC_URL: 'http://auth.example.com' },
    /must be https.*GATEHOUSE_ALLOW_HTTP/,
  ],
  ['a public URL with a path', { ...PRODUCTION, GATEHOUSE_PUBLIC_URL: 'https://example.com/auth' }, /without a path/],
  ['a public URL with a user', { ...PRODUCTION, GATEHOUSE_PUBLIC_URL: 'https://u:p@example.com' }, /must be an origin/],
  [
    'a cookie domain of somebody else',
    { ...PRODUCTION, GATEHOUSE_COOKIE_DOMAIN: 'example.org' },
    /GATEHOUSE_COOKIE_DOMAIN: must be a parent domain of auth\.example\.com/,
  ],
  [
    'a cookie domain below the host',
    { ...PRODUCTION, GATEHOUSE_COOKIE_DOMAIN: 'x.auth.example.com' },
    /must be a parent domain/,
  ],
  [
    'a cookie domain that only ends alike',
    { ...PRODUCTION, GATEHOUSE_COOKIE_DOMAIN: 'ample.com' },
    /must be a parent domain/,
  ],
  ['a cookie domain with a dot', { ...PRODUCTION, GATEHOUSE_COOKIE_DOMAIN: '.example.com' }, /must be a parent domain/],
  ['a public suffix as cookie domain', { ...PRODUCTION, GATEHOUSE_COOKIE_DOMAIN: 'com' }, /a domain of your own/],
  [
    'a public suffix of a provider as cookie domain',
    {
      ...PRODUCTION,
      GATEHOUSE_PUBLIC_URL: 'https://auth.acme.github.io',
      GATEHOUSE_COOKIE_DOMAIN: 'github.io',
    },
    /anybody can have a host under github\.io/,
  ],
  [
    'an address as cookie domain',
    { ...PRODUCTION, GATEHOUSE_PUBLIC_URL: 'https://10.0.0.1', GATEHOUSE_COOKIE_DOMAIN: '10.0.0.1' },
    /a domain of your own/,
  ],
  ['a misspelt variable', { ...PRODUCTION, GATEHOUSE_SECRETS: 'x' }, /GATEHOUSE_SECRETS is not a setting/],
  [
    'a file of places that is not there',
    { ...PRODUCTION, GATEHOUSE_GEOIP: '/no/such.mmdb' },
    /GATEHOUSE_GEOIP: there is no file at \/no\/such\.mmdb/,
  ],
  [
    'a file that has no places',
    { ...PRODUCTION, GATEHOUSE_GEOIP: import.meta.filename },
    /GATEHOUSE_GEOIP: \/.*config\.test\.ts is something else; give the path of .*\.mmdb/,
  ],
  [
    'a folder in the place of a file of places',
    { ...PRODUCTION, GATEHOUSE_GEOIP: import.meta.dirname },
    /GATEHOUSE_GEOIP: cannot read \/.* \(EISDIR.*\); give the path/,
  ],
  [
    'a switch that is neither on nor off',
    { ...PRODUCTION, GATEHOUSE_ALLOW_HTTP: 'maybe' },
    /GATEHOUSE_ALLOW_HTTP must be one of/,
  ],
  ...['-1', '1.5', 'all', '2000000'].map((value): [string, Record<string, string>, RegExp] => [
    `a rate limit of ${value}`,
    { ...PRODUCTION, GATEHOUSE_RATE_LIMITS: value },
    /GATEHOUSE_RATE_LIMITS: must be how many requests .* or workos/,
  ]),
]
for (const [what, variables, message] of cases) {
  test(`${what} is refused in a line that says what to do`, () => {
    const told = mistakes('production', variables)
    assert.equal(told.length, 1, told.join('\n'))
    assert.match(told[0] ?? '', message)
  })
}

test('a database of places is accepted', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-config-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'city.mmdb')
  writeGeoipFile(file, [{ network: '203.0.113.0/24', country: 'JP' }])

  assert.equal(readConfig('production', { ...PRODUCTION, GATEHOUSE_GEOIP: file }).config.geoipFile, file)
})

const MAIL = { GATEHOUSE_SMTP_URL: 'smtp://gate%40house:p%3Ass%2Fword@mail.example.com' }

test('a mail server is read whole, and kept out of the configuration', () => {
  const { config, smtp } = readConfig('production', {
    ...PRODUCTION,
    ...MAIL,
    GATEHOUSE_MAIL_FROM: 'Example & Sons <auth@example.com>',
  })
  assert.deepEqual(smtp, {
    server: {
      host: 'mail.example.com',
      port: 587,
      isTlsFromStart: false,
      login: { user: 'gate@house', password: 'p:ss/word' },
    },
    from: { name: 'Example & Sons', address: 'auth@example.com' },
  })
  assert.doesNotMatch(JSON.stringify(config), /word/)
})

test('smtps has its own port, and a mail server on this machine needs no login', () => {
  const read = (url: string) => {
    const variables = { GATEHOUSE_SMTP_URL: url, GATEHOUSE_MAIL_FROM: 'a@example.com' }
    return readConfig('development', variables).smtp?.server
  }
  assert.deepEqual(read('smtps://mail.example.com'), {
    host: 'mail.example.com',
    port: 465,
    isTlsFromStart: true,
    login: undefined,
  })
  assert.equal(read('smtp://[::1]:1025')?.host, '::1')
})

test('mistakes about mail are refused without the password in the message', () => {
  const urls = ['mail.example.com', 'http://u:hunter2@mail.example.com', 'smtp://u:hunter2%ZZ@mail.example.com']
  const more = ['smtp://u:hunter2@mail.example.com/?tls=off', 'smtp://u:hunter2@:25', 'smtp://u:hunter2@mail:99999']
  for (const url of [...urls, ...more]) {
    const told = mistakes('production', {
      ...PRODUCTION,
      GATEHOUSE_SMTP_URL: url,
      GATEHOUSE_MAIL_FROM: 'a@example.com',
    })
    assert.equal(told.length, 1, url)
    assert.match(told[0] ?? '', /GATEHOUSE_SMTP_URL: must look like smtp:/)
    assert.doesNotMatch(told[0] ?? '', /hunter2/)
  }
  assert.match(mistakes('production', { ...PRODUCTION, ...MAIL })[0] ?? '', /GATEHOUSE_MAIL_FROM is required/)
  for (const from of [
    'nobody',
    'A <b>',
    'Evil\r\nBcc: x@evil.example <a@example.com>',
    '<a@example.com>, b@example.com',
  ]) {
    const told = mistakes('production', { ...PRODUCTION, ...MAIL, GATEHOUSE_MAIL_FROM: from })
    assert.match(told[0] ?? '', /GATEHOUSE_MAIL_FROM: must be an address/, from)
  }
})

test('plain http can be allowed on purpose', () => {
  const { config } = readConfig('production', {
    ...PRODUCTION,
    GATEHOUSE_PUBLIC_URL: 'http://auth.internal:8080',
    GATEHOUSE_ALLOW_HTTP: 'true',
  })
  assert.equal(config.publicUrl, 'http://auth.internal:8080')
})

test('the cookie domain is the host of the public URL or a parent of it, in any case', () => {
  for (const [publicUrl, domain] of [
    ['https://auth.example.com', 'example.com'],
    ['https://auth.example.com', 'Example.COM'],
    ['https://example.com:8443', 'example.com'],
    ['https://a.b.example.co.uk', 'b.example.co.uk'],
    ['https://auth.acme.github.io', 'acme.github.io'],
    ['https://auth.app.test', 'app.test'],
  ] as const) {
    const { config } = readConfig('production', {
      ...PRODUCTION,
      GATEHOUSE_PUBLIC_URL: publicUrl,
      GATEHOUSE_COOKIE_DOMAIN: domain,
    })
    assert.equal(config.cookieDomain, domain.toLowerCase(), publicUrl)
  }
  assert.equal(readConfig('production', PRODUCTION).config.cookieDomain, undefined)
  assert.match(mistakes('development', { GATEHOUSE_COOKIE_DOMAIN: 'localhost' }).join(), /a domain of your own/)
})
