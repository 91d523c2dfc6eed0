import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTransaction } from '../../src/database/transaction.ts'
import { startSession } from '../../src/features/sessions/start-session.ts'
import { CLIENT_ID, decodeToken } from '../harness.ts'
import { signInOnPage } from './hosted-page.ts'
import type { LiveServer } from './live-server.ts'
import { onEachSdk, plain, type Sdk } from './sdks.ts'

const CLIENT = { clientId: CLIENT_ID }
const CALLBACK = 'http://localhost:3000/callback'
const DEFAULT_URI = 'https://app.example.com/signed-out'
const OTHER_URI = 'https://app.example.com/bye?from=app&why=a+b'
/** More than the SDKs ask for in one page. */
const MANY = 125

onEachSdk('sessions', suite, async (server) => {
  await server.api('POST', '/user_management/redirect_uris', { uri: CALLBACK })
  await server.api('POST', '/user_management/sign_out_uris', { uri: DEFAULT_URI, default: true })
  await server.api('POST', '/user_management/sign_out_uris', { uri: OTHER_URI })
})

function suite(sdk: Sdk, server: LiveServer): void {
  test('a listed session has every field, and no session of anybody else is listed', async () => {
    const workos = sdk.connect(server)
    const { user, sessionId } = await server.signedIn()
    await server.signedIn()

    const list = await workos.userManagement.listSessions(user.id)

    assert.deepEqual(plain(list.listMetadata), { before: null, after: null })
    assert.equal(list.data.length, 1)
    const { expiresAt = '', createdAt = '', updatedAt, ...fixed } = plain(list.data[0]) ?? {}
    assert.deepEqual(fixed, {
      object: 'session',
      id: sessionId,
      userId: user.id,
      ipAddress: null,
      userAgent: null,
      authMethod: 'password',
      status: 'active',
      endedAt: null,
    })
    for (const time of [expiresAt, createdAt, updatedAt]) assert.match(time ?? '', /^\d{4}-.*\.\d{3}Z$/)
    assert.ok(Date.parse(expiresAt) > Date.parse(createdAt))
  })

  test('auto-pagination finds every session once, newest first, and ends', async () => {
    const workos = sdk.connect(server)
    const { userId, ids } = await startManySessions(server)
    server.newRequests()

    const list = await workos.userManagement.listSessions(userId)
    const all = await list.autoPagination()

    assert.equal(list.data.length, 10)
    assert.deepEqual(all.map((session) => session.id).sort(), ids.toSorted())
    const times = all.map((session) => session.createdAt)
    assert.deepEqual(times, times.toSorted().reverse())
    // One page of 10, one of 100, and the rest: it has not asked past the end.
    assert.equal(server.newRequests().length, 3)
  })

  test('pages of ten go through the list and back again', async () => {
    const workos = sdk.connect(server)
    const { userId, ids } = await startManySessions(server, 25)
    const page = (cursor: object) => workos.userManagement.listSessions(userId, { limit: 10, ...cursor })

    const first = await page({})
    const second = await page({ after: first.listMetadata.after })
    const third = await page({ after: second.listMetadata.after })
    const back = await page({ before: third.listMetadata.before })
    const oldestFirst = await page({ order: 'asc' })

    const idsOf = (list: typeof first) => list.data.map((session) => session.id)
    const walked = [first, second, third].flatMap(idsOf)
    assert.deepEqual(walked.toSorted(), ids.toSorted())
    assert.equal(first.listMetadata.before, null)
    assert.equal(third.listMetadata.after, null)
    assert.deepEqual(idsOf(back), idsOf(second))
    assert.deepEqual(idsOf(oldestFirst), walked.toReversed().slice(0, 10))
    const limited = await page({})
    assert.deepEqual((await limited.autoPagination()).length, 10, 'a limit stops the auto-pagination')
  })

  test('revokeSession ends that session only, once, and takes it off the list', async () => {
    const workos = sdk.connect(server)
    const { user, sessionId, refreshToken } = await server.signedIn()
    const other = await server.signIn(user.email)
    await server.newEvents()

    await workos.userManagement.revokeSession({ sessionId })
    await workos.userManagement.revokeSession({ sessionId })

    assert.deepEqual(await server.newEvents(), ['session.revoked'])
    const { data } = await workos.userManagement.listSessions(user.id)
    assert.deepEqual(
      data.map((session) => session.id),
      [other.sessionId],
    )
    await assert.rejects(refresh(refreshToken), refused)
    await refresh(other.refreshToken)
  })

  test('revoking a session that never was is told as such', async () => {
    const workos = sdk.connect(server)
    await server.newEvents()

    const revoked = workos.userManagement.revokeSession({ sessionId: 'session_01HZZZZZZZZZZZZZZZZZZZZZZZ' })

    await assert.rejects(revoked, (error: Error) => {
      assert.ok(error instanceof sdk.errors.NotFoundException, String(error))
      assert.equal(error.message, "Session not found: 'session_01HZZZZZZZZZZZZZZZZZZZZZZZ'.")
      return true
    })
    assert.deepEqual(await server.newEvents(), [])
  })

  const destinations = [
    { name: 'a registered returnTo', returnTo: OTHER_URI, goesTo: OTHER_URI },
    { name: 'no returnTo', returnTo: undefined, goesTo: DEFAULT_URI },
    { name: 'an empty returnTo', returnTo: '', goesTo: DEFAULT_URI },
    { name: 'a returnTo that is not registered', returnTo: 'https://evil.example.net/', goesTo: DEFAULT_URI },
    { name: 'a returnTo that is only a path', returnTo: '/', goesTo: DEFAULT_URI },
  ]
  for (const { name, returnTo, goesTo } of destinations) {
    test(`getLogoutUrl with ${name} ends the session and leads to ${goesTo}`, async () => {
      const workos = sdk.connect(server)
      const { sessionId, refreshToken } = await server.signedIn()
      await server.newEvents()

      const url = workos.userManagement.getLogoutUrl({ sessionId, ...(returnTo === undefined ? {} : { returnTo }) })
      const response = await server.fetch(url)

      assert.equal(response.status, 302)
      assert.equal(response.headers.get('location'), goesTo)
      assert.deepEqual(await server.newEvents(), ['session.revoked'])
      await assert.rejects(refresh(refreshToken), refused)
      assert.deepEqual(await server.newEvents(), [])
    })
  }

  test('after getLogoutUrl the hosted page asks for the password again', async () => {
    const workos = sdk.connect(server)
    const { email } = await server.createUser()
    const browser = server.browser()
    const authorizationUrl = workos.userManagement.getAuthorizationUrl({
      ...CLIENT,
      provider: 'authkit',
      redirectUri: CALLBACK,
    })
    const { code } = await signInOnPage(browser, authorizationUrl, email)
    const answer = await workos.userManagement.authenticateWithCode({ ...CLIENT, code: code ?? '' })
    const before = await browser.open(authorizationUrl)

    const { sid } = decodeToken(answer.accessToken)
    await browser.get(workos.userManagement.getLogoutUrl({ sessionId: sid, returnTo: DEFAULT_URI }))

    const after = await browser.open(authorizationUrl)
    assert.match(before.response.headers.get('location') ?? '', /^http:\/\/localhost:3000\/callback\?code=/)
    assert.equal(after.response.headers.get('location'), null)
    assert.match(after.html, /<input[^>]*name="password"/)
    await assert.rejects(refresh(answer.refreshToken), refused)
  })

  function refresh(refreshToken: string) {
    return sdk.connect(server).userManagement.authenticateWithRefreshToken({ ...CLIENT, refreshToken })
  }

  function refused(error: Error & { error?: string }): boolean {
    return error instanceof sdk.errors.OauthException && error.error === 'invalid_grant'
  }
}

/** In one transaction, so that many have the very same time of creation. */
async function startManySessions(server: LiveServer, count = MANY): Promise<{ userId: string; ids: string[] }> {
  const user = await server.createUser()
  const ids: string[] = []
  await inTransaction(server.app, async (tx) => {
    for (let i = 0; i < count; i++) {
      const session = await startSession(tx, {
        userId: user.id,
        applicationId: CLIENT_ID,
        browserSessionId: null,
        organizationId: null,
        authMethod: 'password',
        authenticatedAt: tx.clock.now().toISOString(),
        ipAddress: null,
        userAgent: null,
      })
      ids.push(session.id)
    }
  })
  return { userId: user.id, ids }
}
