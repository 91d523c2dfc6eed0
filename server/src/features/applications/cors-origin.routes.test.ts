import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { applySeed } from '../seed/apply-seed.ts'
import { seedOf } from '../seed/seed-file.ts'
import { createApiKey } from './api-keys.ts'

const PATH = '/user_management/cors_origins'

onEachDatabase('CORS origins', (database) => {
  test('are created, listed and deleted in the official shape', async () => {
    await using server = await startServer(database)

    const first = await server.api('POST', PATH, { origin: 'https://app.example.com' })
    const second = await server.api('POST', PATH, { origin: 'https://admin.example.com:8443' })
    const listed = await server.api('GET', PATH)
    const page = await server.api('GET', `${PATH}?limit=1&order=asc`)

    assert.equal(first.status, 201)
    const { id, created_at, updated_at, ...rest } = first.body
    assert.match(id, /^cors_origin_[0-9A-Z]{26}$/)
    assert.match(created_at, /^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/)
    assert.equal(created_at, updated_at)
    assert.deepEqual(rest, { object: 'cors_origin', origin: 'https://app.example.com' })
    assert.deepEqual(listed.body, {
      object: 'list',
      data: [second.body, first.body],
      list_metadata: { before: null, after: null },
    })
    assert.deepEqual(page.body.data, [first.body])
    assert.equal(page.body.list_metadata.after, id)
    assert.equal((await server.api('DELETE', `${PATH}/${id}`)).status, 204)
    assert.equal((await server.api('DELETE', `${PATH}/${id}`)).status, 404)
    assert.deepEqual((await server.api('GET', PATH)).body.data, [second.body])
  })

  test('the same one twice is refused as the official document says, and is there once', async () => {
    await using server = await startServer(database)
    await server.api('POST', PATH, { origin: 'https://app.example.com' })

    const { status, body } = await server.api('POST', PATH, { origin: 'https://app.example.com' })

    assert.equal(status, 409)
    assert.deepEqual(body, { message: 'CORS origin already exists.', code: 'duplicate_cors_origin' })
    assert.equal((await server.api('GET', PATH)).body.data.length, 1)
  })

  test('nobody without an API key sees or changes them', async () => {
    await using server = await startServer(database)
    const { body } = await server.api('POST', PATH, { origin: 'https://app.example.com' })
    const json = { 'content-type': 'application/json' }

    const answers = await Promise.all([
      server.request(PATH),
      server.request(PATH, { method: 'POST', headers: json, body: '{"origin":"https://evil.example"}' }),
      server.request(`${PATH}/${body.id}`, { method: 'DELETE' }),
    ])

    assert.deepEqual(
      answers.map(({ status }) => status),
      [401, 401, 401],
    )
    assert.deepEqual((await server.api('GET', PATH)).body.data, [body])
  })

  const refused: [origin: unknown, message: RegExp][] = [
    ['https://app.example.com/', /For this one that is https:\/\/app\.example\.com$/],
    ['https://app.example.com/login', /For this one that is https:\/\/app\.example\.com$/],
    ['https://app.example.com?', /Write an origin/],
    ['https://app.example.com#', /Write an origin/],
    ['https://APP.example.com', /For this one that is https:\/\/app\.example\.com$/],
    ['https://app.example.com:443', /For this one that is https:\/\/app\.example\.com$/],
    ['https://user@app.example.com', /Write an origin/],
    ['https://app.example.com\n', /Write an origin/],
    [' https://app.example.com', /Write an origin/],
    ['https://app.example.com\u0000', /Write an origin/],
    ['https://exämple.com', /Write an origin/],
    ['app.example.com', /Write an origin/],
    ['null', /Write an origin/],
    ['', /Write an origin/],
    ['file:///', /Write an origin/],
    ['myapp://callback', /Write an origin/],
    ['javascript:alert(1)', /Write an origin/],
    [`https://${'x'.repeat(3000)}.example.com`, /Write an origin/],
    ['*', /no wildcard/],
    ['https://*', /no wildcard/],
    ['https://*.example.com', /no wildcard/],
    ['http://localhost:*', /no wildcard/],
    ['http://app.example.com', /Use https/],
    ['http://app.localhost', /Use https/],
    [undefined, /origin is required/],
    [['https://app.example.com'], /origin/],
  ]
  test('T65: what is not exactly an origin is refused, and the list stays empty', async () => {
    await using server = await startServer(database, { mode: 'production' })
    const { value } = await createApiKey(server.app, 'Tests')
    const call = (method: string, body?: object) =>
      server.request(PATH, {
        method,
        headers: { authorization: `Bearer ${value}`, 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })

    for (const [origin, message] of refused) {
      const response = await call('POST', { origin })
      const body = (await response.json()) as { message: string; errors: { field: string }[] }
      assert.equal(response.status, 422, String(origin))
      assert.match(body.message, message, String(origin))
      assert.equal(body.errors[0]?.field, 'origin', String(origin))
    }
    assert.deepEqual(((await (await call('GET')).json()) as { data: object[] }).data, [])

    for (const origin of ['https://app.example.com', 'http://localhost:5173', 'http://127.0.0.1', 'http://[::1]:8080'])
      assert.equal((await call('POST', { origin })).status, 201, origin)
  })

  test('development mode takes plain http for any host', async () => {
    await using server = await startServer(database)

    assert.equal((await server.api('POST', PATH, { origin: 'http://app.example.com' })).status, 201)
  })

  test('the seed file adds those that are missing, by the same rules', async () => {
    await using server = await startServer(database)
    const seed = seedOf({ corsOrigins: ['https://app.example.com'] })

    await applySeed(server.app, seed)
    await applySeed(server.app, seed)
    await assert.rejects(
      applySeed(server.app, seedOf({ corsOrigins: ['https://app.example.com/'] })),
      /corsOrigins: https:\/\/app\.example\.com\/: Write an origin/,
    )

    const { body } = await server.api('GET', PATH)
    assert.deepEqual(
      body.data.map(({ origin }: { origin: string }) => origin),
      ['https://app.example.com'],
    )
  })
})
