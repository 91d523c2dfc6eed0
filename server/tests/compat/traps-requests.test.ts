import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { before, test } from 'node:test'
import { API_KEY, CLIENT_ID, decodeToken, PASSWORD, readAnswer } from '../harness.ts'
import { onEachDatabase } from '../support/databases.ts'
import { readCallback, signInOnPage } from './hosted-page.ts'
import { useLiveServer } from './live-server.ts'

const CALLBACK = 'http://localhost:3000/callback'
const JSON_TYPE = { 'content-type': 'application/json' }
const KEY = { authorization: `Bearer ${API_KEY}` }
const encode = encodeURIComponent

/** What the official SDKs of all languages send, and a server that only knows one of them gets wrong. */
onEachDatabase('what SDKs send', (database) => {
  const server = useLiveServer(database)
  before(() => server.api('POST', '/user_management/redirect_uris', { uri: CALLBACK }))

  test('a double slash is forgiven everywhere', async () => {
    const { user } = await server.signedIn()
    const paths = [`//sso/jwks/${CLIENT_ID}`, `//user_management/users/${user.id}`, '///events']
    const authorize = await server.fetch(`/${authorizePath()}`)
    const authenticate = await server.fetch('//user_management/authenticate', post({ grant_type: 'refresh_token' }))

    for (const path of paths) assert.equal((await server.fetch(path, { headers: KEY })).status, 200, path)
    assert.match(authorize.headers.get('location') ?? '', /^\/sign-in\?/)
    assert.equal(authenticate.status, 400)
  })

  test('authenticate takes form fields as well as JSON', async () => {
    const { email } = await server.createUser()
    const form = (fields: Record<string, string>) =>
      server.fetch('/user_management/authenticate', { method: 'POST', body: new URLSearchParams(fields) })
    const client = { client_id: CLIENT_ID, client_secret: API_KEY }

    const signedIn = await form({ ...client, grant_type: 'password', email, password: PASSWORD }).then(readAnswer)
    const refreshed = await form({
      ...client,
      grant_type: 'refresh_token',
      refresh_token: signedIn.body.refresh_token,
    }).then(readAnswer)
    const broken = await form({ ...client, grant_type: 'refresh_token' }).then(readAnswer)

    assert.equal(signedIn.body.user.email, email)
    assert.equal(decodeToken(refreshed.body.access_token).sid, decodeToken(signedIn.body.access_token).sid)
    assert.deepEqual(broken.body, {
      error: 'invalid_request',
      error_description: 'Missing required parameter: refresh_token',
    })
  })

  test('the API key may be in the Authorization header instead of client_secret, and a wrong one is refused', async () => {
    const { email } = await server.createUser()
    const body = { grant_type: 'password', client_id: CLIENT_ID, email, password: PASSWORD }
    const signIn = (headers: Record<string, string>, more = {}) =>
      server.fetch('/user_management/authenticate', post({ ...body, ...more }, headers)).then(readAnswer)

    const answers = [
      await signIn(KEY),
      await signIn({}, { client_secret: API_KEY }),
      await signIn(KEY, { client_secret: API_KEY }),
      await signIn({}),
      await signIn({ authorization: 'Bearer sk_wrong' }),
      await signIn(KEY, { client_secret: 'sk_wrong' }),
    ]

    assert.deepEqual(
      answers.map(({ status, body }) => [status, body.error ?? 'signed in']),
      [
        [200, 'signed in'],
        [200, 'signed in'],
        [200, 'signed in'],
        [400, 'invalid_client'],
        [400, 'invalid_client'],
        [400, 'invalid_client'],
      ],
    )
  })

  test('PHP sends its cookie password with a refresh: it is accepted and never logged', async () => {
    const { refreshToken } = await server.signedIn()
    const cookiePassword = 'cGhwIGNvb2tpZSBwYXNzd29yZCBvZiAzMiBieXRlcyE='
    const session = { seal_session: true, cookie_password: cookiePassword }

    const answer = await server.refresh(refreshToken, { client_secret: API_KEY, session })
    const overTheWire = await server.fetch(
      '/user_management/authenticate',
      post({ client_id: CLIENT_ID, grant_type: 'refresh_token', refresh_token: answer.body.refresh_token, session }),
    )
    const refused = await server.fetch(
      '/user_management/authenticate',
      post({ client_id: CLIENT_ID, grant_type: 'refresh_token', refresh_token: 'no', session }),
    )

    assert.deepEqual([answer.status, overTheWire.status, refused.status], [200, 200, 400])
    assert.ok(
      server.logLines.some((line) => line.includes('/user_management/authenticate')),
      'requests are logged',
    )
    for (const secret of [cookiePassword, refreshToken, API_KEY, PASSWORD, answer.body.access_token]) {
      assert.ok(!server.logLines.join('').includes(secret), 'a secret is in the log')
    }
  })

  test('an empty body that claims to be JSON is an empty object', async () => {
    const { user } = await server.signedIn()
    const empty = (method: string, path: string) =>
      server.fetch(path, { method, headers: { ...KEY, ...JSON_TYPE } }).then(readAnswer)

    const revoked = await empty('POST', '/user_management/sessions/revoke')
    const authenticated = await empty('POST', '/user_management/authenticate')
    const updated = await empty('PUT', `/user_management/users/${user.id}`)
    const listed = await empty('GET', '/user_management/users')
    const deleted = await empty('DELETE', `/user_management/users/${user.id}`)

    assert.equal(revoked.status, 422)
    assert.equal(revoked.body.message, 'Validation failed. session_id is required.')
    assert.equal(authenticated.body.error, 'invalid_request')
    assert.deepEqual([updated.status, listed.status, deleted.status], [200, 200, 200])
  })

  test('null stands for nothing in a new user, as Python and Go write it', async () => {
    const names = ['first_name', 'last_name', 'name', 'email_verified', 'metadata', 'external_id', 'password']
    const nulls = Object.fromEntries([...names, 'ip_address', 'user_agent'].map((name) => [name, null]))
    const create = (email: string, more: object) =>
      server.fetch('/user_management/users', post({ email, ...more }, KEY)).then(readAnswer)

    const created = await create('nulls@example.com', nulls)
    const bare = await create('bare@example.com', {})
    const updated = await server
      .fetch(`/user_management/users/${bare.body.id}`, { ...post({ email_verified: true }, KEY), method: 'PUT' })
      .then(readAnswer)
    const kept = await server
      .fetch(`/user_management/users/${bare.body.id}`, { ...post(nulls, KEY), method: 'PUT' })
      .then(readAnswer)

    assert.deepEqual([created.status, updated.status, kept.status], [201, 200, 200])
    const { id, email, created_at, updated_at, ...rest } = created.body
    assert.deepEqual({ ...bare.body, ...rest }, bare.body)
    assert.equal(kept.body.email_verified, true)
  })

  test('a POST without any content type, and one with a charset, are read (Java)', async () => {
    const bare = await server.fetch('/user_management/sessions/revoke', { method: 'POST', headers: KEY })
    const charset = await server.fetch(
      '/user_management/users',
      post({ email: 'java@example.com' }, { ...KEY, 'content-type': 'application/json; charset=utf-8' }),
    )

    assert.equal(bare.status, 422)
    assert.equal(charset.status, 201)
  })

  test('an Idempotency-Key never replays a sign-in or a revocation: Java sends the same one each time', async () => {
    const { email } = await server.createUser()
    const headers = { ...KEY, 'idempotency-key': 'retry-0123456789abcdef' }
    const body = { grant_type: 'password', client_id: CLIENT_ID, email, password: PASSWORD }
    const signIn = () => server.fetch('/user_management/authenticate', post(body, headers)).then(readAnswer)

    const [first, second] = [await signIn(), await signIn()]

    const [firstId, secondId] = [first, second].map(({ body }) => decodeToken(body.access_token).sid)
    assert.notEqual(firstId, secondId)
    assert.notEqual(first.body.refresh_token, second.body.refresh_token)
    for (const id of [firstId, secondId]) {
      await server.fetch('/user_management/sessions/revoke', post({ session_id: id }, headers))
    }
    for (const { body } of [first, second]) {
      assert.equal((await server.refresh(body.refresh_token)).body.error, 'invalid_grant')
    }
  })

  test('codings and fetch modes that the SDKs announce are no reason to refuse (.NET, Node)', async () => {
    const headers = { ...KEY, 'accept-encoding': 'utf-8', accept: 'application/vnd.x+json' }
    const response = await server.fetch('/user_management/users', { headers })

    assert.equal(response.status, 200)
    assert.match(response.headers.get('content-type') ?? '', /^application\/json/)
    assert.ok(server.newRequests().some((request) => request.headers['sec-fetch-mode'] === 'cors'))
  })

  const spellings = {
    'Node and Java': 'provider_scopes=a&provider_scopes=b&provider_query_params[foo]=bar',
    Go: 'provider_scopes=a%2Cb&provider_query_params%5Bfoo%5D=bar',
    Ruby: `provider_scopes=a%2Cb&provider_query_params=${encode('{"foo":"bar"}')}`,
    Python: `provider_scopes=a%2Cb&provider_query_params=${encode("{'foo': 'bar'}")}`,
    PHP: 'provider_scopes%5B0%5D=a&provider_scopes%5B1%5D=b&provider_query_params%5Bfoo%5D=bar',
  }
  for (const [language, parameters] of Object.entries(spellings)) {
    test(`provider_scopes and provider_query_params as ${language} write them do not stop a sign-in`, async () => {
      const { email } = await server.createUser()

      const url = `${server.url}${authorizePath()}&${parameters}&domain_hint=x&invitation_token=`
      const { code, error } = await signInOnPage(server.browser(), url, email)

      assert.ok(code)
      assert.equal(error, null)
    })
  }

  for (const [sent, meant] of Object.entries({
    'a+b': 'a b',
    'a%2Bb%20c': 'a+b c',
    "*~!'()-._": "*~!'()-._",
    '%2A%7E%21': '*~!',
    '%7B%22a%22%3A%22%5C%22%22%7D': '{"a":"\\""}',
  })) {
    test(`the state sent as ${sent} comes back as ${meant}`, async () => {
      const { email } = await server.createUser()
      const browser = server.browser()

      const onPage = await signInOnPage(browser, `${server.url}${authorizePath()}&state=${sent}`, email)
      const silent = await browser.open(`${server.url}${authorizePath()}&state=${sent}`)

      assert.equal(onPage.state, meant)
      assert.equal(readCallback(silent.response.headers.get('location') ?? '').state, meant)
    })
  }

  for (const [length, isGood] of [
    [42, false],
    [43, true],
    [128, true],
    [129, false],
  ] as const) {
    test(`a PKCE verifier of ${length} characters is ${isGood ? 'accepted' : 'refused'}`, async () => {
      const { email } = await server.createUser()
      const verifier = '-._~aZ09'.repeat(17).slice(0, length)
      const challenge = createHash('sha256').update(verifier).digest('base64url')
      const url = `${server.url}${authorizePath()}&code_challenge=${challenge}&code_challenge_method=S256`
      const { code } = await signInOnPage(server.browser(), url, email)

      const body = { grant_type: 'authorization_code', client_id: CLIENT_ID, code, code_verifier: verifier }
      const answer = await server.fetch('/user_management/authenticate', post(body)).then(readAnswer)

      assert.equal(answer.status, isGood ? 200 : 400)
      assert.equal(answer.body.error, isGood ? undefined : 'invalid_request')
    })
  }

  test('an id with an encoded slash stays one segment of the path', async () => {
    const externalId = 'crm/7/sessions'
    const user = await server.createUser({ external_id: externalId })
    const get = (path: string) => server.fetch(path, { headers: KEY }).then(readAnswer)

    const found = await get(`/user_management/users/external_id/${encode(externalId)}`)
    const user404 = await get('/user_management/users/a%2Fb')
    const below = await get(`/user_management/users/${encode(`${user.id}/sessions`)}`)
    const dots = await get('/user_management/users/%2e%2e%2Fredirect_uris')

    assert.equal(found.body.id, user.id)
    assert.deepEqual([user404.status, user404.body.message], [404, "User not found: 'a/b'."])
    assert.deepEqual([below.status, below.body.code], [404, 'entity_not_found'])
    assert.equal(dots.status, 404)
  })
})

function authorizePath(): string {
  return `/user_management/authorize?client_id=${CLIENT_ID}&provider=authkit&redirect_uri=${encode(CALLBACK)}&response_type=code`
}

function post(body: object, headers: Record<string, string> = {}): RequestInit {
  return { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) }
}
