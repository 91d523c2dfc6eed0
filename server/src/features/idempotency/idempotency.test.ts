import assert from 'node:assert/strict'
import { test } from 'node:test'
import { API_KEY, authenticate, PASSWORD, readAnswer, useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { routes } from '../../app.ts'
import { createApiKey } from '../applications/api-keys.ts'
import { KEPT_MS } from './answer-once.ts'
import { removeOldAnswers } from './remove-old-answers.ts'

const ORGANIZATIONS = '/organizations'

onEachDatabase('a request with an Idempotency-Key', (database) => {
  const server = useServer(database)
  let count = 0
  const freshKey = () => `key-${++count}`
  const post = async (path: string, key: string, body: object, apiKey = API_KEY) => {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', 'idempotency-key': key }
    return await readAnswer(await server.request(path, { method: 'POST', headers, body: JSON.stringify(body) }))
  }
  const named = async (name: string) =>
    (await server.api('GET', `${ORGANIZATIONS}?search=${encodeURIComponent(name)}`)).body.data.length

  test('makes one object however often it comes, and is answered the same each time', async () => {
    const key = freshKey()
    await server.newEvents()

    const first = await post(ORGANIZATIONS, key, { name: 'Once', metadata: { a: '1' } })
    const again = await post(ORGANIZATIONS, key, { metadata: { a: '1' }, name: 'Once' })

    assert.deepEqual([first.status, again.status], [201, 201])
    assert.deepEqual(again.body, first.body)
    assert.deepEqual(
      [first.headers.get('idempotent-replayed'), again.headers.get('idempotent-replayed')],
      [null, 'true'],
    )
    assert.equal(await named('Once'), 1)
    assert.deepEqual(await server.newEvents(), ['organization.created'])
  })

  test('of many at once one makes the object, and all are answered with it', async () => {
    const key = freshKey()
    await server.newEvents()

    const answers = await Promise.all(Array.from({ length: 12 }, () => post(ORGANIZATIONS, key, { name: 'Race' })))

    assert.equal(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size, 1)
    assert.equal(answers.filter(({ headers }) => !headers.has('idempotent-replayed')).length, 1)
    assert.equal(await named('Race'), 1)
    assert.deepEqual(await server.newEvents(), ['organization.created'])
  })

  test('is refused when the key came with another body or to another place, and makes nothing', async () => {
    const key = freshKey()
    await post(ORGANIZATIONS, key, { name: 'Mine' })

    for (const [path, body] of [
      [ORGANIZATIONS, { name: 'Not mine' }],
      ['/user_management/users', { email: 'not-mine@example.com' }],
    ] as const) {
      const { status, body: refusal } = await post(path, key, body)
      assert.deepEqual([status, refusal.code], [422, 'idempotency_key_reused'])
    }
    assert.equal(await named('Not mine'), 0)
    assert.deepEqual((await server.api('GET', '/user_management/users?email=not-mine@example.com')).body.data, [])
  })

  test('may be tried again after it was refused: a refusal is not kept', async () => {
    const key = freshKey()
    const { body: taken } = await post(ORGANIZATIONS, freshKey(), { name: 'Taken', external_id: 'idempotent-1' })
    const wanted = { name: 'Wanted', external_id: 'idempotent-1' }

    assert.equal((await post(ORGANIZATIONS, key, wanted)).status, 400)
    await server.api('DELETE', `${ORGANIZATIONS}/${taken.id}`)

    assert.equal((await post(ORGANIZATIONS, key, wanted)).status, 201)
  })

  test('gets a secret again that is shown only once, and no table holds it', async () => {
    const { body: organization } = await post(ORGANIZATIONS, freshKey(), { name: 'Keys' })
    const key = freshKey()
    const path = `${ORGANIZATIONS}/${organization.id}/api_keys`

    const first = await post(path, key, { name: 'CI' })
    const again = await post(path, key, { name: 'CI' })

    assert.ok(first.body.value)
    assert.equal(again.body.value, first.body.value)
    const rows = await server.app.db.selectFrom('idempotent_request').selectAll().execute()
    assert.ok(rows.length > 0)
    assert.ok(!JSON.stringify(rows).includes(first.body.value))
  })

  test('is another caller’s own: the same key of another API key makes another object', async () => {
    const { value } = await createApiKey(server.app, 'Another application')
    const key = freshKey()

    const mine = await post(ORGANIZATIONS, key, { name: 'Scoped' })
    const theirs = await post(ORGANIZATIONS, key, { name: 'Scoped' }, value)

    assert.deepEqual([mine.status, theirs.status], [201, 201])
    assert.notEqual(mine.body.id, theirs.body.id)
  })

  test('signs in and revokes each time anew: there nothing is ever repeated from memory', async () => {
    const { email } = await server.createUser()
    const headers = {
      authorization: `Bearer ${API_KEY}`,
      'content-type': 'application/json',
      'idempotency-key': freshKey(),
    }
    const grant = {
      grant_type: 'password',
      client_id: 'client_local',
      client_secret: API_KEY,
      email,
      password: PASSWORD,
    }
    const signIn = async () =>
      await readAnswer(
        await server.request('/user_management/authenticate', { method: 'POST', headers, body: JSON.stringify(grant) }),
      )

    const [one, other] = [await signIn(), await signIn()]

    assert.deepEqual([one.status, other.status], [200, 200])
    assert.notEqual(one.body.refresh_token, other.body.refresh_token)
    const { sessionId, refreshToken } = await server.signIn(email)
    const key = freshKey()
    assert.equal((await post('/user_management/sessions/revoke', key, { session_id: sessionId })).status, 200)
    assert.equal((await server.refresh(refreshToken)).status, 400)
    const keys = await server.app.db.selectFrom('idempotent_request').selectAll().execute()
    const unchanged = keys.length
    await post('/user_management/sessions/revoke', key, { session_id: sessionId })
    assert.equal((await server.app.db.selectFrom('idempotent_request').selectAll().execute()).length, unchanged)
    assert.equal((await authenticate(server, { ...grant, password: 'another one' })).status, 400)
  })

  test('makes no second object either when the node died before it had answered', async () => {
    const key = freshKey()
    await post(ORGANIZATIONS, key, { name: 'Half way' })
    await server.app.database.transaction((db) =>
      db.updateTable('idempotent_request').set({ sealed_answer: null }).execute(),
    )

    const { status, body } = await post(ORGANIZATIONS, key, { name: 'Half way' })

    assert.deepEqual([status, body.code], [409, 'idempotency_key_in_use'])
    assert.equal(await named('Half way'), 1)
  })

  test('needs a key of visible characters, and not too many', async () => {
    for (const key of ['', ' ', 'a b', 'x'.repeat(256)]) {
      const { status } = await post(ORGANIZATIONS, key, { name: 'Bad key' })
      assert.equal(status, 422, JSON.stringify(key))
    }
    assert.equal(await named('Bad key'), 0)
  })

  test('is a new one after a day, and what is older is removed', async () => {
    const key = freshKey()
    const before = await post(ORGANIZATIONS, key, { name: 'Day' })

    server.passSeconds(KEPT_MS / 1000)
    const after = await post(ORGANIZATIONS, key, { name: 'Day' })

    assert.deepEqual([before.status, after.status], [201, 201])
    assert.notEqual(after.body.id, before.body.id)
    await removeOldAnswers(server.app)
    const left = await server.app.db.selectFrom('idempotent_request').select('key_hash').execute()
    assert.equal(left.length, 1)
    assert.deepEqual((await post(ORGANIZATIONS, key, { name: 'Day' })).body, after.body)
  })
})

test('every operation that makes something says so, and those that end or prove something do not', () => {
  const others = routes.filter(({ method, responses, isCreate }) => method === 'post' && 201 in responses && !isCreate)

  assert.deepEqual(
    others.map(({ path }) => path),
    [
      '/user_management/sessions/revocations',
      '/organization_domains/{id}/verify',
      '/organizations/{organizationId}/groups/{groupId}/organization-memberships',
    ].filter((path) => others.some((route) => route.path === path)),
  )
  for (const { path, isCreate } of routes) {
    if (/authenticate|revoke|revocations|token|logout|suspend/.test(path) && !path.includes('_uris'))
      assert.ok(!isCreate, path)
  }
})
