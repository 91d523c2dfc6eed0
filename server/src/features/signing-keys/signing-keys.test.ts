import assert from 'node:assert/strict'
import { createHash, createPublicKey, X509Certificate } from 'node:crypto'
import { test } from 'node:test'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { startServer, type TestServer, useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { createSeal } from '../../platform/seal.ts'
import { dropSigningKeys, rotateSigningKey } from './rotate-signing-key.ts'

const seal = createSeal('a secret of the tests, long enough 0123456789')
const jwks = async (server: TestServer) =>
  (await (await server.request('/sso/jwks/client_local')).json()) as { keys: Record<string, string>[] }
const verify = async (server: TestServer, token: string) =>
  await jwtVerify(token, createLocalJWKSet(await jwks(server)), { currentDate: server.app.clock.now() })

onEachDatabase('signing keys', (database) => {
  const server = useServer(database)

  test('the JWKS is public, cacheable, and holds a real certificate of the same key', async () => {
    const response = await server.request('/sso/jwks/client_local')
    const { keys } = (await response.json()) as { keys: { n: string; e: string; x5c: string[]; 'x5t#S256': string }[] }

    assert.equal(response.headers.get('cache-control'), 'public, max-age=300')
    const [key] = keys
    assert.ok(key)
    assert.deepEqual(Object.keys(key).sort(), ['alg', 'e', 'kid', 'kty', 'n', 'use', 'x5c', 'x5t#S256'])
    const der = Buffer.from(key.x5c?.[0] ?? '', 'base64')
    const certificate = new X509Certificate(der)
    assert.deepEqual(certificate.publicKey.export({ format: 'jwk' }), { kty: 'RSA', n: key.n, e: key.e })
    assert.ok(certificate.verify(createPublicKey({ key: { kty: 'RSA', n: key.n, e: key.e }, format: 'jwk' })))
    assert.equal(key['x5t#S256'], createHash('sha256').update(der).digest('base64url'))
  })

  test('an unknown client has no JWKS', async () => {
    const response = await server.request('/sso/jwks/client_nobody')
    assert.equal(response.status, 404)
    assert.match(((await response.json()) as { message: string }).message, /client_nobody/)
  })

  test('an access token verifies against it, with the header that every SDK takes', async () => {
    const { accessToken } = await server.signedIn()
    const { protectedHeader, payload } = await verify(server, accessToken)
    assert.deepEqual(Object.keys(protectedHeader).sort(), ['alg', 'kid', 'typ'])
    assert.equal(protectedHeader.alg, 'RS256')
    assert.equal(protectedHeader.typ, 'JWT')
    assert.deepEqual(Object.keys(payload).sort(), [
      'aud',
      'auth_time',
      'client_id',
      'exp',
      'iat',
      'iss',
      'jti',
      'sid',
      'sub',
    ])
    await assert.rejects(verify(server, `${accessToken.slice(0, -4)}AAAA`))
  })

  test('T27: a rotation publishes ahead of use and keeps the old key until its last token has expired', async () => {
    await using own = await startServer(database)
    const before = await own.signedIn()
    const [old] = (await jwks(own)).keys
    assert.ok(old)

    const { id } = await rotateSigningKey({ ...own.app, seal }, 300)
    await own.app.keys.reload()

    assert.deepEqual(
      (await jwks(own)).keys.map((key) => key.kid),
      [id, old.kid],
    )
    const still = await own.refresh(before.refreshToken)
    assert.equal((await verify(own, still.body.access_token)).protectedHeader.kid, old.kid)
    own.passSeconds(601)
    const after = await own.refresh(still.body.refresh_token)
    assert.equal((await verify(own, after.body.access_token)).protectedHeader.kid, id)
    assert.equal(await verify(own, still.body.access_token).catch((error) => error.code), 'ERR_JWT_EXPIRED')
    own.passSeconds(600 + 300)
    assert.deepEqual(
      (await jwks(own)).keys.map((key) => key.kid),
      [id],
    )
  })

  test('T27: dropping the keys withdraws them at once', async () => {
    await using own = await startServer(database)
    const before = await own.signedIn()

    const { id } = await dropSigningKeys({ ...own.app, seal })
    await own.app.keys.reload()

    assert.deepEqual(
      (await jwks(own)).keys.map((key) => key.kid),
      [id],
    )
    await assert.rejects(verify(own, before.accessToken), { code: 'ERR_JWKS_NO_MATCHING_KEY' })
    const refreshed = await own.refresh(before.refreshToken)
    assert.equal((await verify(own, refreshed.body.access_token)).protectedHeader.kid, id)
  })
})
