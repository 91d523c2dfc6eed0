import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { SignJWT } from 'jose'
import { useVerifiers } from './support/verifier-suite.ts'

const encode = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url')

describe('tokens that are not ours', () => {
  const suite = useVerifiers()

  test('T-alg: a signature of another kind, or none, is refused whatever the claims', async () => {
    const { mint } = suite.server
    const verifier = await suite.readyVerifier()
    const good = await mint.issue()
    const [header = '', payload = '', signature = ''] = good.split('.')
    const [jwk] = mint.published()
    const publicKey = new TextEncoder().encode(JSON.stringify(jwk))
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const kid = String(jwk?.kid)
    const forged = {
      'no algorithm': `${encode({ alg: 'none', kid })}.${payload}.`,
      'no algorithm, with a signature': `${encode({ alg: 'none', kid })}.${payload}.${signature}`,
      'the public key as a shared secret': await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', kid })
        .sign(publicKey),
      'our key, by RS512': await mint.signWith('RS512'),
      'our key, by PS256': await mint.signWith('PS256'),
      'PS256 by name': `${encode({ alg: 'PS256', kid })}.${payload}.${signature}`,
      'a stranger’s key': await mint.forge(),
      'other claims': `${header}.${encode({ ...claims, sub: 'user_admin' })}.${signature}`,
      'a changed signature': `${header}.${payload}.${signature.slice(0, -4)}AAAA`,
      'no signature': `${header}.${payload}.`,
      'two parts': `${header}.${payload}`,
      'an unknown key': `${encode({ alg: 'RS256', kid: 'key_invented' })}.${payload}.${signature}`,
      'a key of its own': `${encode({ alg: 'RS256', kid, jwk })}.${payload}.${signature}`,
      'a critical extension': `${encode({ alg: 'RS256', kid, crit: ['b64'], b64: false })}.${payload}.${signature}`,
      nothing: '',
      'a very long one': `${good}${'A'.repeat(20_000)}`,
      'an object': {} as string,
    }
    const looks = Object.entries(forged).map(
      async ([name, token]): Promise<[string, string]> => [name, await verifier.look(token)],
    )

    assert.deepEqual(
      await Promise.all(looks),
      Object.keys(forged).map((name): [string, string] => [name, 'invalid']),
    )
    assert.equal(await verifier.look(good), 'active')
  })

  test('every claim is checked', async () => {
    const { mint } = suite.server
    const verifier = await suite.readyVerifier()
    const seconds = Math.floor(Date.now() / 1000)
    const wrong = [
      { iss: 'https://evil.example' },
      { iss: undefined },
      { aud: 'client_other' },
      { client_id: 'client_other' },
      { client_id: 7 },
      { sub: undefined },
      { sub: '' },
      { sub: 7 },
      { sid: undefined },
      { sid: ['session_a'] },
      { exp: undefined },
      { exp: '2999-01-01' },
      { iat: undefined },
      { nbf: seconds + 100 },
      { jti: undefined },
    ]

    for (const claims of wrong)
      assert.equal(await verifier.look(await mint.issue(claims)), 'invalid', Object.keys(claims).join())
    assert.equal(await verifier.look(await mint.issue({ exp: seconds - 1 })), 'expired')
    assert.equal(await verifier.look(await mint.issue({ exp: seconds + 5 })), 'active')
  })

  test('T26: an ID token is no access token, even from one and the same issuer', async () => {
    const { mint } = suite.server
    const verifier = await suite.readyVerifier()
    const idToken = { client_id: undefined, jti: undefined, nonce: 'n', at_hash: 'h', auth_time: 1 }

    assert.equal(await verifier.look(await mint.issue(idToken)), 'invalid')
  })

  test('older official tokens, which name no application, and other issuers are accepted when told', async () => {
    const { mint } = suite.server
    const iss = 'https://api.workos.com/'
    const verifier = await suite.readyVerifier({ issuer: [iss, 'https://auth.example.com'] })
    const bare = { aud: undefined, client_id: undefined }

    assert.equal(await verifier.look(await mint.issue({ ...bare, iss })), 'active')
    assert.equal(
      await verifier.look(await mint.issue({ iss: 'https://auth.example.com', aud: ['a', 'client_test'] })),
      'active',
    )
    assert.equal(await verifier.look(await mint.issue()), 'invalid')
  })

  test('a refusal says why in words, and holds nothing of the token', async () => {
    const { mint } = suite.server
    const verifier = await suite.readyVerifier()

    const refused = await verifier.verify(await mint.issue({ iss: 'https://evil.example', sub: 'user_secret' }))

    assert.ok(!refused.active)
    assert.match(refused.message, /"iss"/)
    assert.doesNotMatch(JSON.stringify(refused), /evil|user_secret/)
  })

  test('T27: a new key is found by its first token, and a withdrawn one is refused then', async () => {
    const { server } = suite
    const verifier = await suite.readyVerifier()
    const old = await server.mint.issue()
    assert.equal(await verifier.look(old), 'active')

    await server.mint.rotate({ withdraw: true })
    verifier.passMs({ monotonic: 11_000, wall: 11_000 })
    server.heartbeat()

    const token = await server.mint.issue({ exp: Math.floor(Date.now() / 1000) + 600 })
    assert.notEqual(await verifier.look(token), 'invalid')
    assert.equal(await verifier.look(old), 'invalid')
  })

  test('invented key IDs cause one request in ten seconds, whatever their number', async () => {
    const { server } = suite
    const verifier = await suite.readyVerifier()
    await verifier.verify(await server.mint.issue())
    const before = server.keyRequests

    for (let count = 0; count < 50; count++)
      assert.equal(await verifier.look(await server.mint.issue({}, { kid: `key_invented_${count}` })), 'invalid')
    assert.equal(server.keyRequests, before)
    verifier.passMs({ monotonic: 10_001 })
    const looks = Array.from({ length: 50 }, async (_, count) =>
      verifier.look(await server.mint.issue({}, { kid: `key_invented_${count}` })),
    )
    await Promise.all(looks)

    assert.equal(server.keyRequests, before + 1)
  })

  test('keys are fetched anew while the old ones still serve, for an hour at most', async () => {
    const { server } = suite
    const verifier = await suite.readyVerifier({ whenStale: 'allow' })
    const seconds = Math.floor(Date.now() / 1000)
    const token = await server.mint.issue({ exp: seconds + 24 * 60 * 60 })
    await verifier.verify(token)
    server.behaviour.keys = 'fail'
    const before = server.keyRequests

    verifier.passMs({ monotonic: 6 * 60 * 1000 })
    for (let count = 0; count < 20; count++) assert.equal(await verifier.look(token), 'active')
    assert.equal(server.keyRequests, before + 1)
    verifier.passMs({ monotonic: 60 * 60 * 1000 })
    assert.equal(await verifier.look(token), 'keys_unavailable')
    server.behaviour.keys = 'work'
    verifier.passMs({ monotonic: 1_001 })
    assert.equal(await verifier.look(token), 'active')
  })

  test('while there are no keys it says so, asks once in a second, and invents no answer', async () => {
    const { server } = suite
    server.behaviour.keys = 'fail'
    const verifier = await suite.readyVerifier()
    const token = await server.mint.issue()
    const before = server.keyRequests

    const looks = await Promise.all(Array.from({ length: 20 }, () => verifier.look(token)))

    assert.deepEqual(new Set(looks), new Set(['keys_unavailable']))
    assert.equal(await verifier.look(token), 'keys_unavailable')
    assert.equal(server.keyRequests, before + 1)
  })
})
