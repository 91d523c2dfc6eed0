import assert from 'node:assert/strict'
import { test } from 'node:test'
import type * as seven from 'workos-node-7'
import { CLIENT_ID, decodeToken, PASSWORD } from '../harness.ts'
import type { LiveServer } from './live-server.ts'
import { onEachSdk, plain, type Sdk, type WorkOS } from './sdks.ts'

const CLIENT = { clientId: CLIENT_ID }
const COOKIE_PASSWORD = 'a cookie password of the application, 32+ characters'
const SIGNED_OUT = 'https://app.example.com/signed-out'

interface Ending {
  sid: string
  userId: string
}

const WAYS_TO_END: Record<string, (server: LiveServer, session: Ending) => Promise<unknown>> = {
  'signing out in another tab': (server, { sid }) => server.logOut(sid),
  'revoking it': (server, { sid }) => server.api('POST', '/user_management/sessions/revoke', { session_id: sid }),
  'deleting the user': (server, { userId }) => server.api('DELETE', `/user_management/users/${userId}`),
}

/** Sealed sessions are the SDK's own; the server's part is that everything in them holds what it promises. */
onEachSdk('sealed sessions', suite, (server) =>
  server.api('POST', '/user_management/sign_out_uris', { uri: SIGNED_OUT }),
)

function suite(sdk: Sdk, server: LiveServer): void {
  test('a sealed session authenticates with who is signed in', async () => {
    const workos = sdk.connect(server)
    const { session, answer } = await signInSealed(workos, server)

    const authenticated = await session.authenticate()

    assert.deepEqual(plain(authenticated), {
      authenticated: true,
      sessionId: decodeToken(answer.accessToken).sid,
      user: plain(answer.user),
      authenticationMethod: 'Password',
      accessToken: answer.accessToken,
    })
  })

  test('a sealed session refreshes into one that authenticates, and stays the same session', async () => {
    const workos = sdk.connect(server)
    const { session, answer } = await signInSealed(workos, server)
    await server.newEvents()

    const refreshed = await session.refresh()

    assert.ok(refreshed.authenticated)
    const { sealedSession, session: tokens, ...rest } = plain(refreshed)
    assert.deepEqual(rest, {
      authenticated: true,
      sessionId: decodeToken(answer.accessToken).sid,
      user: plain(answer.user),
      authenticationMethod: 'Password',
    })
    assert.notEqual(tokens?.accessToken, answer.accessToken)
    assert.notEqual(tokens?.refreshToken, answer.refreshToken)
    const reloaded = workos.userManagement.loadSealedSession({
      sessionData: sealedSession ?? '',
      cookiePassword: COOKIE_PASSWORD,
    })
    const authenticated = await reloaded.authenticate()
    assert.ok(authenticated.authenticated)
    assert.equal(authenticated.accessToken, tokens?.accessToken)
    assert.deepEqual(await server.newEvents(), [], 'a refresh is no sign-in')
  })

  test('an expired access token is noticed, and the session can still be refreshed', async () => {
    const workos = sdk.connect(server)
    // The SDK looks at its own clock: the sign-in has to lie in the real past.
    server.passSeconds(-600)
    const { session } = await signInSealed(workos, server)
    server.passSeconds(600)

    const expired = await session.authenticate()
    const refreshed = await session.refresh()
    const authenticated = await session.authenticate()

    assert.deepEqual(expired, { authenticated: false, reason: 'invalid_jwt' })
    assert.equal(refreshed.authenticated, true)
    assert.equal(authenticated.authenticated, true)
  })

  for (const [how, end] of Object.entries(WAYS_TO_END)) {
    test(`after the session was ended by ${how}, its refresh is refused for good`, async () => {
      const workos = sdk.connect(server)
      const { session, answer } = await signInSealed(workos, server)
      const { sid } = decodeToken(answer.accessToken)
      await end(server, { sid, userId: answer.user.id })
      await server.newEvents()
      server.newRequests()

      const refused = await session.refresh()
      const refusedAgain = await session.refresh()

      const expected = { authenticated: false, reason: 'invalid_grant' }
      assert.deepEqual(refused, sdk.tellsRetryable ? { ...expected, retryable: false } : expected)
      assert.deepEqual(refusedAgain, refused)
      assert.equal(server.newRequests().length, 2, 'the SDK tried each once and not again')
      assert.deepEqual(await server.newEvents(), [])
    })
  }

  test('getLogoutUrl of a sealed session leads to the registered address and ends the session', async () => {
    const workos = sdk.connect(server)
    const { session } = await signInSealed(workos, server)
    await server.newEvents()

    const url = await session.getLogoutUrl({ returnTo: SIGNED_OUT })
    const response = await server.fetch(url)

    assert.equal(response.status, 302)
    assert.equal(response.headers.get('location'), SIGNED_OUT)
    assert.deepEqual(await server.newEvents(), ['session.revoked'])
    const refreshed = await session.refresh()
    assert.equal(refreshed.authenticated, false)
  })

  test('signing out of one session leaves another of the same person alone', async () => {
    const workos = sdk.connect(server)
    const { session, answer } = await signInSealed(workos, server)
    const other = await signInSealed(workos, server, answer.user.email)

    await server.fetch(await session.getLogoutUrl())

    assert.equal((await session.refresh()).authenticated, false)
    assert.equal((await other.session.refresh()).authenticated, true)
  })

  if (sdk.version.startsWith('7.')) {
    test('getLogoutUrlFromSessionCookie leads to the default address and ends the session', async () => {
      const workos = sdk.connect(server)
      const { session, sealedSession } = await signInSealed(workos, server)
      // Only 7 has it.
      const { userManagement } = workos as unknown as seven.WorkOS

      const url = await userManagement.getLogoutUrlFromSessionCookie({
        sessionData: sealedSession,
        cookiePassword: COOKIE_PASSWORD,
      })
      const response = await server.fetch(url)

      assert.equal(response.headers.get('location'), SIGNED_OUT)
      assert.equal((await session.refresh()).authenticated, false)
    })
  }

  if (sdk.checksIssuer) {
    test('the issuer can be pinned', async () => {
      const issuer = `${server.origin}/user_management/${CLIENT_ID}`
      const pinned = await signInSealed(sdk.connect(server, { issuer }), server)
      const elsewhere = await signInSealed(sdk.connect(server, { issuer: 'https://api.workos.com' }), server)

      assert.equal((await pinned.session.authenticate()).authenticated, true)
      assert.deepEqual(await elsewhere.session.authenticate(), { authenticated: false, reason: 'invalid_jwt' })
    })
  }
}

async function signInSealed(workos: WorkOS, server: LiveServer, email?: string) {
  const answer = await workos.userManagement.authenticateWithPassword({
    ...CLIENT,
    email: email ?? (await server.createUser()).email,
    password: PASSWORD,
    session: { sealSession: true, cookiePassword: COOKIE_PASSWORD },
  })
  const sealedSession = answer.sealedSession ?? ''
  const session = workos.userManagement.loadSealedSession({
    sessionData: sealedSession,
    cookiePassword: COOKIE_PASSWORD,
  })
  return { answer, sealedSession, session }
}
