import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { authenticate, CLIENT_ID, decodeToken, PASSWORD, startServer, useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { openJwtTemplate } from './jwt-template-in-force.ts'
import { dropJwtTemplate } from './set-jwt-template.ts'

const PATH = '/user_management/jwt_template'

onEachDatabase('JWT templates', (database) => {
  const server = useServer(database)
  const put = (content: unknown) => server.api('PUT', PATH, { content })
  const set = async (content: string) => {
    const { status, body } = await put(content)
    assert.equal(status, 200, JSON.stringify(body))
    return body
  }
  /** The claims that the template adds or replaces for a new user. */
  const claimsFor = async (fields: object) => {
    const user = await server.createUser(fields)
    const { accessToken, sessionId } = await server.signIn(user.email)
    return { user, sessionId, claims: decodeToken(accessToken) as Record<string, unknown>, accessToken }
  }
  afterEach(() => dropJwtTemplate(server.app))

  test('there is none at first; it is set, read, replaced and deleted in the official shape', async () => {
    assert.deepEqual([(await server.api('GET', PATH)).status, (await server.api('DELETE', PATH)).status], [404, 404])

    const first = await set('{"a": "{{ user.email }}"}')
    server.passSeconds(1)
    const second = await set('{"b": "{{ user.email }}"}')

    const { created_at, updated_at, ...rest } = second
    assert.deepEqual(rest, { object: 'jwt_template', content: '{"b": "{{ user.email }}"}' })
    assert.equal(created_at, first.created_at)
    assert.ok(updated_at > first.updated_at)
    assert.deepEqual((await server.api('GET', PATH)).body, second)
    assert.equal((await server.api('DELETE', PATH)).status, 204)
    assert.equal((await server.api('GET', PATH)).status, 404)
    const { claims } = await claimsFor({})
    assert.ok(!('a' in claims) && !('b' in claims))
  })

  test('nobody without an API key sees or sets it', async () => {
    await set('{"a": "b"}')
    const headers = { 'content-type': 'application/json' }

    const answers = [
      await server.request(PATH),
      await server.request(PATH, { method: 'PUT', headers, body: '{"content":"{\\"role\\": \\"admin\\"}"}' }),
      await server.request(PATH, { method: 'DELETE' }),
    ]

    assert.deepEqual(
      answers.map(({ status }) => status),
      [401, 401, 401],
    )
    assert.equal((await server.api('GET', PATH)).body.content, '{"a": "b"}')
  })

  test('the access token says what the template makes of the user, at sign-in and after a refresh', async () => {
    await set(`{
      "urn:myapp:full_name": "{{ user.first_name || 'Someone' }} {{ user.last_name || 'Unknown' }}",
      "urn:myapp:email": {{ user.email }},
      "verified": {{ user.email_verified }},
      "language": "{{ user.metadata.language || "en" }}",
      "everything": { "metadata": {{ user.metadata }}, "list": [{{ user.locale }}, null, 1.5, true] },
      "tier": "{{ organization.metadata.tier || 'bronze' }}",
      "absent": {{ user.metadata.nickname }},
      "empty": "{{ user.metadata.nickname }}",
      "trimmed": "  {{ user.metadata.language }} {{ user.metadata.nickname }}  "
    }`)

    const { user, claims } = await claimsFor({ first_name: 'Ada', email_verified: true, metadata: { language: 'fr' } })
    const { refreshToken } = await server.signIn(user.email)
    const refreshed = await server.refresh(refreshToken)

    const expected = {
      'urn:myapp:full_name': 'Ada Unknown',
      'urn:myapp:email': user.email,
      verified: true,
      language: 'fr',
      everything: { metadata: { language: 'fr' }, list: [null, null, 1.5, true] },
      tier: 'bronze',
      empty: '',
      trimmed: 'fr',
    }
    for (const token of [claims, decodeToken(refreshed.body.access_token)]) {
      const { iss, aud, client_id, sub, sid, jti, auth_time, iat, exp, ...custom } = token as Record<string, unknown>
      assert.deepEqual(custom, expected)
      assert.deepEqual([aud, client_id, sub], [CLIENT_ID, CLIENT_ID, user.id])
      for (const claim of [iss, sid, jti, auth_time, iat, exp]) assert.ok(claim)
    }
  })

  test('a changed template and a changed user show at the next refresh', async () => {
    await set('{"language": "{{ user.metadata.language }}"}')
    const user = await server.createUser({ metadata: { language: 'fr' } })
    const { refreshToken } = await server.signIn(user.email)
    const first = (await server.refresh(refreshToken)).body

    await server.api('PUT', `/user_management/users/${user.id}`, { metadata: { language: 'de' } })
    const second = (await server.refresh(first.refresh_token)).body
    await set('{"tongue": "{{ user.metadata.language }}"}')
    const third = (await server.refresh(second.refresh_token)).body

    const of = ({ access_token }: { access_token: string }) => {
      const { language, tongue } = decodeToken(access_token)
      return { language, tongue }
    }
    assert.deepEqual([first, second, third].map(of), [
      { language: 'fr', tongue: undefined },
      { language: 'de', tongue: undefined },
      { language: undefined, tongue: 'de' },
    ])
  })

  test('values are values: no name, however it is written, adds or changes a claim', async () => {
    await set('{"name": "{{ user.first_name }}", "raw": {{ user.last_name }}, "data": {{ user.metadata }}}')
    const hostile = [
      '", "role": "admin',
      '"}, "sub": "user_other", {"x": "',
      '\\", "role": "admin", "y": "',
      '{{ user.id }}',
      "' || user.id || '",
      '\\u0022, \\u0022role\\u0022: 1',
      '</script>\u2028',
    ]

    for (const value of hostile) {
      const { user, claims, sessionId } = await claimsFor({
        first_name: value,
        last_name: value,
        metadata: { __proto__x: value },
      })
      const { name, raw, data, role, sub, sid } = claims
      assert.deepEqual([name, raw, data], [value.trim(), value.trim(), { __proto__x: value }])
      assert.deepEqual([role, sub, sid], [undefined, user.id, sessionId])
      assert.equal(Object.keys(claims).length, 9 + 3)
    }
  })

  test('what makes a token is never shown: no password, no secret of the server, no inherited property', async () => {
    for (const path of [
      'user.password_hash',
      'user.credential_version',
      'user.last_sign_in_at',
      'user.constructor',
      'user.__proto__',
      'organization.domains.0.verification_token',
      'organization.domains.length',
      'organization.domains.first',
      'session.id',
      'environment',
      'constructor',
      '__proto__',
      'user.email.length',
    ]) {
      const { status, body } = await put(`{"a": {{ ${path} }}}`)
      assert.equal(status, 422, path)
      assert.ok(body.message.includes(`Invalid path: "${path}"`), body.message)
    }
    await set(
      '{"a": {{ user.metadata.constructor }}, "b": {{ user.metadata.__proto__ || "none" }}, "user": {{ user }}}',
    )
    const { claims } = await claimsFor({ first_name: 'Ada' })
    assert.deepEqual([claims.a, claims.b], [undefined, 'none'])
    const text = JSON.stringify(claims.user)
    assert.match(text, /"first_name":"Ada"/)
    assert.doesNotMatch(text, /password|hash|credential|last_sign_in/)
  })

  const refused: [content: unknown, message: RegExp][] = [
    ['', /must render to an object with at least one explicitly defined top-level key/],
    ['{}', /must render to an object/],
    ['[ {{ user.email }} ]', /must render to an object/],
    ['{{ user.metadata }}', /must render to an object/],
    ['"text"', /must render to an object/],
    ['{"a": {{ user.email }}} extra', /nothing may follow/],
    ['{"iss": {{ user.email }}}', /Keys reserved .*sets iss/],
    ['{"a": 1, "sub": null, "j\\u0074i": "x"}', /Keys reserved .*sets sub, jti/],
    ['{"sid": "session_x"}', /Keys reserved .*sets sid/],
    ['{"org_id": {{ organization.external_id }}}', /Keys reserved .*sets org_id/],
    ['{"client_id": "x", "act": {"sub": "x"}, "auth_time": 1}', /sets client_id, act, auth_time/],
    ['{"{{ user.email }}": 1}', /A key cannot contain an expression/],
    ['{"a": 1, "a": 2}', /The key "a" is there twice/],
    [
      '{"user": "{{ user.metadata }}"}',
      /String encapsulated expression cannot contain object reference: user.metadata/,
    ],
    ['{"user": "{{ user.email || organization }}"}', /cannot contain object reference: organization/],
    ['{"a": {{ user.email && user user }}}', /Invalid expression segment/],
    ['{"a": {{ user.email || || user.email }}}', /Invalid expression segment/],
    ['{"a": {{ user.email || }}}', /Invalid expression segment/],
    ['{"a": {{ user.email | upcase }}}', /Invalid expression segment/],
    ['{"a": {{ user..email }}}', /Invalid expression segment/],
    ['{"a": {{ user.id', /Template parse error: missing '}}'/],
    ['{"a": "{{ user.id"}', /Invalid expression segment/],
    ['{"a": {{}}}', /Expression cannot be empty/],
    ['{"a": {{ unknown.variable }}}', /Invalid path: "unknown.variable"/],
    ['{"a": {{ user.emial }}}', /Invalid path: "user.emial" \(line 1, column 23\)/],
    ['{\n  "a": 1\n  "b": 2\n}', /missing '}' \(line 3, column 3\)/],
    ['{"a": 1,}', /a key in double quotes is missing/],
    ['{"a": }', /a value is missing/],
    ['{"a": 1e999}', /a number too big/],
    ['{"a": "\\x"}', /an escape sequence/],
    ['{"a": "line\nbreak"}', /control character/],
    ['{"a": "open}', /missing '"'/],
    [`{"a": ${'['.repeat(30)}${']'.repeat(30)}}`, /more than 20 levels/],
    [`{"a": "${'x'.repeat(3_100)}"}`, /more than 3072 bytes/],
    [`{"a": "${'x'.repeat(11_000)}"}`, /at most 10240 characters/],
    ['{"permissions": "all"}', /permissions must have the form/],
    ['{"role": {{ organization_membership.roles }}}', /role must have the form/],
    ['{"aud": "my-api"}', /Keys reserved .*sets aud/],
    [undefined, /content/],
    [{ a: 1 }, /content/],
  ]
  test('a template that is wrong is refused with what is wrong and where, and the one before stays', async () => {
    await set('{"kept": "{{ user.email }}"}')

    for (const [content, message] of refused) {
      const { status, body } = await put(content)
      assert.equal(status, 422, String(content))
      assert.equal(body.code, 'invalid_request_parameters')
      assert.match(body.message, message, String(content))
    }

    const { user, claims } = await claimsFor({})
    assert.equal(claims.kept, user.email)
  })

  test('an organization and the membership are there in a session of that organization', async () => {
    const content = `{
      "org": {{ organization.name }}, "tier": "{{ organization.metadata.tier || 'bronze' }}",
      "domain": {{ organization.domains.0.domain }}, "domains": {{ organization.domains }},
      "roles_of": {{ organization_membership.roles }}, "department": {{ organization_membership.custom_attributes.department || 'none' }}
    }`
    await set(content)
    const { body: company } = await server.api('POST', '/organizations', {
      name: 'Engines',
      metadata: { tier: 'gold' },
      domain_data: [{ domain: `engines-${server.app.ids.ulid().toLowerCase()}.example`, state: 'pending' }],
    })
    const user = await server.createUser()
    const outside = await server.signIn(user.email)
    await server.api('POST', '/user_management/organization_memberships', {
      user_id: user.id,
      organization_id: company.id,
      role_slug: 'admin',
    })

    const { status, body } = await server.refresh(outside.refreshToken, { organization_id: company.id })

    assert.equal(status, 200, JSON.stringify(body))
    const before = decodeToken(outside.accessToken)
    assert.deepEqual([before.org, before.tier, before.department], [undefined, 'bronze', 'none'])
    const claims = decodeToken(body.access_token)
    assert.deepEqual(
      [claims.org, claims.tier, claims.domain, claims.roles_of],
      ['Engines', 'gold', company.domains[0].domain, ['admin']],
    )
    assert.doesNotMatch(JSON.stringify(claims.domains), /verification_(token|prefix)/)
  })

  test('a template may replace the role, and the token is still one of ours', async () => {
    await set('{"role": "authenticated"}')
    const { accessToken, claims } = await claimsFor({})
    assert.equal(claims.role, 'authenticated')

    const { status, body } = await introspect(accessToken)

    assert.equal(status, 200)
    assert.deepEqual([body.active, body.client_id, body.role], [true, CLIENT_ID, 'authenticated'])
    await server.logOut(decodeToken(accessToken).sid)
    assert.deepEqual((await introspect(accessToken)).body, { active: false })
  })
  const introspect = async (token: string) => {
    const headers = { authorization: 'Bearer sk_test_default' }
    const response = await server.request('/oauth2/introspect', {
      method: 'POST',
      headers,
      body: new URLSearchParams({ token }),
    })
    // biome-ignore lint/suspicious/noExplicitAny: the test looks at what came back.
    return { status: response.status, body: (await response.json()) as any }
  }

  test('who has too much data for the template signs in all the same, and the token says less, never more', async () => {
    await set('{"role": "{{ user.metadata.role }}", "data": {{ user.metadata }}}')
    const metadata = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`key${i}`, 'x'.repeat(400)]))
    const user = await server.createUser({ metadata: { ...metadata, role: 'viewer' } })

    const { accessToken, refreshToken, sessionId } = await server.signIn(user.email)
    const refreshed = await server.refresh(refreshToken)

    assert.equal(refreshed.status, 200)
    for (const token of [accessToken, refreshed.body.access_token]) {
      const { role, data, aud, sid } = decodeToken(token)
      assert.deepEqual({ role, data, aud, sid }, { role: undefined, data: undefined, aud: CLIENT_ID, sid: sessionId })
    }
    assert.equal((await introspect(accessToken)).body.active, true)
    const line = server.logLines.find((text) => text.includes('has no claims of the JWT template'))
    assert.match(line ?? '', new RegExp(user.id))
    assert.doesNotMatch(line ?? '', /xxx|viewer/)
  })

  test('the largest token that a template makes is still introspected', async () => {
    await set(
      '{"text": "{{ user.metadata.a }}{{ user.metadata.b }}{{ user.metadata.c }}{{ user.metadata.d }}{{ user.metadata.e }}"}',
    )
    const metadata = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((key) => [key, 'é'.repeat(300)]))

    const { accessToken, claims } = await claimsFor({ metadata })

    assert.equal(claims.text, 'é'.repeat(1_500))
    assert.equal((await introspect(accessToken)).body.active, true)
  })

  test('an override that has not the form of its claim for one user is left out, and so is the claim', async () => {
    await set('{"role": {{ user.email_verified }}, "other": "{{ user.email }}"}')

    const { user, claims } = await claimsFor({ email_verified: true })

    assert.deepEqual([claims.role, claims.other], [undefined, user.email])
  })

  test('an ID token says nothing of the template', async () => {
    await set('{"role": "authenticated", "custom": "{{ user.email }}"}')
    const user = await server.createUser()
    const response = await authenticate(server, {
      grant_type: 'password',
      client_secret: 'sk_test_default',
      email: user.email,
      password: PASSWORD,
    })
    assert.equal(response.status, 200)
    const refreshed = await server.request('/oauth2/token', {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: response.body.refresh_token,
        client_id: CLIENT_ID,
      }),
    })
    const body = (await refreshed.json()) as { id_token?: string; access_token: string }
    assert.equal(decodeToken(body.access_token).custom, user.email)
    const claims = decodeToken(body.id_token ?? '')
    assert.deepEqual([claims.aud, claims.custom], [CLIENT_ID, undefined])
  })
})

onEachDatabase('a JWT template on several nodes', (database) => {
  test('is heard of by a node that did not set it, and there from the start after a restart', async () => {
    await using server = await startServer(database)
    const place = server.app
    const other = await openJwtTemplate(place)

    await server.api('PUT', PATH, { content: '{"a": "b"}' })

    assert.equal(other.current(), undefined)
    await other.reload()
    assert.deepEqual([...(other.current()?.claims.keys() ?? [])], ['a'])
    assert.deepEqual([...((await openJwtTemplate(place)).current()?.claims.keys() ?? [])], ['a'])
    await server.api('DELETE', PATH)
    await other.reload()
    assert.equal(other.current(), undefined)
  })
})
