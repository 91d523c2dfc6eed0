import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import * as client from 'openid-client'
import { API_KEY, CLIENT_ID, PASSWORD, type TestServer, useServer } from '../harness.ts'
import type { TestBrowser } from '../support/browser.ts'
import { onEachDatabase } from '../support/databases.ts'

const REDIRECT_URI = 'http://localhost:3000/callback'

/** A relying party as its documentation has one. It verifies everything, signatures too, and knows the issuer's URL only. */
async function discover(server: TestServer, auth?: client.ClientAuth): Promise<client.Configuration> {
  const configuration = await client.discovery(new URL(server.origin), CLIENT_ID, undefined, auth, {
    [client.customFetch]: (url, init) => server.request(url, init as RequestInit),
    execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
  })
  return configuration
}

interface Begun {
  url: URL
  checks: { pkceCodeVerifier: string; expectedNonce: string; expectedState: string }
}

async function begin(config: client.Configuration, more: Record<string, string> = {}): Promise<Begun> {
  const pkceCodeVerifier = client.randomPKCECodeVerifier()
  const [expectedNonce, expectedState] = [client.randomNonce(), client.randomState()]
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT_URI,
    scope: 'openid profile email',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    nonce: expectedNonce,
    state: expectedState,
    ...more,
  })
  return { url, checks: { pkceCodeVerifier, expectedNonce, expectedState } }
}

/** Where the sign-in page leads once the person has entered their password. */
async function enterPassword(browser: TestBrowser, url: URL, email: string): Promise<URL> {
  const { html } = await browser.open(url.href)
  const { html: handOff } = await browser.submit(html, { email, password: PASSWORD })
  const target = /content="0;url=([^"]+)"/.exec(handOff)?.[1]?.replaceAll('&amp;', '&')
  assert.ok(target, handOff)
  return new URL(target)
}

/** Where somebody is sent at once. */
async function locationOf(browser: TestBrowser, url: URL): Promise<URL> {
  const response = await browser.get(url.href)
  return new URL(response.headers.get('location') ?? '', 'http://localhost:4100')
}

