import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ApiClient, createApiClient, requestsTo } from '../support/api-client.ts'
import { onEachDatabase, type Place } from '../support/databases.ts'
import {
  at,
  type Credentials,
  doesAnswer,
  PRODUCTION,
  runGatehouse,
  type SpawnedServer,
  spawnProduction,
} from '../support/spawn-server.ts'

onEachDatabase('`serve`', (database) => {
  let place: Place
  let server: SpawnedServer & Credentials
  let client: ApiClient

  before(async () => {
    place = await database.create()
    server = await spawnProduction(place)
    client = createApiClient(requestsTo(server.origin), server)
  })
  after(async () => {
    await server[Symbol.asyncDispose]()
    await place.remove()
  })

  const manage = (...words: string[]) => runGatehouse(words, { ...PRODUCTION, ...at(place) })
  const isAccepted = async (apiKey: string) => {
    const { status, body } = await createApiClient(requestsTo(server.origin), { ...server, apiKey }).api(
      'GET',
      '/user_management/users',
    )
    assert.ok(status === 200 || status === 401, JSON.stringify(body))
    return status === 200
  }

  test('knows no well-known API key, neither as a bearer nor as a client secret', async () => {
    assert.equal(await isAccepted(server.apiKey), true)
    assert.equal(await isAccepted('sk_test_default'), false)

    const wellKnown = createApiClient(requestsTo(server.origin), { ...server, apiKey: 'sk_test_default' })
    const { status, body } = await wellKnown.authenticate({ grant_type: 'password', email: 'a@b.co', password: 'x' })

    assert.equal(status, 400)
    assert.deepEqual(body, { error: 'invalid_client', error_description: 'Invalid client secret.' })
  })

  test('knows no well-known client, and redirects nobody who names it', async () => {
    const query = new URLSearchParams({
      client_id: 'client_local',
      redirect_uri: 'http://localhost:3000/callback',
      response_type: 'code',
      provider: 'authkit',
    })

    const authorize = await client.get(`/user_management/authorize?${query}`)
    const jwks = await client.get('/sso/jwks/client_local')
    const token = await client.authenticate({
      client_id: 'client_local',
      grant_type: 'refresh_token',
      refresh_token: 'x',
    })

    assert.equal(authorize.status, 400)
    assert.equal(authorize.headers.get('location'), null)
    assert.match(authorize.body, /Unknown application/)
    assert.equal(jwks.status, 404)
    assert.equal(token.body.error, 'invalid_client')
  })

  test('follows no loopback address that nobody registered', async () => {
    for (const address of ['http://localhost:3000/callback', 'http://127.0.0.1:3000/callback']) {
      const query = new URLSearchParams({
        client_id: server.clientId,
        redirect_uri: address,
        response_type: 'code',
        provider: 'authkit',
      })

      const authorize = await client.get(`/user_management/authorize?${query}`)
      const logOut = await client.get(
        `/user_management/sessions/logout?${new URLSearchParams({ session_id: 'session_x', return_to: address })}`,
      )

      assert.equal(authorize.status, 400)
      assert.equal(authorize.headers.get('location'), null)
      assert.equal(logOut.status, 302)
      assert.equal(logOut.headers.get('location'), '/signed-out')
    }
  })

  test('has no demo user, no demo app and no banner', async () => {
    const users = await client.api('GET', '/user_management/users')
    const signIn = await client.authenticate({
      grant_type: 'password',
      email: 'demo@example.com',
      password: 'open the gate',
    })

    assert.deepEqual(users.body.data, [])
    assert.equal(signIn.body.code, 'invalid_credentials')
    const { port } = new URL(server.origin)
    assert.equal(await doesAnswer(`http://127.0.0.1:${Number(port) + 1}/`), false)
    assert.equal(server.stdout, '')
    for (const line of server.stderr.trim().split('\n')) assert.ok(JSON.parse(line).time, line)
  })

  test('shows the reference, which it loads only then', async () => {
    const { status, body } = await client.get('/reference/get-logout-url')

    assert.equal(status, 200)
    assert.match(body, /hljs-/)
  })

  test('keeps its secrets out of the log', async () => {
    await client.authenticate({ grant_type: 'password', email: 'a@example.com', password: 'a password typed' })
    await client.get('/user_management/sessions/logout?session_id=session_of_somebody')

    assert.match(server.stderr, /sessions\/logout/)
    const { GATEHOUSE_SECRET = '' } = PRODUCTION
    for (const secret of [server.apiKey, GATEHOUSE_SECRET, 'a password typed', 'session_of_somebody'])
      assert.ok(!server.stderr.includes(secret), secret)
  })

  test('accepts a key made while it runs, lists it without its value, and refuses it as soon as it is revoked', async () => {
    const created = await manage('api-keys', 'create', '--name', 'Laptop')
    const [, key = ''] = /^API key +(\S+)$/m.exec(created.stdout) ?? []
    assert.equal(await isAccepted(key), true)

    const listed = await manage('api-keys', 'list')

    const line = listed.stdout.split('\n').find((one) => one.endsWith('Laptop')) ?? ''
    const [id = '', hint] = line.split(/ +/)
    assert.equal(hint, `sk_…${key.slice(-4)}`)
    assert.ok(!listed.stdout.includes(key))

    const revoked = await manage('api-keys', 'revoke', id)

    assert.equal(revoked.code, 0, revoked.stderr)
    assert.equal(await isAccepted(key), false)
    assert.equal(await isAccepted(server.apiKey), true)
    assert.match((await manage('api-keys', 'list')).stdout, new RegExp(`^${id} .* revoked .*Laptop$`, 'm'))
  })

  test('says that there is nothing to revoke, or nothing named', async () => {
    const unknown = await manage('api-keys', 'revoke', 'api_key_none')
    const unnamed = await manage('api-keys', 'revoke')

    assert.equal(unknown.code, 1)
    assert.equal(unknown.stderr, 'gatehouse: There is no working API key with the id api_key_none.\n')
    assert.equal(unnamed.code, 1)
    assert.match(unnamed.stderr, /^gatehouse: Name the key to revoke: .*\n$/)
    assert.equal(await isAccepted(server.apiKey), true)
  })
})
