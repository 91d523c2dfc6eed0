import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type TestServer, useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { pollFeed } from '../../../tests/support/feed-reader.ts'
import { removeOldAcknowledgements, writeAcknowledgements } from './write-acknowledgements.ts'

const ACKNOWLEDGEMENTS = '/user_management/sessions/revocations/acknowledgements'

onEachDatabase('the receipt of a session', (database) => {
  const server = useServer(database)

  test('an active one: nobody has anything to enforce, and its access token still works', async () => {
    const { sessionId } = await server.signedIn()

    const { body } = await receipt(server, sessionId)

    assert.deepEqual(
      { ...body, worst_remaining_seconds: 0 },
      {
        object: 'session_receipt',
        session_id: sessionId,
        status: 'active',
        ended_at: null,
        reason: null,
        actor: null,
        position: null,
        verifiers: [],
        back_channel: [],
        worst_remaining_seconds: 0,
      },
    )
    assert.ok(body.worst_remaining_seconds > 350 && body.worst_remaining_seconds <= 360)
    assert.equal((await receipt(server, 'session_01ARZ3NDEKTSV4RRFFQ69G5FAV')).status, 404)
  })

  test('ends in the word of every verifier, each dated by the server', async () => {
    const { sessionId } = await server.signedIn()
    const start = await position(server)
    for (const name of ['one', 'two']) await acknowledge(server, `verifier-${name}`, start)
    await server.api('POST', '/user_management/sessions/revoke', { session_id: sessionId })
    const end = await position(server)

    const nobody = await receipt(server, sessionId)
    await acknowledge(server, 'verifier-one', end)
    const one = await receipt(server, sessionId)
    await acknowledge(server, 'verifier-two', end)
    const both = await receipt(server, sessionId)
    server.passSeconds(5)
    await acknowledge(server, 'verifier-one', end)
    const later = await receipt(server, sessionId)

    const enforced = ({ body }: typeof one) =>
      body.verifiers.map((verifier: { enforced_at: string | null }) => verifier.enforced_at !== null)
    assert.deepEqual(
      [enforced(nobody), enforced(one), enforced(both)],
      [
        [false, false],
        [true, false],
        [true, true],
      ],
    )
    assert.ok(nobody.body.worst_remaining_seconds > 250 && one.body.worst_remaining_seconds > 250)
    assert.equal(both.body.worst_remaining_seconds, 0)
    assert.deepEqual([both.body.status, both.body.reason, both.body.position], ['ended', 'api_revoke', end])
    assert.equal(both.body.actor.source, 'api')
    assert.deepEqual(later.body.verifiers, both.body.verifiers)
    assert.ok(both.body.verifiers[0].enforced_at >= both.body.ended_at)
  })

  test('a verifier that fell silent is waited for until no token is left that it could take', async () => {
    const { sessionId } = await server.signedIn()
    const start = await position(server)
    for (const name of ['here', 'gone']) await acknowledge(server, `verifier-${name}`, start)
    await server.logOut(sessionId)
    server.passSeconds(32)
    await acknowledge(server, 'verifier-here', await position(server))

    const silent = await receipt(server, sessionId)
    server.passSeconds(321)
    const lastTokens = await receipt(server, sessionId)
    server.passSeconds(10)
    const afterwards = await receipt(server, sessionId)

    for (const { body } of [silent, lastTokens, afterwards])
      assert.deepEqual(said(body, 'verifier-gone'), {
        verifier_id: 'verifier-gone',
        name: 'tests',
        connected: false,
        enforced_at: null,
      })
    assert.ok(said(silent.body, 'verifier-here')?.enforced_at)
    assert.ok(silent.body.worst_remaining_seconds > 320 && silent.body.worst_remaining_seconds <= 328)
    assert.ok(lastTokens.body.worst_remaining_seconds > 0)
    assert.equal(afterwards.body.worst_remaining_seconds, 0)
  })

  test('a verifier that was silent and comes back to say so is not waited for any longer', async () => {
    const { sessionId } = await server.signedIn()
    await acknowledge(server, 'verifier-back', await position(server))
    await server.logOut(sessionId)
    server.passSeconds(32)
    const silent = await receipt(server, sessionId)

    await acknowledge(server, 'verifier-back', await position(server))
    const back = await receipt(server, sessionId)

    assert.ok(silent.body.worst_remaining_seconds > 0)
    assert.equal(back.body.worst_remaining_seconds, 0)
    assert.ok(said(back.body, 'verifier-back')?.enforced_at)
  })

  test('a verifier that has closed is not waited for, nor listed for what ends later, unless it speaks again', async () => {
    // Those of the other tests are gone by then.
    server.passSeconds(26)
    const [before, after] = [await server.signedIn(), await server.signedIn()]
    const start = await position(server)
    for (const name of ['here', 'closing']) await acknowledge(server, `verifier-${name}`, start)
    await server.logOut(before.sessionId)
    await acknowledge(server, 'verifier-here', await position(server))
    const open = await receipt(server, before.sessionId)
    server.passSeconds(1)
    await acknowledge(server, 'verifier-closing', start, { closed: true })
    const closed = await receipt(server, before.sessionId)
    server.passSeconds(1)
    await server.logOut(after.sessionId)
    const end = await position(server)
    await acknowledge(server, 'verifier-here', end)
    const later = await receipt(server, after.sessionId)
    await acknowledge(server, 'verifier-closing', start)
    const again = await receipt(server, after.sessionId)

    const closing = said(closed.body, 'verifier-closing')
    assert.equal(said(open.body, 'verifier-closing')?.enforced_at, null)
    assert.ok(open.body.worst_remaining_seconds > 0)
    assert.ok((closing?.enforced_at ?? '') >= closed.body.ended_at)
    assert.deepEqual([closing?.connected, closed.body.worst_remaining_seconds], [false, 0])
    assert.deepEqual([said(later.body, 'verifier-closing'), later.body.worst_remaining_seconds], [undefined, 0])
    assert.equal(said(again.body, 'verifier-closing')?.enforced_at, null)
    assert.ok(again.body.worst_remaining_seconds > 0)
  })

  test('of a mass revocation: at once, by its mark', async () => {
    const { user, sessionId } = await server.signedIn()
    await server.api('POST', '/user_management/sessions/revocations', { user_id: user.id })

    const before = await receipt(server, sessionId)
    await acknowledge(server, 'verifier-mass', await position(server))
    const { body } = await receipt(server, sessionId)

    assert.deepEqual([before.body.status, before.body.reason], ['ended', 'mass_revoke'])
    assert.ok(before.body.worst_remaining_seconds > 0)
    const verifier = body.verifiers.find((one: { verifier_id: string }) => one.verifier_id === 'verifier-mass')
    assert.ok(verifier.enforced_at)
  })

  test('a position of another log proves nothing', async () => {
    const { sessionId } = await server.signedIn()
    await server.logOut(sessionId)
    const strange = (await position(server)).replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))

    await acknowledge(server, 'verifier-liar', strange)
    await acknowledge(server, 'verifier-ahead', '999999999-999999999-0123456789')
    const { body } = await receipt(server, sessionId)

    const said = body.verifiers.filter(({ verifier_id: id }: { verifier_id: string }) => /liar|ahead/.test(id))
    assert.deepEqual(
      said.map(({ enforced_at }: { enforced_at: string | null }) => enforced_at),
      [null, null],
    )
    assert.ok(body.worst_remaining_seconds > 0)
  })

  test('how long it took is counted once for each revocation and verifier', async () => {
    const { acknowledgements } = server.app.feed
    await acknowledge(server, 'verifier-timed', await position(server))
    const before = acknowledgements.delays()
    const { sessionId } = await server.signedIn()
    await server.logOut(sessionId)
    const end = await position(server)

    await acknowledge(server, 'verifier-timed', end)
    await acknowledge(server, 'verifier-timed', end)

    const after = acknowledgements.delays()
    assert.equal(after.count - before.count, 1)
    assert.ok(after.sum - before.sum < 10)
    assert.equal(after.buckets.at(-1)?.count, after.count)
  })

  test('refuses what is no report, and whoever has no key', async () => {
    const good = reportOf('verifier-good', await position(server))
    for (const bad of [
      { verifier_id: 'short' },
      { verifier_id: 'a b c d e f' },
      { position: 'x' },
      { look_ups: -1 },
      { name: 'n'.repeat(101) },
    ]) {
      const { status } = await server.api('POST', ACKNOWLEDGEMENTS, { ...good, ...bad })
      assert.equal(status, 422, JSON.stringify(bad))
    }
    assert.equal((await server.request(ACKNOWLEDGEMENTS, { method: 'POST', body: JSON.stringify(good) })).status, 401)
  })

  test('what is long past is forgotten', async () => {
    await acknowledge(server, 'verifier-past', await position(server))
    await writeAcknowledgements(server.app)
    server.passSeconds(60 * 60 + 1)

    await removeOldAcknowledgements(server.app)

    const count = async (table: 'verifier' | 'verifier_acknowledgement') =>
      (await server.app.db.selectFrom(table).selectAll().execute()).length
    assert.deepEqual([await count('verifier'), await count('verifier_acknowledgement')], [0, 0])
  })
})

const receipt = (server: TestServer, id: string) => server.api('GET', `/user_management/sessions/${id}/receipt`)

interface Verifier {
  verifier_id: string
  connected: boolean
  enforced_at: string | null
}

const said = (body: { verifiers: Verifier[] }, id: string) => body.verifiers.find((one) => one.verifier_id === id)

/** Of everything so far, once it has its place. */
async function position(server: TestServer): Promise<string> {
  await server.newEvents()
  return (await pollFeed(server.request)).position
}

function reportOf(verifierId: string, at: string) {
  const counts = { staleness_ms: 3, live_revocations: 1, look_ups: 10, refusals: 1 }
  return { verifier_id: verifierId, name: 'tests', position: at, ...counts }
}

async function acknowledge(server: TestServer, verifierId: string, at: string, more: object = {}): Promise<void> {
  const { status, body } = await server.api('POST', ACKNOWLEDGEMENTS, { ...reportOf(verifierId, at), ...more })
  assert.equal(status, 204, JSON.stringify(body))
}
