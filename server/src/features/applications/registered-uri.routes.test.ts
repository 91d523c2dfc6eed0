import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CLIENT_ID, startServer, useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'

onEachDatabase('sign-out URIs', (database) => {
  test('are created, listed and deleted in the shape of redirect URIs; the first is the default', async () => {
    await using server = await startServer(database)

    const first = await server.api('POST', '/user_management/sign_out_uris', { uri: 'https://app.example.com/bye' })
    const second = await server.api('POST', '/user_management/sign_out_uris', {
      uri: 'https://*.preview.example.com/bye',
    })
    const listed = await server.api('GET', '/user_management/sign_out_uris')

    assert.equal(first.status, 201)
    const { id, created_at, updated_at, ...rest } = first.body
    assert.match(id, /^sign_out_uri_[0-9A-Z]{26}$/)
    assert.equal(created_at, updated_at)
    assert.deepEqual(rest, { object: 'sign_out_uri', uri: 'https://app.example.com/bye', default: true })
    assert.equal(second.body.default, false)
    assert.deepEqual(
      listed.body.data.map((entry: { id: string }) => entry.id),
      [second.body.id, id],
    )
    assert.equal((await server.api('DELETE', `/user_management/sign_out_uris/${second.body.id}`)).status, 204)
    assert.equal((await server.api('DELETE', `/user_management/sign_out_uris/${second.body.id}`)).status, 404)
  })

  test('a new default takes the place of the old one, and the default cannot be deleted before that', async () => {
    await using server = await startServer(database)
    const old = await server.api('POST', '/user_management/sign_out_uris', { uri: 'https://a.example.com/' })
    await server.api('POST', '/user_management/sign_out_uris', { uri: 'https://b.example.com/' })
    assert.equal((await server.api('DELETE', `/user_management/sign_out_uris/${old.body.id}`)).status, 409)

    await server.api('POST', '/user_management/sign_out_uris', { uri: 'https://c.example.com/', default: true })

    const { body } = await server.api('GET', '/user_management/sign_out_uris?order=asc')
    assert.deepEqual(
      body.data.map((entry: { uri: string; default: boolean }) => [entry.uri, entry.default]),
      [
        ['https://a.example.com/', false],
        ['https://b.example.com/', false],
        ['https://c.example.com/', true],
      ],
    )
    assert.equal((await server.api('DELETE', `/user_management/sign_out_uris/${old.body.id}`)).status, 204)
  })

  test('another entry becomes the default in one step, and what was it stays registered', async () => {
    await using server = await startServer(database)
    const create = async (uri: string) => (await server.api('POST', '/user_management/sign_out_uris', { uri })).body.id
    const put = (id: string, body: object) => server.api('PUT', `/user_management/sign_out_uris/${id}`, body)
    const defaults = async () =>
      (await server.api('GET', '/user_management/sign_out_uris?order=asc')).body.data.map(
        (entry: { default: boolean }) => entry.default,
      )
    const [first, second] = [await create('https://a.example.com/'), await create('https://b.example.com/')]
    const wildcard = await create('https://*.example.com/')

    const { status, body } = await put(second, { default: true })
    const again = await put(second, { default: true })

    assert.deepEqual([status, body.id, body.default], [200, second, true])
    assert.deepEqual(again.body, body)
    assert.deepEqual(await defaults(), [false, true, false])
    const { sessionId } = await server.signedIn()
    assert.equal((await server.logOut(sessionId)).headers.get('location'), 'https://b.example.com/')
    for (const [id, given, refusal] of [
      [wildcard, { default: true }, 422],
      [first, { default: false }, 422],
      [first, {}, 422],
      ['sign_out_uri_01HZZZZZZZZZZZZZZZZZZZZZZZ', { default: true }, 404],
    ] as const)
      assert.equal((await put(id, given)).status, refusal, `${id} ${JSON.stringify(given)}`)
    assert.deepEqual(await defaults(), [false, true, false])
    assert.equal((await server.api('DELETE', `/user_management/sign_out_uris/${first}`)).status, 204)
  })

  test('decide where a sign-out goes: the registered address, else the default, never anything else', async () => {
    await using server = await startServer(database)
    await server.api('POST', '/user_management/sign_out_uris', { uri: 'https://app.example.com/bye?a=1#f' })
    await server.api('POST', '/user_management/sign_out_uris', { uri: 'https://other.example.com/' })
    const goesTo = async (returnTo?: string) => {
      const { sessionId } = await server.signedIn()
      return (await server.logOut(sessionId, returnTo)).headers.get('location')
    }

    assert.equal(await goesTo('https://other.example.com/'), 'https://other.example.com/')
    assert.equal(await goesTo('https://app.example.com/bye?a=1#f'), 'https://app.example.com/bye?a=1#f')
    for (const dropped of [
      undefined,
      '',
      '/',
      'http://localhost:3000/',
      'https://evil.example/',
      'https://other.example.com.evil.example/',
    ]) {
      assert.equal(await goesTo(dropped), 'https://app.example.com/bye?a=1#f', String(dropped))
    }
  })

  test('given twice, return_to is dropped and the session ends all the same (H1 to H3)', async () => {
    await using server = await startServer(database)
    await server.api('POST', '/user_management/sign_out_uris', { uri: 'https://app.example.com/' })
    await server.api('POST', '/user_management/sign_out_uris', { uri: 'https://other.example.com/' })
    const good = encodeURIComponent('https://other.example.com/')
    for (const other of [encodeURIComponent('https://evil.example/'), good]) {
      const { sessionId, refreshToken } = await server.signedIn()
      const response = await server.request(
        `/user_management/sessions/logout?session_id=${sessionId}&return_to=${good}&return_to=${other}`,
      )
      assert.equal(response.headers.get('location'), 'https://app.example.com/')
      assert.equal((await server.refresh(refreshToken)).status, 400)
    }
  })

  for (const mode of ['development', 'production'] as const) {
    test(`without any registered, ${mode} mode ${mode === 'development' ? 'follows loopback only' : 'follows nothing'}`, async () => {
      await using server = await startServer(database, { mode, publicUrl: 'https://auth.example.com' })
      const goesTo = async (returnTo: string) =>
        (await server.logOut('session_01HZZZZZZZZZZZZZZZZZZZZZZZ', returnTo)).headers.get('location')

      assert.equal(
        await goesTo('http://localhost:5173/bye'),
        mode === 'development' ? 'http://localhost:5173/bye' : '/signed-out',
      )
      // In development our page is told, under seal, what was dropped.
      const ownPage = mode === 'development' ? /^\/signed-out\?note=[\w-]+$/ : /^\/signed-out$/
      assert.match((await goesTo('https://app.example.com/')) ?? '', ownPage)
      assert.match((await goesTo('http://localhost.evil.example/')) ?? '', ownPage)
    })
  }

  test('those of the demo app count as registered while it runs, and loopback is followed until others are', async () => {
    const demoUrl = 'http://localhost:4101'
    await using server = await startServer(database, { demoUrl })
    const goesTo = async (returnTo: string) =>
      (await server.logOut('session_01HZZZZZZZZZZZZZZZZZZZZZZZ', returnTo)).headers.get('location')
    const statusAt = async (redirectUri: string) => {
      const query = new URLSearchParams({ client_id: CLIENT_ID, redirect_uri: redirectUri, response_type: 'code' })
      return (await server.browser().get(`/user_management/authorize?${query}&provider=authkit`)).status
    }
    assert.equal(await goesTo('http://localhost:3000/bye'), 'http://localhost:3000/bye')
    assert.equal(await statusAt('http://localhost:3000/callback'), 302)

    const own = await server.api('POST', '/user_management/sign_out_uris', { uri: 'http://localhost:5000/' })
    await server.api('POST', '/user_management/redirect_uris', { uri: 'http://localhost:5000/callback' })

    assert.equal(await goesTo(`${demoUrl}/signed-out`), `${demoUrl}/signed-out`)
    assert.equal(await statusAt(`${demoUrl}/callback`), 302)
    for (const dropped of ['http://localhost:3000/bye', `${demoUrl}/callback`, `${demoUrl}/`])
      assert.equal(await goesTo(dropped), 'http://localhost:5000/', dropped)
    for (const refused of ['http://localhost:3000/callback', `${demoUrl}/signed-out`, `${demoUrl}/`])
      assert.equal(await statusAt(refused), 400, refused)
    const listed = await server.api('GET', '/user_management/sign_out_uris')
    assert.deepEqual(listed.body.data, [own.body])
  })

  test('T02: a bad entry is refused on either list, and the list stays as it was', async () => {
    await using server = await startServer(database, { publicUrl: 'https://auth.example.com' })
    for (const list of ['sign_out_uris', 'redirect_uris']) {
      for (const uri of [
        'javascript:alert(1)',
        'https://*',
        'https://*.com/',
        'https://a.*.example.com/',
        '/relative',
        'https://user@example.com/',
        'https://*.ngrok-free.app/',
        '',
        'x'.repeat(3000),
      ]) {
        const { status, body } = await server.api('POST', `/user_management/${list}`, { uri })
        assert.equal(status, 422, uri)
        assert.ok(body.message.length > 10)
      }
      const wildcardDefault = await server.api('POST', `/user_management/${list}`, {
        uri: 'https://*.example.com/',
        default: true,
      })
      assert.equal(wildcardDefault.status, 422)
      assert.deepEqual((await server.api('GET', `/user_management/${list}`)).body.data, [])
    }
  })

  const shared = useServer(database)
  test('the same entry twice is refused with the official wording', async () => {
    await shared.api('POST', '/user_management/redirect_uris', { uri: 'https://app.example.com/cb' })
    const { status, body } = await shared.api('POST', '/user_management/redirect_uris', {
      uri: 'https://app.example.com/cb',
    })
    assert.equal(status, 422)
    assert.equal(body.message, "Redirect URI 'https://app.example.com/cb' already exists.")
  })
})
