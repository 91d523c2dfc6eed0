import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { WorkOS as Eleven } from '@workos-inc/node'
import { WorkOS as Seven } from 'workos-node-7'
import { WorkOS as Eight } from 'workos-node-8'
import { WorkOS as Ten } from 'workos-node-10'
import { useLiveServer } from '../../server/tests/compat/live-server.ts'
import { API_KEY, CLIENT_ID, decodeToken, PASSWORD } from '../../server/tests/harness.ts'
import { sqlite } from '../../server/tests/support/databases.ts'
import { Gatehouse } from '../src/index.ts'

const COOKIE_PASSWORD = 'a cookie password of the application, 32+ characters'
const RETURN_TO = 'https://app.example.com/bye?a=1&b=x y#frag/é'
const OFFICIAL = { '7.82': Seven, '8.13': Eight, '10.9': Ten, '11.0': Eleven }

describe('a sealed session', () => {
  const server = useLiveServer(sqlite)
  const connect = () =>
    new Gatehouse({ baseUrl: server.url, clientId: CLIENT_ID, apiKey: API_KEY, issuer: issuerOf(server.origin) })
  const signIn = async () => {
    const { email } = await server.createUser({ first_name: 'Ada', metadata: { cost_center: '7' } })
    return await connect().userManagement.authenticateWithPassword({
      email,
      password: PASSWORD,
      session: { sealSession: true, cookiePassword: COOKIE_PASSWORD },
    })
  }
  const load = (sessionData = '', cookiePassword = COOKIE_PASSWORD) =>
    connect().userManagement.loadSealedSession({ sessionData, cookiePassword })

  for (const [version, WorkOS] of Object.entries(OFFICIAL)) {
    const official = () =>
      new WorkOS(API_KEY, { clientId: CLIENT_ID, apiHostname: '127.0.0.1', port: server.port, https: false })
        .userManagement

    test(`that was sealed here is read and refreshed by the official SDK ${version}, and the other way round`, async () => {
      const { sealedSession: sessionData = '', user } = await signIn()
      const theirs = official().loadSealedSession({ sessionData, cookiePassword: COOKIE_PASSWORD })

      const read = await theirs.authenticate()
      const refreshed = await theirs.refresh()

      assert.ok(read.authenticated && refreshed.authenticated)
      assert.deepEqual(JSON.parse(JSON.stringify(read.user)), user)
      const own = await load(refreshed.sealedSession).authenticate()
      assert.ok(own.authenticated)
      assert.equal(own.sessionId, read.sessionId)
      assert.equal(own.user.email, user.email)
      assert.deepEqual(own.user.metadata, { cost_center: '7' })
      assert.equal(own.accessToken, refreshed.session?.accessToken)
      assert.equal(own.authenticationMethod, read.authenticationMethod)
    })
  }

  test('says as much as that of the official SDK', async () => {
    const { sealedSession: sessionData = '' } = await signIn()
    const official = new Eleven(API_KEY, {
      clientId: CLIENT_ID,
      apiHostname: '127.0.0.1',
      port: server.port,
      https: false,
    })
    const theirs = official.userManagement.loadSealedSession({ sessionData, cookiePassword: COOKIE_PASSWORD })

    const [own, other] = [await load(sessionData).authenticate(), await theirs.authenticate()]

    assert.deepEqual(own, other)
    assert.equal(
      await load(sessionData).getLogoutUrl({ returnTo: RETURN_TO }),
      await theirs.getLogoutUrl({ returnTo: RETURN_TO }),
    )
  })

  test('whose access token has expired is refused, refreshes, and still knows its logout URL', async () => {
    server.passSeconds(-600)
    const { sealedSession: sessionData = '', accessToken } = await signIn()
    server.passSeconds(600)
    const session = load(sessionData)
    const { userManagement } = connect()

    assert.deepEqual(await session.authenticate(), { authenticated: false, reason: 'invalid_jwt' })
    const logoutUrl = await session.getLogoutUrl({ returnTo: RETURN_TO })

    const { sid } = decodeToken(accessToken)
    assert.equal(logoutUrl, userManagement.getLogoutUrl({ sessionId: sid, returnTo: RETURN_TO }))
    const given = { sessionData, cookiePassword: COOKIE_PASSWORD, returnTo: RETURN_TO }
    assert.equal(await userManagement.getLogoutUrlFromSessionCookie(given), logoutUrl)
    const refreshed = await session.refresh()
    assert.ok(refreshed.authenticated)
    assert.ok((await session.authenticate()).authenticated, 'it goes on with the new tokens')
  })

  test('that is over cannot be refreshed, and says that asking again will not help', async () => {
    const { sealedSession, accessToken } = await signIn()
    await server.logOut(decodeToken(accessToken).sid)

    assert.deepEqual(await load(sealedSession).refresh(), {
      authenticated: false,
      reason: 'invalid_grant',
      retryable: false,
    })
  })

  test('is no session in other hands: with another password, changed, or made up', async () => {
    const { sealedSession = '' } = await signIn()
    const changed = sealedSession.replace(/\*(.)/, (_, letter) => `*${letter === 'a' ? 'b' : 'a'}`)
    const others = [
      load(sealedSession, 'another cookie password, also 32+ characters'),
      ...[changed, sealedSession.slice(0, -9), 'Fe26.2*1*a*b*c**d*e~2', 'x', '*'.repeat(8), '{}'].map((text) =>
        load(text),
      ),
    ]

    for (const other of others) {
      assert.deepEqual(await other.authenticate(), { authenticated: false, reason: 'invalid_session_cookie' })
      assert.deepEqual(await other.refresh(), {
        authenticated: false,
        reason: 'invalid_session_cookie',
        retryable: false,
      })
      await assert.rejects(other.getLogoutUrl(), /no session/)
    }
    assert.deepEqual(await load('').authenticate(), { authenticated: false, reason: 'no_session_cookie_provided' })
  })

  test('with a token of another key is refused, although the seal is right', async () => {
    const { sealedSession: sessionData = '', user } = await signIn()
    const session = await connect().userManagement.getSessionFromCookie({
      sessionData,
      cookiePassword: COOKIE_PASSWORD,
    })
    const [header, , signature] = session?.accessToken.split('.') ?? []
    const claims = { sid: 'session_x', sub: user.id, exp: 9999999999 }
    const forged = [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.')
    const { sealSession } = await import('../src/api/session-seal.ts')

    const sealed = await sealSession({ user, refreshToken: 'r', accessToken: forged }, COOKIE_PASSWORD)

    assert.deepEqual(await load(sealed).authenticate(), { authenticated: false, reason: 'invalid_jwt' })
  })

  test('wants a password that cannot be guessed', () => {
    for (const password of ['', 'short', undefined])
      assert.throws(
        () => connect().userManagement.loadSealedSession({ sessionData: 'x', cookiePassword: password as string }),
        /cookiePassword/,
      )
  })
})

function issuerOf(origin: string): string {
  return `${origin}/user_management/${CLIENT_ID}`
}
