import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeJwt } from 'jose'
import { decodeToken, PASSWORD } from '../harness.ts'
import { type ApiClient, createApiClient, requestsTo } from '../support/api-client.ts'
import { onEachDatabase } from '../support/databases.ts'
import { startLogoutReceiver } from '../support/logout-receiver.ts'
import { at, PRODUCTION, spawnServer } from '../support/spawn-server.ts'

const KILLS = 3
const SESSIONS_EACH = 4
const EMAIL = 'person@example.com'
const CREDENTIALS = { apiKey: 'sk_test_default', clientId: 'client_local' }

onEachDatabase('back-channel logout and a server that is killed', (database) => {
  test(`T19: ${KILLS} times between the sign-out and its delivery: every receiver is told all the same`, {
    timeout: 120_000,
  }, async () => {
    const place = await database.create()
    const variables = { ...at(place), GATEHOUSE_SECRET: PRODUCTION.GATEHOUSE_SECRET ?? '', GATEHOUSE_DEMO: 'off' }
    await using receiver = await startLogoutReceiver()
    const ended: string[] = []
    receiver.answerWith(503)

    for (let kill = 0; kill < KILLS; kill++) {
      await using server = await spawnServer('dev', variables)
      const client = createApiClient(requestsTo(server.origin), CREDENTIALS)
      if (kill === 0) {
        await client.api('POST', '/user_management/users', { email: EMAIL, password: PASSWORD })
        await client.api('POST', '/user_management/backchannel_logout_uris', { uri: receiver.uri })
      }
      const ids = await Promise.all(Array.from({ length: SESSIONS_EACH }, () => signIn(client)))
      const answers = await Promise.all(
        ids.map((id) => client.get(`/user_management/sessions/logout?session_id=${id}`)),
      )
      assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([302]))
      ended.push(...ids)

      server.kill('SIGKILL')

      assert.deepEqual(await server.exited, { code: null, signal: 'SIGKILL' })
    }
    const refused = receiver.received.length
    receiver.answerWith(200)
    await using server = await spawnServer('dev', variables)
    await receiver.receives(refused + ended.length)

    const told = receiver.received.slice(refused).map(({ token }) => decodeJwt(token).sid)
    assert.deepEqual(told.toSorted(), ended.toSorted())
    const jtis = receiver.received.map(({ token }) => decodeJwt(token).jti)
    assert.equal(new Set(jtis).size, jtis.length)
    server.kill('SIGTERM')
    assert.equal((await server.exited).code, 0)
    await place.remove()
  })
})

async function signIn(client: ApiClient): Promise<string> {
  const { status, body } = await client.authenticate({ grant_type: 'password', email: EMAIL, password: PASSWORD })
  assert.equal(status, 200, JSON.stringify(body))
  return decodeToken(body.access_token).sid
}
