import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { onEachDatabase } from '../support/databases.ts'
import { useLiveServer } from './live-server.ts'

const DEFAULT_URI = 'https://app.example.com/signed-out'
const PLUS_URI = 'https://app.example.com/bye?why=a+b'
const encode = encodeURIComponent

/** The ways in which the official SDKs of all languages write the logout URL. */
onEachDatabase('logout URLs of SDKs', (database) => {
  const server = useLiveServer(database)
  before(async () => {
    await server.api('POST', '/user_management/sign_out_uris', { uri: DEFAULT_URI, default: true })
    await server.api('POST', '/user_management/sign_out_uris', { uri: PLUS_URI })
  })

  const logOuts = [
    {
      name: 'return_to before session_id (Go)',
      query: (id: string) => `return_to=${encode(PLUS_URI)}&session_id=${id}`,
    },
    { name: 'a double slash before the path (Go, .NET)', query: sessionFirst, prefix: '/' },
    { name: 'parameters nobody knows', query: (id: string) => `utm=1&${sessionFirst(id)}&client_id=x` },
    { name: 'lowercase escapes', query: (id: string) => sessionFirst(id).replaceAll('%3A', '%3a') },
  ]
  for (const { name, query, prefix = '' } of logOuts) {
    test(`signing out with ${name} ends the session and leads to return_to`, async () => {
      const { sessionId, refreshToken } = await server.signedIn()

      const response = await server.fetch(`${prefix}/user_management/sessions/logout?${query(sessionId)}`)

      assert.equal(response.status, 302)
      assert.equal(response.headers.get('location'), PLUS_URI)
      assert.equal((await server.refresh(refreshToken)).body.error, 'invalid_grant')
    })
  }

  for (const [name, returnTo] of Object.entries({
    'an empty return_to (Go, Ruby, Java, Python, PHP)': '',
    'a plus that means a space': PLUS_URI,
    'a return_to with a line break': `${encode(DEFAULT_URI)}%0D%0ASet-Cookie%3A%20a%3Db`,
    'a return_to that is only a path (TanStack)': '%2F',
  })) {
    test(`signing out with ${name} leads to the default address`, async () => {
      const { sessionId, refreshToken } = await server.signedIn()

      const path = `/user_management/sessions/logout?session_id=${sessionId}&return_to=${returnTo}`
      const response = await server.fetch(path)

      assert.equal(response.headers.get('location'), DEFAULT_URI)
      assert.deepEqual(response.headers.getSetCookie(), [])
      assert.equal((await server.refresh(refreshToken)).body.error, 'invalid_grant')
    })
  }

  for (const query of ['', '?session_id=', '?session_id', `?return_to=${encode(PLUS_URI)}`]) {
    test(`a logout URL with ${query || 'no query'} (Ruby, Python) is refused as JSON and leads nowhere`, async () => {
      const response = await server.fetch(`/user_management/sessions/logout${query}`)

      assert.equal(response.status, 422)
      assert.equal(response.headers.get('location'), null)
      const { message } = (await response.json()) as { message: string }
      assert.match(message, /session_id/)
    })
  }

  test('signing out needs no key, no cookie and no access token that is still valid', async () => {
    const { sessionId, refreshToken } = await server.signedIn()
    server.passSeconds(600)

    const response = await server.fetch(`/user_management/sessions/logout?session_id=${sessionId}`)

    assert.equal(response.headers.get('location'), DEFAULT_URI)
    assert.equal((await server.refresh(refreshToken)).body.error, 'invalid_grant')
  })

  test('signing out by fetch without navigation works: authkit-js does it with no-cors', async () => {
    const { sessionId, refreshToken } = await server.signedIn()

    await server.request(`/user_management/sessions/logout?session_id=${sessionId}`, {
      headers: { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'empty', 'sec-fetch-site': 'cross-site' },
    })

    assert.equal((await server.refresh(refreshToken)).body.error, 'invalid_grant')
  })
})

function sessionFirst(id: string): string {
  return `session_id=${id}&return_to=${encode(PLUS_URI)}`
}
