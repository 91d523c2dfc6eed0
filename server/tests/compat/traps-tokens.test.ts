import assert from 'node:assert/strict'
import { createHash, createPublicKey, verify, X509Certificate } from 'node:crypto'
import { test } from 'node:test'
import { API_KEY, CLIENT_ID, decodeToken, readAnswer } from '../harness.ts'
import { onEachDatabase } from '../support/databases.ts'
import { useLiveServer } from './live-server.ts'

const JWKS_PATH = `/sso/jwks/${CLIENT_ID}`
const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/
/** Java's reader stops there. */
const LARGEST_JWKS_BYTES = 50 * 1024

interface PublishedKey {
  kid: string
  kty: string
  alg: string
  use: string
  n: string
  e: string
  x5c: string[]
  'x5t#S256': string
}

/** What the official SDKs of all languages check in an access token and in the keys to it. */
onEachDatabase('tokens and keys for SDKs', (database) => {
  const server = useLiveServer(database)

  test('the header is exactly RS256, JWT and the id of a published key (Java, PHP, Ruby)', async () => {
    const { accessToken } = await server.signedIn()

    const { keys } = await fetchJwks()

    const header = JSON.parse(Buffer.from(accessToken.split('.')[0] ?? '', 'base64url').toString())
    assert.deepEqual(header, { alg: 'RS256', typ: 'JWT', kid: keys[0]?.kid })
    assert.doesNotMatch(accessToken, /[=+/]/, 'base64url without padding')
  })

  test('ids are strings, times whole seconds, and what does not apply is absent (Python)', async () => {
    const { accessToken, sessionId, user } = await server.signedIn()

    const { jti, iat, exp, auth_time, ...rest } = decodeToken(accessToken)

    assert.deepEqual(rest, {
      iss: `${server.origin}/user_management/${CLIENT_ID}`,
      aud: CLIENT_ID,
      client_id: CLIENT_ID,
      sub: user.id,
      sid: sessionId,
    })
    assert.match(String(jti), ULID)
    for (const time of [iat, exp, auth_time]) assert.ok(Number.isSafeInteger(time))
    assert.equal(exp - iat, 300)
    assert.equal(auth_time, iat)
  })

  test('a token is never from the future, not even by part of a second (Python)', async () => {
    const { refreshToken } = await server.signedIn()
    // To 0.7 seconds after a full one: rounding to the nearest second would round up.
    server.passSeconds((1700 - (server.app.clock.now().getTime() % 1000)) / 1000)
    const earliest = Math.floor(server.app.clock.now().getTime() / 1000)

    const { body } = await server.refresh(refreshToken)

    const latest = Math.floor(server.app.clock.now().getTime() / 1000)
    const { iat, nbf } = decodeToken(body.access_token)
    assert.ok(iat >= earliest && iat <= latest, `${iat} is between ${earliest} and ${latest}`)
    assert.equal(nbf, undefined)
  })

  test('each token has a jti of its own, and a refresh keeps the time of the sign-in', async () => {
    const { accessToken, refreshToken } = await server.signedIn()
    server.passSeconds(60)

    const { body } = await server.refresh(refreshToken)

    const [before, after] = [decodeToken(accessToken), decodeToken(body.access_token)]
    assert.notEqual(after.jti, before.jti)
    assert.equal(after.auth_time, before.auth_time)
    assert.ok(after.iat - before.iat >= 60)
  })

  test('a published key has every member that Python, PHP and Java insist on, and no private one', async () => {
    const { keys, size } = await fetchJwks()

    assert.ok(keys.length > 0)
    for (const key of keys) {
      assert.deepEqual(Object.keys(key).toSorted(), ['alg', 'e', 'kid', 'kty', 'n', 'use', 'x5c', 'x5t#S256'])
      assert.deepEqual([key.kty, key.alg, key.use], ['RSA', 'RS256', 'sig'])
      assert.ok(Buffer.from(key.n, 'base64url').length >= 256, '2048 bits or more')
    }
    assert.ok(size < LARGEST_JWKS_BYTES)
  })

  test('x5c is a real certificate of the same key, and x5t#S256 its hash', async () => {
    const { keys } = await fetchJwks()

    for (const key of keys) {
      assert.equal(key.x5c.length, 1)
      const certificate = new X509Certificate(Buffer.from(key.x5c[0] ?? '', 'base64'))
      const { n, e } = certificate.publicKey.export({ format: 'jwk' })
      assert.deepEqual([n, e], [key.n, key.e])
      assert.ok(certificate.verify(certificate.publicKey), 'it is signed with its own key')
      assert.equal(key['x5t#S256'], createHash('sha256').update(certificate.raw).digest('base64url'))
      const now = server.app.clock.now()
      assert.ok(certificate.validFromDate <= now && certificate.validToDate > now)
    }
  })

  test('the signature holds under the published key and under its certificate, and under no other text', async () => {
    const { accessToken } = await server.signedIn()
    const { keys } = await fetchJwks()
    const [header = '', payload = '', signature = ''] = accessToken.split('.')
    const key = keys[0]
    assert.ok(key)

    const publicKey = createPublicKey({ key: { kty: key.kty, n: key.n, e: key.e }, format: 'jwk' })
    const certificate = new X509Certificate(Buffer.from(key.x5c[0] ?? '', 'base64'))
    const isSigned = (text: string, by = publicKey) =>
      verify('sha256', Buffer.from(text), by, Buffer.from(signature, 'base64url'))

    assert.equal(isSigned(`${header}.${payload}`), true)
    assert.equal(isSigned(`${header}.${payload}`, certificate.publicKey), true)
    assert.equal(isSigned(`${header}.${payload}x`), false)
  })

  test('the keys are the same for everybody: with a key, with a wrong one, with any query (Ruby, PHP)', async () => {
    const plain = await server.fetch(JWKS_PATH)
    const text = await plain.text()
    const others = [
      server.fetch(JWKS_PATH, { headers: { authorization: `Bearer ${API_KEY}` } }),
      server.fetch(JWKS_PATH, { headers: { authorization: 'Bearer sk_wrong', cookie: 'a=b' } }),
      server.fetch(`${JWKS_PATH}?cache=no`, { headers: { accept: 'application/jwk-set+json' } }),
    ]

    assert.equal(plain.status, 200)
    assert.match(plain.headers.get('content-type') ?? '', /^application\/json/)
    for (const response of await Promise.all(others)) {
      assert.equal(response.status, 200)
      assert.equal(await response.text(), text)
    }
  })

  test('there are no keys for a client that does not exist', async () => {
    const { status, body } = await server.fetch('/sso/jwks/client_gone').then(readAnswer)

    assert.equal(status, 404)
    assert.equal(typeof body.message, 'string')
    assert.equal(body.keys, undefined)
  })

  async function fetchJwks(): Promise<{ keys: PublishedKey[]; size: number }> {
    const response = await server.fetch(JWKS_PATH)
    const text = await response.text()
    return { ...(JSON.parse(text) as { keys: PublishedKey[] }), size: Buffer.byteLength(text) }
  }
})
