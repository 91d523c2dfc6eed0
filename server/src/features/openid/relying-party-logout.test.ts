import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { unescapeHtml } from '../../../tests/compat/hosted-page.ts'
import { CLIENT_ID, decodeToken, startServer, type TestServer, useServer } from '../../../tests/harness.ts'
import { HOSTILE_REDIRECTS } from '../../../tests/security/hostile-redirects.ts'
import { countEnds, isLive, startHostedSession } from '../../../tests/security/live-sessions.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { type OpenidSession, signInByOpenid } from '../../../tests/support/openid-sign-in.ts'
import { registerUri } from '../applications/register-uri.ts'
import { dropSigningKeys, rotateSigningKey } from '../signing-keys/rotate-signing-key.ts'

const AFTERWARDS = 'https://app.example.com/bye?from=us'
const STATE = 'a b&c=ü"<x>/?#'

type Parameters = Record<string, string>

const logOut = async (server: TestServer, parameters: Parameters, cookie = '', headers: Parameters = {}) => {
  const response = await server.request(`/oauth2/logout?${new URLSearchParams(parameters)}`, {
    headers: { ...headers, ...(cookie ? { cookie } : {}) },
  })
  return { response, html: await response.clone().text(), location: withoutNote(response) }
}

/** Of the way to our own page, where development mode notes which address was dropped. */
const withoutNote = ({ headers }: Response) => headers.get('location')?.replace(/\?note=[\w-]+$/, '') ?? null

const submit = async (
  server: TestServer,
  html: string,
  cookie: string,
  more: { fields?: Parameters; headers?: Parameters } = {},
) => {
  const hidden = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  const fields = hidden.map(([, name = '', value = '']): [string, string] => [name, unescapeHtml(value)])
  const response = await server.request('/oauth2/logout', {
    method: 'POST',
    headers: { cookie, 'sec-fetch-site': 'same-origin', ...more.headers },
    body: new URLSearchParams({ ...Object.fromEntries(fields), ...more.fields }),
  })
  return { response, html: await response.clone().text(), location: withoutNote(response) }
}

const isSignedIn = async (server: TestServer, { cookie }: { cookie: string }) => {
  const query = new URLSearchParams({
    ...{ client_id: CLIENT_ID, redirect_uri: 'http://localhost:3000/callback', response_type: 'code' },
    ...{ scope: 'openid', prompt: 'none' },
  })
  const { headers } = await server.request(`/oauth2/authorize?${query}`, { headers: { cookie } })
  return new URL(headers.get('location') ?? '').searchParams.has('code')
}

const ASKS = /<form class="form" method="post" action="\/oauth2\/logout">/

