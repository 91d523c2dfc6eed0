import assert from 'node:assert/strict'
import { after, before, type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose'
import { startBackgroundJobs } from '../../src/background.ts'
import { PASSWORD } from '../harness.ts'
import { createApiClient } from '../support/api-client.ts'
import { onEachDatabase, type Place } from '../support/databases.ts'
import { openProductionNode, type ProductionNode } from '../support/production-node.ts'
import {
  at,
  type Credentials,
  createApiKey,
  PRODUCTION,
  runGatehouse,
  type Variables,
} from '../support/spawn-server.ts'

const RELOAD_INTERVAL_MS = 30_000
const MINUTE = 60

onEachDatabase('`gatehouse keys` beside a running server', (database) => {
  let place: Place
  let variables: Variables
  let node: RunningNode

  before(async () => {
    place = await database.create()
    variables = { ...PRODUCTION, ...at(place) }
    node = await startNode(place, await createApiKey(variables))
  })
  after(async () => {
    await node.close()
    await place.remove()
  })

  test('`rotate` publishes the new key at once, signs with it later, and old tokens verify until they expire', async (t) => {
    const first = await node.signIn()
    const oldKid = kidOf(first.access_token)

    const { code, stdout, stderr } = await runGatehouse(['keys', 'rotate'], variables)
    await node.passReloadInterval(t)

    assert.equal(code, 0, stderr)
    const [newKid = ''] = /^key_\w+/.exec(stdout) ?? []
    assert.deepEqual(new Set(await node.publishedKids()), new Set([oldKid, newKid]))
    assert.equal(kidOf((await node.signIn()).access_token), oldKid, 'verifiers had no time to see the new key')

    node.passSeconds(10 * MINUTE - 5)
    const lastOfOld = (await node.signIn()).access_token
    node.passSeconds(10)
    const firstOfNew = (await node.refresh(first.refresh_token)).access_token

    assert.equal(kidOf(lastOfOld), oldKid)
    assert.equal(kidOf(firstOfNew), newKid)
    node.passSeconds(4 * MINUTE)
    await node.verify(lastOfOld)
    await node.verify(firstOfNew)

    node.passSeconds(30 * MINUTE)
    assert.deepEqual(await node.publishedKids(), [newKid])
  })

  test('`drop` withdraws the old keys with the next reload; sessions go on under the new one', async (t) => {
    const before = await node.signIn()

    const { code, stdout, stderr } = await runGatehouse(['keys', 'drop'], variables)
    // The command's clock is the machine's, and the node's was moved on: what it made is active already.
    await node.passReloadInterval(t)

    assert.equal(code, 0, stderr)
    const [newKid = ''] = /^key_\w+/.exec(stdout) ?? []
    assert.deepEqual(await node.publishedKids(), [newKid])
    await assert.rejects(node.verify(before.access_token), { code: 'ERR_JWKS_NO_MATCHING_KEY' })
    const refreshed = (await node.refresh(before.refresh_token)).access_token
    assert.equal(kidOf(refreshed), newKid)
    await node.verify(refreshed)
  })
})

interface Tokens {
  access_token: string
  refresh_token: string
}

/** What the tests say of a server that is running while the commands are. */
interface RunningNode extends ProductionNode {
  /** As long as a server takes to see what a command did; what it publishes has changed then. */
  passReloadInterval(t: TestContext): Promise<void>
  signIn(): Promise<Tokens>
  refresh(refreshToken: string): Promise<Tokens>
  publishedKids(): Promise<string[]>
  /** As an application does it: against the JWKS that is published now. */
  verify(token: string): Promise<void>
}

async function startNode(place: Place, credentials: Credentials): Promise<RunningNode> {
  const node = await openProductionNode(place)
  const client = createApiClient(node.request, credentials)
  const authenticate = async (body: object): Promise<Tokens> => {
    const answer = await client.authenticate(body)
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body
  }
  const readJwks = async (): Promise<JSONWebKeySet> => (await client.get(`/sso/jwks/${credentials.clientId}`)).body
  await client.api('POST', '/user_management/users', { email: 'person@example.com', password: PASSWORD })
  return {
    ...node,
    async passReloadInterval(t) {
      const before = JSON.stringify(await readJwks())
      t.mock.timers.enable({ apis: ['setInterval'] })
      const jobs = startBackgroundJobs(node.app)
      t.mock.timers.tick(RELOAD_INTERVAL_MS)
      await jobs.stop()
      t.mock.timers.reset()
      await until(async () => JSON.stringify(await readJwks()) !== before)
    },
    signIn: () => authenticate({ grant_type: 'password', email: 'person@example.com', password: PASSWORD }),
    refresh: (token) => authenticate({ grant_type: 'refresh_token', refresh_token: token }),
    publishedKids: async () => (await readJwks()).keys.map((key) => key.kid ?? ''),
    async verify(token) {
      await jwtVerify(token, createLocalJWKSet(await readJwks()), { currentDate: node.app.clock.now() })
    },
  }
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isTrue()); tries++) {
    assert.ok(tries < 100, 'nothing changed')
    await sleep(20)
  }
}

function kidOf(token: string): string | undefined {
  return decodeProtectedHeader(token).kid
}
