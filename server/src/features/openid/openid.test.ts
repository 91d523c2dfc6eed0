import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { type Answer, API_KEY, CLIENT_ID, decodeToken, readAnswer, useServer } from '../../../tests/harness.ts'
import { startHostedSession } from '../../../tests/security/live-sessions.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { createMember } from '../../../tests/support/members.ts'
import { routes } from '../../app.ts'
import { readIdTokenHint } from './read-id-token-hint.ts'

const REDIRECT_URI = 'http://localhost:3000/callback'
const VERIFIER = 'a-verifier-that-is-long-enough-to-be-one-0123456789'
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url')
const PKCE = { code_challenge: CHALLENGE, code_challenge_method: 'S256' }

onEachDatabase('OpenID Connect', (database) => {
  const server = useServer(database)

  const authorize = async (cookie: string, more: Record<string, string> = {}): Promise<URLSearchParams> => {
    const query = new URLSearchParams({
      ...{ client_id: CLIENT_ID, redirect_uri: REDIRECT_URI, response_type: 'code', scope: 'openid', state: 's' },
      ...more,
    })
    const { headers } = await server.request(`/oauth2/authorize?${query}`, { headers: { cookie } })
    return new URL(headers.get('location') ?? '', server.origin).searchParams
  }
  const exchange = async (fields: Record<string, string>, authorization?: string): Promise<Answer> =>
    await readAnswer(
      await server.request('/oauth2/token', {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          ...(authorization === undefined ? {} : { authorization }),
        },
        body: new URLSearchParams(fields),
      }),
    )
  const withCode = (code: string | null, more: Record<string, string> = {}) =>
    exchange({
      ...{ grant_type: 'authorization_code', code: code ?? '', client_id: CLIENT_ID, client_secret: API_KEY },
      ...{ redirect_uri: REDIRECT_URI },
      ...more,
    })
  const signedIn = async () => {
    const hosted = await startHostedSession(server.app)
    const { body } = await withCode((await authorize(hosted.cookie)).get('code'))
    return { ...hosted, ...(body as { access_token: string; id_token: string; refresh_token: string }) }
  }

  test('the discovery document has every required member, and what it names is there', async () => {
    const response = await server.request('/.well-known/openid-configuration')
    const document = await response.json()

    assert.equal(document.issuer, server.origin)
    assert.equal(response.headers.get('access-control-allow-origin'), '*')
    for (const name of [
      ...['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint', 'jwks_uri', 'response_types_supported'],
      ...['subject_types_supported', 'id_token_signing_alg_values_supported', 'scopes_supported', 'claims_supported'],
    ])
      assert.ok(document[name]?.length > 0, name)
    assert.equal(document.backchannel_logout_supported, true)
    assert.equal(document.backchannel_logout_session_supported, true)
    assert.equal(document.request_uri_parameter_supported, false)
    const endpoints = Object.entries<string>(document).filter(([name]) => /_(endpoint|uri)$/.test(name))
    const paths = new Set(routes.map(({ path }) => server.origin + path))
    for (const [name, url] of endpoints) assert.ok(paths.has(url), `${name}: ${url}`)
    const plain = await server.request('/.well-known/oauth-authorization-server')
    assert.deepEqual(await plain.json(), document)
    const [ours, theirs] = await Promise.all(
      ['/oauth2/jwks', `/sso/jwks/${CLIENT_ID}`].map(async (path) => await (await server.request(path)).json()),
    )
    assert.deepEqual(ours, theirs)
  })

  test('an ID token binds the access token it came with, and says the same', async () => {
    const { access_token, id_token } = await signedIn()

    const { at_hash, iss, ...claims } = decodeToken(id_token)
    const { iss: accessIssuer, client_id, jti, ...same } = decodeToken(access_token)
    const half = createHash('sha256').update(access_token).digest().subarray(0, 16)
    assert.equal(at_hash, half.toString('base64url'))
    assert.deepEqual(claims, same)
    assert.notEqual(iss, accessIssuer)
    assert.ok(client_id && jti)
  })

  test('says the organization in the ID token and the userinfo, and a refresh moves on to another', async () => {
    const { user, organizations } = await createMember(server, 'Acme', 'Next')
    const [acme, next] = organizations.map(({ id }) => id)
    const { cookie } = await startHostedSession(server.app, user.id)
    const userinfo = async ({ access_token }: { access_token: string }) =>
      await readAnswer(
        await server.request('/oauth2/userinfo', { headers: { authorization: `Bearer ${access_token}` } }),
      )

    const unasked = await authorize(cookie, { prompt: 'none' })
    const { body: first } = await withCode((await authorize(cookie, { organization_id: acme ?? '' })).get('code'))
    const { body: second } = await exchange({
      ...{ grant_type: 'refresh_token', client_id: CLIENT_ID, refresh_token: first.refresh_token },
      organization_id: next ?? '',
    })

    assert.equal(unasked.get('error'), 'interaction_required')
    assert.equal(unasked.get('iss'), server.origin)
    assert.deepEqual([decodeToken(first.id_token).org_id, (await userinfo(first)).body.org_id], [acme, acme])
    assert.deepEqual([decodeToken(second.id_token).org_id, (await userinfo(second)).body.org_id], [next, next])
  })

  test('T43: every answer names the issuer and hands state back, errors too', async () => {
    const { cookie } = await startHostedSession(server.app)

    for (const more of [
      {},
      { scope: 'profile' },
      { prompt: 'login none' },
      { response_type: 'token' },
      { request: 'x' },
    ]) {
      const answer = await authorize(cookie, more)
      assert.equal(answer.get('iss'), server.origin, JSON.stringify(more))
      assert.equal(answer.get('state'), 's')
    }
  })

  test('what is not supported is told to the application', async () => {
    for (const [more, error] of [
      [{ scope: 'profile email' }, 'invalid_scope'],
      [{ scope: 'openidx' }, 'invalid_scope'],
      [{ request: 'eyJ' }, 'request_not_supported'],
      [{ request_uri: 'https://app.example.com/request' }, 'request_uri_not_supported'],
      [{ response_mode: 'fragment' }, 'invalid_request'],
      [{ response_type: 'id_token' }, 'unsupported_response_type'],
      [{ prompt: 'none login' }, 'invalid_request'],
      [{ code_challenge: CHALLENGE, code_challenge_method: 'plain' }, 'invalid_request'],
      [{ max_age: '-1' }, 'invalid_request'],
    ] as [Record<string, string>, string][]) {
      const answer = await authorize('', more)
      assert.equal(answer.get('error'), error, JSON.stringify(more))
      assert.equal(answer.get('code'), null)
    }
  })

  test('T01: without a known application and redirect URI nothing is redirected', async () => {
    await server.api('POST', '/user_management/redirect_uris', { uri: REDIRECT_URI })
    for (const [client_id, redirect_uri] of [
      ['client_none', REDIRECT_URI],
      [CLIENT_ID, 'https://evil.example/'],
      [CLIENT_ID, `${REDIRECT_URI}/`],
    ] as const) {
      const query = new URLSearchParams({ client_id, redirect_uri, response_type: 'code', scope: 'openid' })
      const response = await server.request(`/oauth2/authorize?${query}`)
      assert.equal(response.status, 400)
      assert.equal(response.headers.get('location'), null)
    }
  })

  test('a form is sent on to the same address, where the browser brings its cookie', async () => {
    const response = await server.request('/oauth2/authorize', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' },
      body: new URLSearchParams({ client_id: CLIENT_ID, scope: 'openid email', state: 'a&b=ü' }),
    })

    assert.equal(response.status, 303)
    const location = response.headers.get('location') ?? ''
    assert.match(location, /^\/oauth2\/authorize\?/)
    assert.equal(new URL(location, server.origin).searchParams.get('state'), 'a&b=ü')
  })

  test('T44: a challenge needs its verifier, a verifier its challenge, and no secret needs both', async () => {
    const { cookie } = await startHostedSession(server.app)
    const publicClient = { client_id: CLIENT_ID, redirect_uri: REDIRECT_URI }
    const asPublic = async (challenge: Record<string, string>, more: Record<string, string>) => {
      const code = (await authorize(cookie, challenge)).get('code') ?? ''
      return await exchange({ grant_type: 'authorization_code', code, ...publicClient, ...more })
    }

    assert.equal((await asPublic(PKCE, { code_verifier: VERIFIER })).status, 200)
    for (const [challenge, more] of [
      [PKCE, {}],
      [PKCE, { code_verifier: `${VERIFIER}x` }],
      [PKCE, { code_verifier: CHALLENGE }],
      [{}, {}],
      [{}, { code_verifier: VERIFIER }],
    ] as Record<string, string>[][]) {
      const { status, body } = await asPublic(challenge ?? {}, more ?? {})
      assert.equal(status, 400, JSON.stringify([challenge, more]))
      assert.ok(['invalid_grant', 'invalid_client'].includes(body.error))
    }
    const code = (await authorize(cookie, PKCE)).get('code')
    assert.equal((await withCode(code)).body.error, 'invalid_grant', 'a secret is no verifier')
  })

  test('T33: a code is good for its redirect URI, and once; a wrong one does not spend it', async () => {
    const { cookie } = await startHostedSession(server.app)
    const code = (await authorize(cookie)).get('code')

    assert.equal((await withCode(code, { redirect_uri: `${REDIRECT_URI}/` })).body.error, 'invalid_grant')
    const missing = await exchange({
      ...{ grant_type: 'authorization_code', code: code ?? '', client_id: CLIENT_ID, client_secret: API_KEY },
    })
    assert.deepEqual(missing.body, {
      error: 'invalid_request',
      error_description: 'Missing required parameter: redirect_uri',
    })
    const first = await withCode(code)
    assert.equal(first.status, 200)
    assert.equal((await withCode(code)).body.error, 'invalid_grant')
    const { body } = await exchange({
      ...{ grant_type: 'refresh_token', refresh_token: first.body.refresh_token, client_id: CLIENT_ID },
    })
    assert.equal(body.error, 'invalid_grant', 'a second use ends what the first one got')
  })

  test('T45: an application that does not prove itself is refused with 401, and spends nothing', async () => {
    const { cookie } = await startHostedSession(server.app)
    const code = (await authorize(cookie)).get('code') ?? ''
    const fields = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI }
    const basic = (id: string, secret: string) =>
      `Basic ${btoa(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`)}`

    for (const [more, authorization] of [
      [{ client_id: CLIENT_ID, client_secret: 'sk_wrong' }, undefined],
      [{ client_id: 'client_none' }, undefined],
      [{}, basic(CLIENT_ID, 'sk_wrong')],
      [{}, basic('client_none', API_KEY)],
      [{}, 'Basic x'],
    ] as [Record<string, string>, string | undefined][]) {
      const { status, body, headers } = await exchange({ ...fields, ...more }, authorization)
      assert.equal(status, 401, JSON.stringify(more))
      assert.equal(body.error, 'invalid_client')
      if (authorization !== undefined) assert.match(headers.get('www-authenticate') ?? '', /Basic/)
    }
    assert.equal((await exchange(fields)).body.error, 'invalid_request', 'somebody must be named')
    assert.equal((await exchange(fields, basic(CLIENT_ID, API_KEY))).status, 200)
  })

  test('the token endpoint says what is wrong with a request', async () => {
    for (const [fields, error] of [
      [{ grant_type: 'password', client_id: CLIENT_ID }, 'unsupported_grant_type'],
      [{ grant_type: 'client_credentials', client_id: CLIENT_ID }, 'unsupported_grant_type'],
      [{ client_id: CLIENT_ID }, 'invalid_request'],
      [{ grant_type: 'refresh_token', client_id: CLIENT_ID }, 'invalid_request'],
      [{ grant_type: 'authorization_code', client_id: CLIENT_ID, redirect_uri: REDIRECT_URI }, 'invalid_request'],
    ] as [Record<string, string>, string][]) {
      const { status, body } = await exchange(fields)
      assert.equal(status, 400)
      assert.equal(body.error, error, JSON.stringify(fields))
      assert.ok(body.error_description)
    }
  })

  test('T28: an ID token is no access token, an access token no hint, and a forged one neither', async () => {
    const { access_token, id_token } = await signedIn()
    const userinfo = async (token: string) =>
      (await server.request('/oauth2/userinfo', { headers: { authorization: `Bearer ${token}` } })).status
    const [header = '', payload = '', signature = ''] = id_token.split('.')
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')
    const claims = decodeToken(id_token)
    const changed = Buffer.from(JSON.stringify({ ...claims, sub: 'user_other' })).toString('base64url')

    assert.equal(await userinfo(access_token), 200)
    assert.equal(await userinfo(id_token), 401)
    const read = readIdTokenHint(server.app, id_token)
    assert.deepEqual(read && [read.sub, read.sid], [claims.sub, claims.sid])
    for (const hint of [
      access_token,
      `${none}.${payload}.`,
      `${none}.${payload}.${signature}`,
      `${header}.${payload}.`,
      `${header}.${changed}.${signature}`,
      `${header}.${payload}.${signature}=`,
      `${id_token}.`,
      '',
      'x',
    ])
      assert.equal(readIdTokenHint(server.app, hint), undefined, hint)
    // Also when the operator chose the same issuer for both.
    const app = { ...server.app, config: { ...server.app.config, issuer: server.origin } }
    Object.assign(server.app.config, { issuer: server.origin })
    const same = await signedIn()
    assert.equal(readIdTokenHint(app, same.access_token), undefined)
    assert.equal(await userinfo(same.id_token), 401)
    assert.equal(await userinfo(same.access_token), 200)
    Object.assign(server.app.config, { issuer: undefined })
  })

  test('userinfo without a token, or with one that is over, says how to come back', async () => {
    const { access_token } = await signedIn()
    const ask = (init: RequestInit) => server.request('/oauth2/userinfo', init)
    const bare = await ask({})
    server.passSeconds(600)
    const late = await ask({ method: 'POST', headers: { authorization: `Bearer ${access_token}` } })

    assert.deepEqual([bare.status, late.status], [401, 401])
    assert.equal(bare.headers.get('www-authenticate'), 'Bearer')
    assert.match(late.headers.get('www-authenticate') ?? '', /error="invalid_token"/)
  })
})