onEachDatabase('a relying party written with openid-client', (database) => {
  const server = useServer(database)
  let user: { id: string; email: string }
  let config: client.Configuration
  before(async () => {
    user = await server.createUser({ first_name: 'Ada', last_name: 'Lovelace', email_verified: true })
    config = await discover(server, client.ClientSecretBasic(API_KEY))
  })

  const signIn = async (browser: TestBrowser, relyingParty = config) => {
    const { url, checks } = await begin(relyingParty)
    const callback = await enterPassword(browser, url, user.email)
    return await client.authorizationCodeGrant(relyingParty, callback, checks)
  }

  const ways: [string, client.ClientAuth][] = [
    ['client_secret_basic', client.ClientSecretBasic(API_KEY)],
    ['client_secret_post', client.ClientSecretPost(API_KEY)],
    ['no secret, and PKCE', client.None()],
  ]
  for (const [way, auth] of ways) {
    test(`signs somebody in with ${way}`, async () => {
      const tokens = await signIn(server.browser(), await discover(server, auth))

      const claims = tokens.claims()
      assert.ok(claims)
      assert.equal(claims.iss, server.origin)
      assert.equal(claims.aud, CLIENT_ID)
      assert.equal(claims.sub, user.id)
      assert.match(String(claims.sid), /^session_/)
      assert.ok(typeof claims.auth_time === 'number' && typeof claims.at_hash === 'string')
      assert.equal(claims.exp - claims.iat, tokens.expires_in)
      assert.equal(tokens.token_type, 'bearer')
      assert.equal(tokens.scope, 'openid profile email')
    })
  }

  test('asks who it is, until the sign-out', async () => {
    const tokens = await signIn(server.browser())

    const userinfo = await client.fetchUserInfo(config, tokens.access_token, user.id)

    assert.equal(userinfo.email, user.email)
    assert.equal(userinfo.email_verified, true)
    assert.equal(userinfo.name, 'Ada Lovelace')
    assert.equal(userinfo.given_name, 'Ada')
    assert.ok(!('picture' in userinfo), 'what is not known is left out')
    await server.logOut(String(tokens.claims()?.sid))
    await assert.rejects(client.fetchUserInfo(config, tokens.access_token, user.id), { status: 401 })
    await assert.rejects(client.refreshTokenGrant(config, tokens.refresh_token ?? ''), { error: 'invalid_grant' })
  })

  test('refreshes, and the new ID token is of the same person, session and sign-in', async () => {
    const first = await signIn(server.browser())

    const second = await client.refreshTokenGrant(config, first.refresh_token ?? '')

    const [before, after] = [first.claims(), second.claims()]
    for (const name of ['iss', 'sub', 'aud', 'sid', 'auth_time']) assert.equal(after?.[name], before?.[name], name)
    assert.equal(after?.nonce, undefined)
    assert.notEqual(second.refresh_token, first.refresh_token)
  })

  test('signs in silently where somebody is signed in, and is told where nobody is', async () => {
    const browser = server.browser()
    const silent = await begin(config, { prompt: 'none' })
    const refused = await locationOf(browser, silent.url)
    await assert.rejects(client.authorizationCodeGrant(config, refused, silent.checks), { error: 'login_required' })
    const first = await signIn(browser)

    const again = await begin(config, { prompt: 'none' })
    const callback = await locationOf(browser, again.url)
    const tokens = await client.authorizationCodeGrant(config, callback, again.checks)

    assert.equal(callback.searchParams.get('iss'), server.origin)
    assert.equal(tokens.claims()?.auth_time, first.claims()?.auth_time)
  })

  test('max_age and id_token_hint ask for the password again where they must', async () => {
    const browser = server.browser()
    const tokens = await signIn(browser)
    const stranger = await signInAs(await server.createUser())

    const fresh = await begin(config, { max_age: '3600', id_token_hint: tokens.id_token ?? '' })
    const callback = await locationOf(browser, fresh.url)
    await client.authorizationCodeGrant(config, callback, { ...fresh.checks, maxAge: 3600 })
    for (const more of [
      { max_age: '0' },
      { prompt: 'login' },
      { prompt: 'select_account consent' },
      { id_token_hint: stranger },
      { id_token_hint: 'x.y.z' },
    ]) {
      const { pathname } = await locationOf(browser, (await begin(config, more)).url)
      assert.equal(pathname, '/sign-in', JSON.stringify(more))
    }
    const { url } = await begin(config, { prompt: 'none', id_token_hint: stranger })
    assert.equal((await locationOf(browser, url)).searchParams.get('error'), 'login_required')
  })

  const signInAs = async ({ email }: { email: string }): Promise<string> => {
    const { url, checks } = await begin(config)
    const callback = await enterPassword(server.browser(), url, email)
    return (await client.authorizationCodeGrant(config, callback, checks)).id_token ?? ''
  }

  test('sends the browser to sign out, and it comes back', async () => {
    const uri = 'http://localhost:3000/bye'
    await server.api('POST', '/user_management/sign_out_uris', { uri })
    const browser = server.browser()
    const tokens = await signIn(browser)

    const url = client.buildEndSessionUrl(config, {
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: uri,
      state: 'a&b',
    })
    const location = await locationOf(browser, url)

    assert.equal(url.origin + url.pathname, `${server.origin}/oauth2/logout`)
    assert.equal(location.href, `${uri}?state=a%26b`)
    await assert.rejects(client.refreshTokenGrant(config, tokens.refresh_token ?? ''), { error: 'invalid_grant' })
    const { pathname } = await locationOf(browser, (await begin(config)).url)
    assert.equal(pathname, '/sign-in', 'and the password is asked for again')
  })

  test('login_hint and ui_locales reach the page', async () => {
    const { url } = await begin(config, { login_hint: 'grace@example.com', ui_locales: 'pt de' })

    const { html } = await server.browser().open(url.href)

    assert.match(html, /value="grace@example\.com"/)
    assert.match(html, /<html lang="de"/)
  })
})
