import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { dropSigningKeys, rotateSigningKey } from '../../src/features/signing-keys/rotate-signing-key.ts'
import { issuerOf, verifyAccessToken } from '../../src/features/signing-keys/verify-access-token.ts'
import { createSeal } from '../../src/platform/seal.ts'
import { API_KEY, CLIENT_ID, type SignedIn, startServer, useServer } from '../harness.ts'
import { sqlite } from '../support/databases.ts'
import { type Forgery, forgeAccessTokens } from './forged-access-tokens.ts'

const seal = createSeal('a secret of the tests, long enough 0123456789')

describe('forged access tokens', () => {
  const server = useServer(sqlite)
  let signedIn: SignedIn
  let forgeries: Forgery[]

  before(async () => {
    signedIn = await server.signedIn()
    forgeries = forgeAccessTokens(server.app, signedIn.accessToken)
  })

  async function introspect(token: string): Promise<{ status: number; active?: boolean }> {
    const { status, body } = await server.api('POST', '/oauth2/introspect', { token })
    return { status, active: body.active }
  }

  test('T26 T28: introspection takes none of them, before and after the genuine one is remembered', async () => {
    assert.ok(forgeries.length >= 120, `${forgeries.length}`)
    for (const round of ['first', 'second']) {
      for (const { title, token } of forgeries)
        assert.deepEqual(await introspect(token), { status: 200, active: false }, `${round} time: ${title}`)
      assert.deepEqual(await introspect(signedIn.accessToken), { status: 200, active: true })
    }
    assert.deepEqual(server.logLines, [])
  })

  test('T26: what a strict library refuses, we refuse', async () => {
    const { app } = server
    const now = app.clock.now()
    const jwks = createLocalJWKSet({ keys: app.keys.published(now).map((key) => key.publicJwk) } as never)
    const options = { algorithms: ['RS256'], issuer: issuerOf(app, CLIENT_ID), audience: CLIENT_ID, typ: 'JWT' }
    const byLibrary = async (token: string) =>
      await jwtVerify(token, jwks, { ...options, currentDate: now }).then(Boolean, () => false)

    assert.equal(await byLibrary(signedIn.accessToken), true)
    assert.ok(verifyAccessToken(app, signedIn.accessToken, now))
    let refusedByLibrary = 0
    for (const { title, token } of forgeries) {
      if (!(await byLibrary(token))) refusedByLibrary++
      assert.equal(verifyAccessToken(app, token, now), undefined, title)
    }
    assert.ok(refusedByLibrary > 90, `${refusedByLibrary}`)
  })

  test('T19: an unknown, an ended and a well-formed but empty session are the same', async () => {
    const ended = await server.signedIn()
    assert.equal((await introspect(ended.accessToken)).active, true)
    await server.logOut(ended.sessionId)
    assert.equal((await introspect(ended.accessToken)).active, false)
    for (const token of ['', 'x', API_KEY, ended.sessionId, CLIENT_ID, ended.user.id])
      if (token !== '') assert.deepEqual(await introspect(token), { status: 200, active: false }, token)
  })

  test('T27: a token of the old key is good until the key is gone; of a dropped key it is not, although it was remembered', async () => {
    await using own = await startServer(sqlite)
    const { accessToken } = await own.signedIn()
    const check = () => verifyAccessToken(own.app, accessToken, own.app.clock.now()) !== undefined
    assert.equal(check(), true)

    await rotateSigningKey({ ...own.app, seal }, 300)
    await own.app.keys.reload()
    assert.equal(check(), true)
    await dropSigningKeys({ ...own.app, seal })
    await own.app.keys.reload()

    assert.equal(check(), false)
  })
})