onEachDatabase('RP-initiated logout', (database) => {
  const server = useServer(database)
  let bystander: OpenidSession
  before(async () => {
    await registerUri(server.app, 'sign_out_uri', { uri: AFTERWARDS, default: false })
    await registerUri(server.app, 'sign_out_uri', { uri: 'https://app.example.com/#/bye', default: false })
    bystander = await signInByOpenid(server)
  })
  const assertBystanderIsLeftAlone = async () => {
    assert.ok(await isLive(server.app, bystander.sessionId))
    assert.ok(await isSignedIn(server, bystander))
  }

  test('with the ID token of who is signed in: the session and the hosted sign-in end, and the browser goes back with state', async () => {
    const session = await signInByOpenid(server)
    const asked = { id_token_hint: session.idToken, post_logout_redirect_uri: AFTERWARDS, state: STATE }

    const { response, location } = await logOut(server, asked, session.cookie)

    assert.equal(response.status, 302)
    assert.equal(location, `${AFTERWARDS}&state=${encodeURIComponent(STATE)}`)
    assert.equal(new URL(location ?? '').searchParams.get('state'), STATE)
    assert.match(response.headers.getSetCookie().join(), /gatehouse-session=; Max-Age=0/)
    assert.ok(!(await isLive(server.app, session.sessionId)))
    assert.ok(!(await isSignedIn(server, session)))
    assert.equal((await server.refresh(session.refreshToken)).body.error, 'invalid_grant')
    const { body } = await server.api('GET', `/user_management/sessions/${session.sessionId}`)
    assert.equal(body.end_reason, 'sign_out')
    assert.equal(body.ended_by.name, 'OpenID Connect logout')
    const again = await logOut(server, asked, session.cookie)
    assert.equal(again.location, location)
    assert.equal(await countEnds(server.app, session.sessionId), 1)
    await assertBystanderIsLeftAlone()
  })

  test('also without the cookie, as the session id alone would do', async () => {
    const session = await signInByOpenid(server)

    const { location } = await logOut(server, { id_token_hint: session.idToken, client_id: CLIENT_ID })

    assert.equal(location, '/signed-out')
    assert.ok(!(await isLive(server.app, session.sessionId)))
    assert.ok(!(await isSignedIn(server, session)))
  })

  test('state goes before a fragment, and nowhere without an address', async () => {
    const session = await signInByOpenid(server)
    const hint = { id_token_hint: session.idToken }

    const fragment = { ...hint, post_logout_redirect_uri: 'https://app.example.com/#/bye', state: 's' }
    assert.equal((await logOut(server, fragment)).location, 'https://app.example.com/?state=s#/bye')
    assert.equal((await logOut(server, { ...hint, state: 's' })).location, '/signed-out')
    assert.equal((await logOut(server, { ...hint, post_logout_redirect_uri: AFTERWARDS })).location, AFTERWARDS)
  })

  test('T18: an ID token whose time is over is a hint; one of a retired key too, as long as that is published', async () => {
    await using own = await startServer(database)
    const [late, rotated, dropped] = [await signInByOpenid(own), await signInByOpenid(own), await signInByOpenid(own)]
    own.passSeconds(3600)
    const { exp } = decodeToken(late.idToken)
    assert.ok(exp * 1000 < own.app.clock.now().getTime())

    await logOut(own, { id_token_hint: late.idToken })
    await rotateSigningKey(own.app, 300)
    own.passSeconds(700)
    await own.app.keys.reload()
    await logOut(own, { id_token_hint: rotated.idToken })
    await dropSigningKeys(own.app)
    own.passSeconds(1)
    await own.app.keys.reload()
    const { html } = await logOut(own, { id_token_hint: dropped.idToken }, dropped.cookie)

    assert.ok(!(await isLive(own.app, late.sessionId)))
    assert.ok(!(await isLive(own.app, rotated.sessionId)))
    assert.ok(await isLive(own.app, dropped.sessionId), 'who has the key of a withdrawn one signs nobody out')
    assert.match(html, ASKS)
  })

  test('T07: without a hint, or with one that is not ours, nothing ends before the person says so', async () => {
    const session = await signInByOpenid(server)
    await using foreign = await startServer(database)
    const [header = '', payload = '', signature = ''] = session.idToken.split('.')
    const none = Buffer.from('{"alg":"none"}').toString('base64url')
    const hints = [
      'nonsense',
      `${none}.${payload}.`,
      `${header}.${payload}.`,
      `${header}.${payload}.${signature.slice(0, -4)}AAAA`,
      `${header}.${Buffer.from(JSON.stringify({ ...decodeToken(session.idToken), x: 1 })).toString('base64url')}.${signature}`,
      (await signInByOpenid(foreign)).idToken.replace(/^[^.]+/, header),
      'x'.repeat(9000),
    ]
    const wishes: Parameters[] = [
      {},
      { state: 's' },
      { client_id: CLIENT_ID, post_logout_redirect_uri: AFTERWARDS },
      { id_token_hint: session.idToken, client_id: 'client_other' },
      ...hints.map((id_token_hint) => ({ id_token_hint, client_id: CLIENT_ID })),
    ]

    for (const wish of wishes) {
      const { response, html, location } = await logOut(server, wish, session.cookie)
      assert.equal(response.status, 200, JSON.stringify(wish).slice(0, 200))
      assert.equal(location, null)
      assert.match(html, ASKS)
      assert.doesNotMatch(html, /id_token_hint|session_0/, 'neither the hint nor the id is handed on')
      assert.deepEqual(response.headers.getSetCookie(), [])
    }

    assert.ok(await isLive(server.app, session.sessionId))
    assert.ok(await isSignedIn(server, session))
  })

  test('who says so is signed out of the browser, with every session from there, and taken back with state', async () => {
    const browser = await startHostedSession(server.app)
    const [one, two] = [await signInByOpenid(server, browser), await signInByOpenid(server, browser)]
    const elsewhere = await startHostedSession(server.app, one.userId)
    const wish = { client_id: CLIENT_ID, post_logout_redirect_uri: AFTERWARDS, state: STATE }
    const { html } = await logOut(server, wish, browser.cookie)

    const { response, html: handOff } = await submit(server, html, browser.cookie)

    assert.equal(response.status, 200)
    const target = /content="0;url=([^"]+)"/.exec(handOff)?.[1]
    assert.equal(unescapeHtml(target ?? ''), `${AFTERWARDS}&state=${encodeURIComponent(STATE)}`)
    assert.match(handOff, /You are signed out/)
    assert.match(response.headers.getSetCookie().join(), /gatehouse-session=; Max-Age=0/)
    for (const { sessionId } of [browser, one, two]) assert.ok(!(await isLive(server.app, sessionId)))
    assert.ok(!(await isSignedIn(server, browser)))
    assert.ok(await isLive(server.app, elsewhere.sessionId), 'not in another browser')
    await assertBystanderIsLeftAlone()
    const again = await submit(server, html, browser.cookie)
    assert.equal(again.response.status, 200, 'a second click is harmless')
    const plain = await logOut(server, {}, bystander.cookie)
    assert.doesNotMatch(plain.html, /name="post_logout_redirect_uri"/)
  })

  test('without an address to go back to it ends on our own page', async () => {
    const session = await signInByOpenid(server)
    const { html } = await logOut(server, {}, session.cookie)

    const { response, location } = await submit(server, html, session.cookie)

    assert.equal(response.status, 303)
    assert.equal(location, '/signed-out')
    assert.ok(!(await isLive(server.app, session.sessionId)))
    assert.equal(
      (await logOut(server, {})).location,
      '/signed-out',
      'and where nobody is signed in it goes there at once',
    )
  })

  test('T07: with the ID token of somebody else only their session ends, and the person at the browser is asked', async () => {
    const [present, other] = [await signInByOpenid(server), await signInByOpenid(server)]

    const wish = { id_token_hint: other.idToken, post_logout_redirect_uri: AFTERWARDS }
    const { response, html } = await logOut(server, wish, present.cookie)

    assert.equal(response.status, 200)
    assert.match(html, ASKS)
    assert.ok(!(await isLive(server.app, other.sessionId)))
    assert.ok(await isLive(server.app, present.sessionId))
    assert.ok(await isSignedIn(server, present))
    assert.ok(!html.includes(other.sessionId) && !html.includes(other.idToken))
    const { html: handOff } = await submit(server, html, present.cookie)
    assert.match(handOff, /app\.example\.com\/bye/)
    assert.ok(!(await isSignedIn(server, present)))
  })

  test('T07: no other page can submit the form, and no other person', async () => {
    const [session, other] = [await signInByOpenid(server), await signInByOpenid(server)]
    const { html } = await logOut(server, {}, session.cookie)
    const { html: theirs } = await logOut(server, {}, other.cookie)
    const token = (page: string) => /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? ''

    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': '', origin: 'https://evil.example' },
    ]) {
      const { response } = await submit(server, html, session.cookie, { headers })
      assert.equal(response.status, 403, JSON.stringify(headers))
    }
    for (const form_token of ['', 'x', token(theirs), token(html).slice(1)]) {
      const { response, location } = await submit(server, html, session.cookie, { fields: { form_token } })
      assert.equal(response.status, 303, 'asked again')
      assert.match(location ?? '', /^\/oauth2\/logout/)
    }
    await logOut(server, { form_token: token(html) }, session.cookie)

    assert.ok(await isLive(server.app, session.sessionId))
    assert.ok(await isSignedIn(server, session))
  })

  test('a form of a relying party is sent on to the same address, and does nothing by itself', async () => {
    const session = await signInByOpenid(server)
    const asked = {
      id_token_hint: session.idToken,
      post_logout_redirect_uri: AFTERWARDS,
      state: STATE,
      ui_locales: 'de',
    }

    const response = await server.request('/oauth2/logout', {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
      body: new URLSearchParams(asked),
    })

    assert.equal(response.status, 303)
    const location = response.headers.get('location') ?? ''
    assert.match(location, /^\/oauth2\/logout\?/)
    assert.deepEqual(Object.fromEntries(new URL(location, server.origin).searchParams), asked)
    assert.ok(await isLive(server.app, session.sessionId))
    const followed = await server.request(location, { headers: { cookie: session.cookie } })
    assert.equal(followed.status, 302)
    assert.ok(!(await isLive(server.app, session.sessionId)))
  })

  test('T12: what nobody did on purpose ends nothing', async () => {
    const session = await signInByOpenid(server)
    const path = `/oauth2/logout?id_token_hint=${session.idToken}`

    for (const [method, headers] of [
      ['HEAD', {}],
      ['GET', { 'sec-purpose': 'prefetch' }],
      ['GET', { 'sec-fetch-dest': 'image' }],
      ['GET', { 'sec-fetch-dest': 'iframe' }],
      ['GET', { 'next-router-prefetch': '1' }],
      ['POST', { 'sec-fetch-dest': 'iframe' }],
      ['OPTIONS', {}],
      ['PUT', {}],
    ] as [string, Parameters][]) {
      const response = await server.request(path, { method, headers: { ...headers, cookie: session.cookie } })
      assert.ok([204, 403, 405].includes(response.status), `${method} ${JSON.stringify(headers)}`)
      if (response.status === 405) assert.equal(response.headers.get('allow'), 'GET, POST')
    }

    assert.ok(await isLive(server.app, session.sessionId))
  })

  test(`T01: none of the ${HOSTILE_REDIRECTS.length} hostile addresses is followed, and the session ends all the same`, async () => {
    const session = await signInByOpenid(server)
    const wanted = [
      ...HOSTILE_REDIRECTS.map(({ value }) => value),
      `${AFTERWARDS}&foo=bar`,
      `${AFTERWARDS}/`,
      AFTERWARDS.replace('?from=us', ''),
      'https://app.example.com/bye',
    ]

    for (const post_logout_redirect_uri of wanted.filter((uri) => uri !== AFTERWARDS)) {
      const asked = { id_token_hint: session.idToken, post_logout_redirect_uri, state: 's' }
      const { response, location } = await logOut(server, asked)
      assert.equal(response.status, 302)
      assert.equal(location, '/signed-out', post_logout_redirect_uri)
    }

    assert.ok(!(await isLive(server.app, session.sessionId)))
    const twice = `/oauth2/logout?post_logout_redirect_uri=${encodeURIComponent(AFTERWARDS)}&post_logout_redirect_uri=x&client_id=${CLIENT_ID}`
    assert.equal(withoutNote(await server.request(twice)), '/signed-out')
    assert.equal((await logOut(server, { post_logout_redirect_uri: AFTERWARDS })).location, '/signed-out', 'of whom?')
    const unknown = { post_logout_redirect_uri: AFTERWARDS, client_id: 'client_none' }
    assert.equal((await logOut(server, unknown)).location, '/signed-out')
    const known = { post_logout_redirect_uri: AFTERWARDS, client_id: CLIENT_ID }
    assert.equal((await logOut(server, known)).location, AFTERWARDS)
  })

  test('the page that asks is in the language that the relying party wishes for, and in any other by a link', async () => {
    const wish = { client_id: CLIENT_ID, post_logout_redirect_uri: AFTERWARDS, ui_locales: 'nl de-AT' }

    const { html } = await logOut(server, wish, bystander.cookie)

    assert.match(html, /<html lang="de"/)
    assert.match(html, /Abmelden\?/)
    const href = unescapeHtml(/href="(\?[^"]*lang=fr[^"]*)"/.exec(html)?.[1] ?? '')
    const response = await server.request(`/oauth2/logout${href}`, { headers: { cookie: bystander.cookie } })
    const french = await response.text()
    assert.match(french, /Se déconnecter/)
    assert.match(french, /name="post_logout_redirect_uri" value="https:\/\/app\.example\.com\/bye\?from=us"/)
  })
})
