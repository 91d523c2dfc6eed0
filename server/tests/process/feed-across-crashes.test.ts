import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { PASSWORD } from '../harness.ts'
import { createApiClient, requestsTo } from '../support/api-client.ts'
import { onEachDatabase } from '../support/databases.ts'
import { type FeedReader, followFeed } from '../support/feed-reader.ts'
import { at, createApiKey, freePort, PRODUCTION, type SpawnedServer, spawnServer } from '../support/spawn-server.ts'

const KILLS = 3
const SESSIONS = 32
const SOON_MS = 8_000

onEachDatabase('a consumer of the revocation feed', (database) => {
  test('misses nothing that was answered, although the server is killed again and again', async (t) => {
    const place = await database.create()
    const variables = { ...PRODUCTION, ...at(place), GATEHOUSE_REQUEST_LOG: 'off', PORT: String(await freePort()) }
    const credentials = await createApiKey(variables)
    const request = requestsTo(`http://127.0.0.1:${variables.PORT}`)
    let server: SpawnedServer = await spawnServer('serve', variables)
    // Whatever fails below: the runner would wait for a server that stays behind.
    t.after(() => server.kill('SIGKILL'))
    const client = createApiClient(request, credentials)
    const ids = await signIn(client)
    const readers: FeedReader[] = []
    const follow = async () => {
      const after = readers.at(-1)?.position()
      readers.push(await followFeed(request, { apiKey: credentials.apiKey, after }))
    }
    await follow()
    const answered = new Set<string>()
    let waiting = [...ids]

    for (let kills = 0; kills <= KILLS; kills++) {
      const [now, later] = [waiting.slice(0, SESSIONS / (KILLS + 1)), waiting.slice(SESSIONS / (KILLS + 1))]
      const logouts = now.map((id) => logOut(id))
      if (kills < KILLS) {
        await logouts[0]
        server.kill('SIGKILL')
      }
      const failed = (await Promise.all(logouts)).flatMap(({ id, isAnswered }) => (isAnswered ? [] : [id]))
      waiting = [...later, ...failed]
      if (kills === KILLS) break
      await server.exited
      server = await spawnServer('serve', variables)
      await follow()
    }
    for (const id of waiting) await logOut(id)
    await heard(answered)
    server.kill('SIGTERM')
    const last = readers.at(-1)
    const bye = await last?.find(({ event }) => event === 'bye')
    const asked = performance.now()

    assert.deepEqual(await server.exited, { code: 0, signal: null })
    assert.ok(performance.now() - asked < SOON_MS, 'an open stream was waited for')
    assert.deepEqual(bye?.data, { reason: 'shutting_down' })
    assert.equal(answered.size, SESSIONS)
    assert.ok(readers.length === KILLS + 1)
    await place.remove()

    async function logOut(id: string) {
      const isAnswered = await client.get(`/user_management/sessions/logout?session_id=${id}`).then(
        ({ status }) => status === 302,
        () => false,
      )
      if (isAnswered) answered.add(id)
      return { id, isAnswered }
    }
    async function heard(expected: Set<string>) {
      const limit = performance.now() + SOON_MS
      for (;;) {
        const told = new Set(readers.flatMap(({ events }) => events.map(({ data }) => data.session_id)))
        const missing = [...expected].filter((id) => !told.has(id))
        if (missing.length === 0) return
        assert.ok(performance.now() < limit, `${missing.length} of ${expected.size} were never announced`)
        await sleep(20)
      }
    }
  })
})

type Client = ReturnType<typeof createApiClient>

/** As many sessions as are ended later. */
async function signIn(client: Client): Promise<string[]> {
  const email = `${crypto.randomUUID()}@example.com`
  const created = await client.api('POST', '/user_management/users', { email, password: PASSWORD })
  assert.equal(created.status, 201)
  const ids: string[] = []
  const one = async () => {
    const { status, body } = await client.authenticate({ grant_type: 'password', email, password: PASSWORD })
    assert.equal(status, 200, JSON.stringify(body))
    ids.push(JSON.parse(Buffer.from(body.access_token.split('.')[1], 'base64url').toString()).sid)
  }
  while (ids.length < SESSIONS) await Promise.all(Array.from({ length: 8 }, one))
  return ids.slice(0, SESSIONS)
}
