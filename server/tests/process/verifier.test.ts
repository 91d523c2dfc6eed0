import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createSessionVerifier, type SessionVerifier, type SessionVerifierOptions } from '@gatehouse/client'
import { decodeToken } from '../harness.ts'
import { createApiClient, requestsTo } from '../support/api-client.ts'
import { onPostgres, type Place, sqlite, type TestDatabase } from '../support/databases.ts'
import {
  at,
  type Credentials,
  PRODUCTION,
  type SpawnedServer,
  spawnProduction,
  spawnServer,
} from '../support/spawn-server.ts'

const PASSWORD = 'correct horse battery'
const PATIENCE_MS = 20_000

interface Person {
  userId: string
  email: string
  sessionId: string
  accessToken: string
}

describe('a verifier of one node (SQLite)', () => refuseWhatEnded(sqlite, 1))
onPostgres('a verifier of another node', (database) => refuseWhatEnded(database, 2))

function refuseWhatEnded(database: TestDatabase, nodes: 1 | 2): void {
  const service = useService(database, nodes)

  test('refuses a session that was signed out, minutes before its token expires, and no other', async () => {
    const [person, neighbour] = [await service.signUp(), await service.signUp()]
    await using verifier = await service.verifier({ name: 'tests/first' })
    const before = await verifier.verify(person.accessToken)

    await service.logOut(person.sessionId)
    const answeredAt = performance.now()

    await untilLook(verifier, person.accessToken, 'signed_out')
    // `npm run bench:sign-out` measures; machines that run tests are busy.
    assert.ok(performance.now() - answeredAt < 5_000)
    assert.ok(before.active)
    assert.equal(before.claims.sub, person.userId)
    assert.equal(await look(verifier, neighbour.accessToken), 'active')
    await service.untilEnforced(person.sessionId, 'tests/first')
  })

  test('refuses after a start what ended before it', async () => {
    const person = await service.signUp()
    await service.logOut(person.sessionId)

    await using verifier = await service.verifier()

    assert.equal(await look(verifier, person.accessToken), 'signed_out')
  })

  test('refuses everything that a revocation of many covers, and accepts whoever signs in again', async () => {
    const [person, neighbour] = [await service.signUp(), await service.signUp()]
    const second = await service.signIn(person.email)
    await using verifier = await service.verifier()

    await service.revokeAll(person.userId)

    await untilLook(verifier, person.accessToken, 'signed_out')
    await untilLook(verifier, second.accessToken, 'signed_out')
    assert.equal(await look(verifier, neighbour.accessToken), 'active')
    // A token is as old as its second, and the mark is rounded up: whoever is very quick is refused once more. Not more
    // often than that: there is a limit to sign-ins.
    const limit = performance.now() + 5_000
    for (let answer = ''; answer !== 'active'; await sleep(1_000)) {
      answer = await look(verifier, (await service.signIn(person.email)).accessToken)
      assert.ok(performance.now() < limit, answer)
    }
  })

  test('does the same by polling', async () => {
    const person = await service.signUp()
    await using verifier = await service.verifier({ transport: 'poll' })
    assert.equal(await look(verifier, person.accessToken), 'active')

    await service.logOut(person.sessionId)

    await untilLook(verifier, person.accessToken, 'signed_out')
  })

  // On SQLite nothing can end while the only node is gone.
  if (nodes === 1) return
  test('is stale while its node is gone, and has missed nothing when it is back', async () => {
    const person = await service.signUp()
    await using verifier = await service.verifier({ maxStalenessMs: 2_000 })
    const neighbour = await service.signUp()
    assert.equal(await look(verifier, person.accessToken), 'active')

    await service.killFollowed()
    await service.logOut(person.sessionId)
    await untilLook(verifier, neighbour.accessToken, 'stale')
    await service.restartFollowed()

    await untilLook(verifier, neighbour.accessToken, 'active')
    await untilLook(verifier, person.accessToken, 'signed_out')
  })
}

async function look(verifier: SessionVerifier, token: string): Promise<string> {
  const verification = await verifier.verify(token)
  return verification.active ? 'active' : verification.reason
}

async function untilLook(verifier: SessionVerifier, token: string, expected: string): Promise<void> {
  const limit = performance.now() + PATIENCE_MS
  for (;;) {
    const answer = await look(verifier, token)
    if (answer === expected) return
    assert.ok(performance.now() < limit, `It stays ${answer}: ${JSON.stringify(verifier.status())}`)
    await sleep(2)
  }
}

/** Nodes as an operator starts them: people sign in and out on the first, applications follow the last. */
function useService(database: TestDatabase, nodes: 1 | 2) {
  let place: Place
  let first: SpawnedServer & Credentials
  let followed: SpawnedServer
  before(async () => {
    place = await database.create()
    first = await spawnProduction(place)
    followed = nodes === 1 ? first : await spawnServer('serve', { ...PRODUCTION, ...at(place) })
  })
  after(async () => {
    await first[Symbol.asyncDispose]()
    await followed[Symbol.asyncDispose]()
    await place.remove()
  })
  const client = () => createApiClient(requestsTo(first.origin), first)
  const signIn = async (email: string): Promise<Person> => {
    const { status, body } = await client().authenticate({ grant_type: 'password', email, password: PASSWORD })
    assert.equal(status, 200, JSON.stringify(body))
    const { sub, sid } = decodeToken(body.access_token)
    return { userId: sub, email, sessionId: sid, accessToken: body.access_token }
  }
  let people = 0
  return {
    signIn,
    async signUp(): Promise<Person> {
      const email = `person${++people}@example.com`
      const { status, body } = await client().api('POST', '/user_management/users', { email, password: PASSWORD })
      assert.equal(status, 201, JSON.stringify(body))
      return await signIn(email)
    },
    async logOut(sessionId: string): Promise<void> {
      const { status } = await client().get(`/user_management/sessions/logout?session_id=${sessionId}`)
      assert.ok([200, 302].includes(status), String(status))
    },
    async revokeAll(userId: string): Promise<void> {
      const { status, body } = await client().api('POST', '/user_management/sessions/revocations', { user_id: userId })
      assert.ok(status < 300, JSON.stringify(body))
    },
    /** Until the receipt of the session says that this verifier enforces its end. */
    async untilEnforced(sessionId: string, name: string): Promise<void> {
      const limit = performance.now() + PATIENCE_MS
      for (;;) {
        const { body } = await client().api('GET', `/user_management/sessions/${sessionId}/receipt`)
        const verifier = body.verifiers.find((one: { name: string }) => one.name === name)
        if (verifier?.enforced_at) return
        assert.ok(performance.now() < limit, JSON.stringify(body))
        await sleep(20)
      }
    },
    async verifier(options: Partial<SessionVerifierOptions> = {}): Promise<SessionVerifier> {
      const verifier = createSessionVerifier({
        baseUrl: followed.origin,
        clientId: first.clientId,
        apiKey: first.apiKey,
        issuer: `${PRODUCTION.GATEHOUSE_PUBLIC_URL}/user_management/${first.clientId}`,
        onEvent: () => {},
        ...options,
      })
      await verifier.ready()
      return verifier
    },
    async killFollowed(): Promise<void> {
      followed.kill('SIGKILL')
      await followed.exited
    },
    async restartFollowed(): Promise<void> {
      const { port } = new URL(followed.origin)
      followed = await spawnServer('serve', { ...PRODUCTION, ...at(place), PORT: port })
    },
  }
}
