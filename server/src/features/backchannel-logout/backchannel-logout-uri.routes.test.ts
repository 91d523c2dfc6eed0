import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CLIENT_ID, startServer, type TestServer, useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { applySeed } from '../seed/apply-seed.ts'
import { seedOf } from '../seed/seed-file.ts'
import { MOST_URIS_PER_APPLICATION, registerBackchannelLogoutUri } from './register-backchannel-logout-uri.ts'

const PATH = '/user_management/backchannel_logout_uris'

const uris = async (server: TestServer) =>
  (await server.api('GET', `${PATH}?limit=100`)).body.data.map((entry: { uri: string }) => entry.uri)

onEachDatabase('back-channel logout URIs', (database) => {
  const server = useServer(database)

  test('one is created, listed and deleted', async () => {
    const uri = 'https://app.example.com/backchannel?of=1'

    const { status, body } = await server.api('POST', PATH, { uri, client_id: CLIENT_ID })

    assert.equal(status, 201)
    const { id, created_at, updated_at, ...rest } = body
    assert.match(id, /^backchannel_logout_uri_/)
    assert.ok(created_at && updated_at)
    assert.deepEqual(rest, { object: 'backchannel_logout_uri', client_id: CLIENT_ID, uri })
    assert.deepEqual(await uris(server), [uri])
    assert.equal((await server.api('DELETE', `${PATH}/${id}`)).status, 204)
    assert.deepEqual(await uris(server), [])
    assert.equal((await server.api('DELETE', `${PATH}/${id}`)).status, 404)
  })

  test('one that is there already is refused', async () => {
    const uri = 'https://app.example.com/twice'
    const { body: first } = await server.api('POST', PATH, { uri })

    const { status, body } = await server.api('POST', PATH, { uri })

    assert.equal(status, 409)
    assert.equal(body.code, 'duplicate_backchannel_logout_uri')
    await server.api('DELETE', `${PATH}/${first.id}`)
  })

  test('development may use plain http on this machine', async () => {
    for (const uri of ['http://localhost:3000/b', 'http://127.0.0.1:3000/b', 'http://[::1]:3000/b']) {
      const { status, body } = await server.api('POST', PATH, { uri })
      assert.equal(status, 201, uri)
      await server.api('DELETE', `${PATH}/${body.id}`)
    }
  })

  test('T51: what is no receiver is refused with what to do, and nothing is kept of it', async () => {
    for (const [uri, code] of [
      ['http://app.example.com/b', 'http'],
      ['https://app.example.com/b#x', 'fragment'],
      ['https://app.example.com/b#', 'fragment'],
      ['https://*.app.example.com/b', 'wildcard'],
      ['https://user:secret@app.example.com/b', 'userinfo'],
      ['ftp://app.example.com/b', 'forbidden_scheme'],
      ['file:///etc/passwd', 'forbidden_scheme'],
      ['myapp://backchannel', 'custom_scheme'],
      ['/backchannel', 'not_absolute'],
      ['https://app.example.com/b\r\nx: y', 'not_printable_ascii'],
      ['https://APP.example.com/b', 'not_canonical'],
      ['https://0x7f.1/', 'not_canonical'],
      [`https://app.example.com/${'a'.repeat(2048)}`, 'too_long'],
    ] as const) {
      const { status, body } = await server.api('POST', PATH, { uri })
      assert.equal(status, 422, uri)
      assert.equal(body.errors[0].code, code, uri)
      assert.ok(body.errors[0].message.length > 20)
    }
    const { status, body } = await server.api('POST', PATH, { uri: 'https://a.example/', client_id: 'client_none' })
    assert.equal(status, 422)
    assert.equal(body.errors[0].field, 'client_id')
    assert.deepEqual(await uris(server), [])
  })

  test('an application may have a limited number', async () => {
    await using own = await startServer(database)
    for (let index = 0; index < MOST_URIS_PER_APPLICATION; index++)
      assert.equal((await own.api('POST', PATH, { uri: `https://app.example.com/${index}` })).status, 201)

    const { status, body } = await own.api('POST', PATH, { uri: 'https://app.example.com/more' })

    assert.equal(status, 422)
    assert.match(body.message, /at most 20/)
  })

  test('the seed file adds those that are missing, by the same rules', async () => {
    await using own = await startServer(database)
    const seed = seedOf({ backchannelLogoutUris: ['https://app.example.com/b'] })

    await applySeed(own.app, seed)
    await applySeed(own.app, seed)
    const bad = seedOf({ backchannelLogoutUris: ['http://app.example.com/b'] })

    await assert.rejects(applySeed(own.app, bad), /backchannelLogoutUris: http:\/\/app\.example\.com\/b: Use https/)
    assert.deepEqual(await uris(own), ['https://app.example.com/b'])
  })
})

onEachDatabase('back-channel logout URIs in production', (database) => {
  const server = useServer(database, { mode: 'production', publicUrl: 'https://auth.example.com' })

  test('T51: are https, also on this machine', async () => {
    const { app } = server
    await assert.rejects(registerBackchannelLogoutUri(app, { uri: 'http://127.0.0.1:3000/b' }), /Use https/)
    const { uri } = await registerBackchannelLogoutUri(app, { uri: 'https://app.example.com/b' })
    assert.equal(uri, 'https://app.example.com/b')
  })
})
