import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { CLIENT_ID, decodeToken, PASSWORD } from '../harness.ts'
import { readCallback, signInOnPage } from './hosted-page.ts'
import { onEachSdk, plain } from './sdks.ts'

const CLIENT = { clientId: CLIENT_ID }
const CALLBACK = 'http://localhost:3000/callback'

/** Frameworks compare the state that comes back with a cookie, to the letter. */
const AWKWARD_STATES = {
  'a sealed one': `Fe26.2*1*${'a9f3~'.repeat(118)}*~2`,
  'JSON text': '{"returnTo":"/a?b=c&d=é#top","n":[1,"<&>"]}',
  'one with plus, percent and space': 'a+b%20c d%2Be=&;%',
  'one with quotes and other scripts': `'"<script>\`日本語 😀`,
}

onEachSdk('signing in', (sdk, server) => {
  test('a password gets tokens and the whole user', async () => {
    const workos = sdk.connect(server)
    const created = await server.createUser({
      first_name: 'Ada',
      last_name: 'Lovelace',
      email_verified: true,
      external_id: `crm-${sdk.version}`,
      metadata: { plan: 'pro' },
      locale: 'en-GB',
    })
    await server.newEvents()
    server.newRequests()

    const answer = await workos.userManagement.authenticateWithPassword({
      ...CLIENT,
      email: created.email,
      password: PASSWORD,
      ipAddress: '203.0.113.9',
      userAgent: 'Test browser',
    })

    const { accessToken, refreshToken, user, ...rest } = plain(answer)
    assert.deepEqual(rest, { authenticationMethod: 'Password' })
    const agents = server.newRequests().map(({ headers }) => headers['user-agent'])
    assert.match(agents.join(), new RegExp(`^workos-node/${sdk.version}[^,]*$`))
    const { lastSignInAt, createdAt, updatedAt, ...fixed } = user
    assert.deepEqual(fixed, {
      object: 'user',
      id: created.id,
      email: created.email,
      emailVerified: true,
      firstName: 'Ada',
      lastName: 'Lovelace',
      ...(sdk.knowsNames ? { name: 'Ada Lovelace' } : {}),
      profilePictureUrl: null,
      externalId: `crm-${sdk.version}`,
      metadata: { plan: 'pro' },
      locale: 'en-GB',
    })
    for (const time of [lastSignInAt, createdAt, updatedAt]) assert.match(time ?? '', /^\d{4}-.*\.\d{3}Z$/)
    assert.notEqual(refreshToken, accessToken)
    assert.deepEqual(await server.newEvents(), ['authentication.password_succeeded', 'session.created'])
    const sessions = await workos.userManagement.listSessions(user.id)
    assert.deepEqual(
      sessions.data.map(({ id, ipAddress, userAgent }) => ({ id, ipAddress, userAgent })),
      [{ id: decodeToken(accessToken).sid, ipAddress: '203.0.113.9', userAgent: 'Test browser' }],
    )
  })

  test('the access token is verified with the keys at getJwksUrl, and says who signed in where', async () => {
    const workos = sdk.connect(server)
    const { user, sessionId, accessToken } = await server.signedIn()

    const url = workos.userManagement.getJwksUrl(CLIENT_ID)
    const { payload, protectedHeader } = await jwtVerify(accessToken, createRemoteJWKSet(new URL(url)))

    assert.equal(url, `${server.url}/sso/jwks/${CLIENT_ID}`)
    assert.equal(protectedHeader.alg, 'RS256')
    const { jti, iat, exp, auth_time, ...claims } = payload
    assert.deepEqual(claims, {
      iss: `${server.origin}/user_management/${CLIENT_ID}`,
      aud: CLIENT_ID,
      client_id: CLIENT_ID,
      sub: user.id,
      sid: sessionId,
    })
    const forged = `${accessToken.slice(0, -6)}AAAAAA`
    await assert.rejects(jwtVerify(forged, createRemoteJWKSet(new URL(url))), /signature verification failed/)
  })

  for (const [who, email] of Object.entries({
    'a wrong password': undefined,
    'an unknown address': 'no@example.com',
  })) {
    test(`${who} is refused with invalid_credentials, and nobody is signed in`, async () => {
      const workos = sdk.connect(server)
      const user = await server.createUser()
      await server.newEvents()

      const attempt = workos.userManagement.authenticateWithPassword({
        ...CLIENT,
        email: email ?? user.email,
        password: 'not the password',
      })

      await assert.rejects(attempt, (error: Error & { status: number; rawData: unknown }) => {
        assert.ok(error instanceof sdk.errors.GenericServerException, String(error))
        assert.equal(error.status, 400)
        const message = `Invalid credentials for '${email ?? user.email}'.`
        assert.deepEqual(error.rawData, { code: 'invalid_credentials', message })
        assert.equal(error.message, message)
        return true
      })
      assert.deepEqual(await server.newEvents(), ['authentication.password_failed'])
      assert.deepEqual((await workos.userManagement.listSessions(user.id)).data, [])
    })
  }

  for (const [name, state] of Object.entries(AWKWARD_STATES)) {
    test(`a code from the hosted page is exchanged with the API key; ${name} comes back as the state`, async () => {
      const workos = sdk.connect(server)
      const user = await server.createUser()
      await server.newEvents()
      const url = workos.userManagement.getAuthorizationUrl({
        provider: 'authkit',
        ...CLIENT,
        redirectUri: CALLBACK,
        state,
      })

      const callback = await signInOnPage(server.browser(), url, user.email)
      const answer = await workos.userManagement.authenticateWithCode({
        ...CLIENT,
        code: callback.code ?? '',
      })

      assert.deepEqual({ ...callback, code: '…' }, { uri: CALLBACK, code: '…', state, error: null })
      assert.equal(answer.user.id, user.id)
      assert.equal(answer.authenticationMethod, 'Password')
      assert.equal(decodeToken(answer.accessToken).sub, user.id)
      assert.ok(answer.refreshToken)
      assert.deepEqual(await server.newEvents(), ['authentication.password_succeeded', 'session.created'])
    })
  }

  test('a code works once; the second use is refused and ends what the first one got', async () => {
    const workos = sdk.connect(server)
    const { email, id } = await server.createUser()
    const url = workos.userManagement.getAuthorizationUrl({ provider: 'authkit', redirectUri: CALLBACK, ...CLIENT })
    const { code } = await signInOnPage(server.browser(), url, email)
    const first = await workos.userManagement.authenticateWithCode({ ...CLIENT, code: code ?? '' })

    const second = workos.userManagement.authenticateWithCode({ ...CLIENT, code: code ?? '' })

    await assert.rejects(second, invalidGrant(/^The code '.+' has expired or is invalid\.$/))
    const refreshed = workos.userManagement.authenticateWithRefreshToken({
      ...CLIENT,
      refreshToken: first.refreshToken,
    })
    await assert.rejects(refreshed, invalidGrant(/ended/))
    assert.deepEqual((await workos.userManagement.listSessions(id)).data, [])
  })

  test('with PKCE a code is exchanged by whoever has the verifier, with and without the API key', async () => {
    const workos = sdk.connect(server)
    const { email } = await server.createUser()
    const codeVerifier = 'v'.repeat(43)
    const url = workos.userManagement.getAuthorizationUrl({
      ...CLIENT,
      provider: 'authkit',
      redirectUri: CALLBACK,
      codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url'),
      codeChallengeMethod: 'S256',
    })
    const codes = await Promise.all([1, 2, 3].map(() => signInOnPage(server.browser(), url, email)))
    const [withKey = '', alone = '', stolen = ''] = codes.map(({ code }) => code ?? '')

    const both = await workos.userManagement.authenticateWithCode({ ...CLIENT, code: withKey, codeVerifier })
    const verifier = await workos.userManagement.authenticateWithCodeAndVerifier({
      ...CLIENT,
      code: alone,
      codeVerifier,
    })
    await server.newEvents()
    const wrong = workos.userManagement.authenticateWithCode({ ...CLIENT, code: stolen, codeVerifier: 'w'.repeat(43) })
    await assert.rejects(wrong, invalidGrant(/has expired or is invalid/))
    const none = workos.userManagement.authenticateWithCode({ ...CLIENT, code: stolen })
    await assert.rejects(none, invalidGrant(/has expired or is invalid/))

    assert.equal(both.user.email, email)
    assert.equal(verifier.user.email, email)
    assert.deepEqual(await server.newEvents(), [], 'nobody is signed in by a stolen code')
  })

  if (sdk.isForPublicClients) {
    test('a public client signs in and refreshes without any API key', async () => {
      const workos = sdk.connect(server, { apiKey: '' })
      const { email, id } = await server.createUser()
      const { url, state, codeVerifier } = await workos.userManagement.getAuthorizationUrlWithPKCE({
        ...CLIENT,
        provider: 'authkit',
        redirectUri: CALLBACK,
      })
      server.newRequests()

      const callback = await signInOnPage(server.browser(), url, email)
      const code = callback.code ?? ''
      const answer = await workos.userManagement.authenticateWithCodeAndVerifier({ ...CLIENT, code, codeVerifier })
      const next = await workos.userManagement.authenticateWithRefreshToken({
        ...CLIENT,
        refreshToken: answer.refreshToken,
      })

      assert.equal(callback.state, state)
      assert.equal(answer.user.id, id)
      assert.equal(next.user.id, id)
      assert.equal(decodeToken(next.accessToken).sid, decodeToken(answer.accessToken).sid)
      const keys = server.newRequests().map(({ headers }) => headers.authorization)
      assert.deepEqual(keys.filter(Boolean), [], 'no request had an Authorization header')
    })
  }

  test('a refresh rotates the token; the old one is good for 30 seconds more and then ends the session', async () => {
    const workos = sdk.connect(server)
    const { user, sessionId, refreshToken } = await server.signedIn()
    const refresh = (token: string) =>
      workos.userManagement.authenticateWithRefreshToken({ ...CLIENT, refreshToken: token })
    await server.newEvents()

    const first = await refresh(refreshToken)
    const again = await refresh(refreshToken)

    assert.equal(first.user.id, user.id)
    assert.equal(first.authenticationMethod, 'Password')
    assert.equal(decodeToken(first.accessToken).sid, sessionId)
    assert.notEqual(first.refreshToken, refreshToken)
    assert.equal(again.refreshToken, first.refreshToken)
    assert.deepEqual(await server.newEvents(), [])
    server.passSeconds(31)
    await assert.rejects(refresh(refreshToken), invalidGrant(/already exchanged/))
    await assert.rejects(refresh(first.refreshToken), invalidGrant(/ended/))
    assert.deepEqual(await server.newEvents(), ['session.revoked'])
  })

  test('a browser that is signed in gets its code without a page, unless the app asks for the password', async () => {
    const workos = sdk.connect(server)
    const { email, id } = await server.createUser()
    const browser = server.browser()
    const target = { ...CLIENT, provider: 'authkit', redirectUri: CALLBACK }
    await signInOnPage(browser, workos.userManagement.getAuthorizationUrl(target), email)

    const silent = await browser.open(workos.userManagement.getAuthorizationUrl({ ...target, state: 'again' }))
    const asked = await browser.open(workos.userManagement.getAuthorizationUrl({ ...target, prompt: 'login' }))
    const hint = { ...target, screenHint: 'sign-up' as const, loginHint: email }
    const signUp = await server.browser().open(workos.userManagement.getAuthorizationUrl(hint))

    const callback = readCallback(silent.response.headers.get('location') ?? '')
    assert.equal(callback.state, 'again')
    const answer = await workos.userManagement.authenticateWithCode({ ...CLIENT, code: callback.code ?? '' })
    assert.equal(answer.user.id, id)
    assert.match(asked.html, /action="\/sign-in"/)
    assert.match(signUp.html, /action="\/sign-up"/)
    assert.ok(signUp.html.includes(`value="${email}"`), 'the login hint is filled in')
  })

  function invalidGrant(description: RegExp) {
    return (error: Error & { status: number; error?: string; errorDescription?: string }) => {
      assert.ok(error instanceof sdk.errors.OauthException, String(error))
      assert.equal(error.status, 400)
      assert.equal(error.error, 'invalid_grant')
      assert.match(error.errorDescription ?? '', description)
      return true
    }
  }
})
