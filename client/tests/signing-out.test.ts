import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { VerifierEvent } from '../src/verifier-event.ts'
import { until, useVerifiers } from './support/verifier-suite.ts'

describe('a session verifier with a feed', () => {
  const suite = useVerifiers()

  test('accepts a living session, with its claims, and refuses it once it has ended', async () => {
    const { server } = suite
    const verifier = await suite.readyVerifier()
    const token = await server.mint.issue({ sid: 'session_a', org_id: 'org_1' })
    const neighbour = await server.mint.issue({ sid: 'session_b' })
    const before = await verifier.verify(token)

    server.endSession('session_a')

    assert.ok(before.active)
    assert.equal(before.claims.sid, 'session_a')
    assert.equal(before.claims.org_id, 'org_1')
    await until(async () => (await verifier.look(token)) === 'signed_out')
    assert.equal(await verifier.look(neighbour), 'active')
  })

  test('refuses from the moment it is ready what ended before it was there', async () => {
    const { server } = suite
    server.endSession('session_early')

    const verifier = await suite.readyVerifier()

    assert.equal(await verifier.look(await server.mint.issue({ sid: 'session_early' })), 'signed_out')
  })

  test('makes no request to verify, once it has the keys', async () => {
    const { server } = suite
    const verifier = await suite.readyVerifier()
    await verifier.verify(await server.mint.issue())
    await until(() => server.acknowledgements.length > 0)
    const before = [server.keyRequests, server.feedRequests.length, server.acknowledgements.length]

    for (let count = 0; count < 50; count++) await verifier.verify(await server.mint.issue())

    assert.deepEqual([server.keyRequests, server.feedRequests.length, server.acknowledgements.length], before)
  })

  test('applies an early entry at once, and the same entry again without telling of it twice', async () => {
    const { server } = suite
    const verifier = await suite.readyVerifier()
    const position = verifier.feedStatus().position
    const entry = { kind: 'session', session_id: 'session_hurry', ended_at: new Date().toISOString(), reason: 'x' }
    server.behaviour.heartbeatMs = 0

    server.write(`event: early\ndata: ${JSON.stringify(entry)}\n\n`)

    const token = await server.mint.issue({ sid: 'session_hurry' })
    await until(async () => (await verifier.look(token)) === 'signed_out')
    assert.equal(verifier.feedStatus().position, position)
    server.acknowledgements.length = 0
    server.endSession('session_hurry')
    await until(() => verifier.feedStatus().position !== position)
    assert.equal(told(verifier.events).filter((sessionId) => sessionId === 'session_hurry').length, 1)
    await until(() => server.acknowledgements.at(-1)?.position === verifier.feedStatus().position)
  })

  test('a not-before mark refuses what was issued up to it, and nothing that came later', async () => {
    const { server } = suite
    const verifier = await suite.readyVerifier()
    const now = Math.floor(Date.now() / 1000)
    const issued = (iat: number, claims = {}) => server.mint.issue({ sub: 'user_marked', iat, ...claims })

    server.markNotBefore({
      not_before: new Date(now * 1000).toISOString(),
      user_id: 'user_marked',
      except_session_id: 'session_kept',
    })

    const covered = await issued(now)
    await until(async () => (await verifier.look(covered)) === 'signed_out')
    assert.equal(await verifier.look(await issued(now - 100)), 'signed_out')
    assert.equal(await verifier.look(await issued(now + 1)), 'active')
    assert.equal(await verifier.look(await issued(now, { sid: 'session_kept' })), 'active')
    assert.equal(await verifier.look(await issued(now, { sub: 'user_other' })), 'active')
  })

  test('a mark of an organization refuses the tokens that name it, of a user if it names one, and no others', async () => {
    const { server } = suite
    const verifier = await suite.readyVerifier()
    const now = Math.floor(Date.now() / 1000)
    const issued = (claims: object) => server.mint.issue({ iat: now, ...claims })
    const not_before = new Date(now * 1000).toISOString()

    server.markNotBefore({ not_before, organization_id: 'org_deleted' })
    server.markNotBefore({ not_before, organization_id: 'org_left', user_id: 'user_leaving' })

    const covered = await issued({ sub: 'user_leaving', org_id: 'org_left' })
    await until(async () => (await verifier.look(covered)) === 'signed_out')
    assert.equal(await verifier.look(await issued({ org_id: 'org_deleted' })), 'signed_out')
    assert.equal(await verifier.look(await issued({ org_id: 'org_deleted', iat: now + 1 })), 'active')
    assert.equal(await verifier.look(await issued({ org_id: 'org_left' })), 'active')
    assert.equal(await verifier.look(await issued({ sub: 'user_leaving', org_id: 'org_other' })), 'active')
    assert.equal(await verifier.look(await issued({ sub: 'user_leaving' })), 'active')
  })

  test('a mark of another application covers nothing here, one of ours or of everybody does', async () => {
    const { server } = suite
    const verifier = await suite.readyVerifier()
    const at = (seconds: number) => new Date(seconds * 1000).toISOString()
    const longAgo = Math.floor(Date.now() / 1000) - 200
    const first = await server.mint.issue({ iat: longAgo })
    const second = await server.mint.issue({ iat: longAgo + 50 })

    server.markNotBefore({ client_id: 'client_other', not_before: at(longAgo + 100) })
    server.markNotBefore({ client_id: 'client_test', not_before: at(longAgo) })

    await until(async () => (await verifier.look(first)) === 'signed_out')
    assert.equal(await verifier.look(second), 'active')
    server.markNotBefore({ not_before: at(longAgo + 50) })
    await until(async () => (await verifier.look(second)) === 'signed_out')
  })

  test('malformed and unknown messages are ignored and counted, and what follows them is enforced', async () => {
    const { server } = suite
    const verifier = await suite.readyVerifier()
    const send = (name: string, data: string) => server.write(`event: ${name}\ndata: ${data}\n\n`)
    const mark = {
      ...{ kind: 'not_before', revocation_id: 'r', not_before: new Date().toISOString() },
      ...{ user_id: null, client_id: null, except_session_id: null },
    }

    send('revocation', '{"kind":"session"}')
    send('revocation', '{"kind":"session","session_id":"session_x","ended_at":"when?"}')
    send('revocation', '{"kind":"not_before","revocation_id":"r","not_before":"2026-01-01T00:00:00Z"}')
    send('revocation', JSON.stringify({ ...mark, organization_id: 7 }))
    send('revocation', '[]')
    send('revocation', 'not json')
    send('heartbeat', '{}')
    send('revocation', '{"kind":"device","device_id":"d"}')
    send('weather', '{}')
    server.endSession('session_after_nonsense')

    const token = await server.mint.issue({ sid: 'session_after_nonsense' })
    await until(async () => (await verifier.look(token)) === 'signed_out')
    const { counters, state } = verifier.feedStatus()
    assert.equal(counters.malformed, 7)
    assert.equal(counters.unknown, 2)
    assert.equal(verifier.events.filter((event) => event.kind === 'malformed').length, 7)
    assert.equal(state, 'live')
    assert.equal(await verifier.look(await server.mint.issue({ sid: 'session_x' })), 'active')
  })

  test('an application’s handler that throws does not keep a sign-out from being enforced', async (t) => {
    const { server } = suite
    const complaints = t.mock.method(console, 'error', () => {})
    const verifier = await suite.readyVerifier({
      onEvent() {
        throw new Error('Mistake of the application')
      },
    })

    server.endSession('session_despite')

    const token = await server.mint.issue({ sid: 'session_despite' })
    await until(async () => (await verifier.look(token)) === 'signed_out')
    assert.ok(complaints.mock.callCount() >= 2)
  })

  test('acknowledges what it enforces, and counts', async () => {
    const { server } = suite
    const verifier = await suite.readyVerifier({ name: 'api-7/orders' })
    await verifier.verify('nonsense')
    const token = await server.mint.issue({ sid: 'session_told' })
    server.endSession('session_told')
    await until(async () => (await verifier.look(token)) === 'signed_out')
    const { lookUps } = verifier.feedStatus().counters
    server.acknowledgements.length = 0

    server.endSession('session_acknowledged')

    await until(() => server.acknowledgements.some((body) => body.position === verifier.feedStatus().position))
    const body = server.acknowledgements.at(-1) ?? {}
    assert.match(String(body.verifier_id), /^[A-Za-z0-9_-]{8,64}$/)
    assert.equal(body.name, 'api-7/orders')
    assert.equal(body.look_ups, lookUps)
    assert.equal(body.refusals, 1)
    assert.equal(body.live_revocations, verifier.feedStatus().liveRevocations)
    assert.ok(Number.isInteger(body.staleness_ms))
  })

  test('a burst is acknowledged in few requests, the last of which covers all', async () => {
    const { server } = suite
    const verifier = await suite.readyVerifier()
    server.acknowledgements.length = 0
    const started = performance.now()

    for (let count = 0; count < 500; count++) server.endSession(`session_burst_${count}`)

    await until(() => server.acknowledgements.at(-1)?.position === verifier.feedStatus().position)
    assert.ok(verifier.feedStatus().liveRevocations >= 500)
    // One in 50 ms at most, and one that was under way.
    const most = 2 + (performance.now() - started) / 50
    assert.ok(server.acknowledgements.length <= most, `${server.acknowledgements.length}`)
  })

  test('one that is closed says so once, last of all, if it refuses everything from then on', async () => {
    const { server } = suite
    const verifier = await suite.readyVerifier()
    const lenient = await suite.readyVerifier({ name: 'lenient', whenStale: 'allow' })
    for (const one of [verifier, lenient]) await until(() => one.feedStatus().counters.acknowledgements > 0)
    server.acknowledgements.length = 0

    await Promise.all([verifier.close(), verifier.close(), lenient.close()])

    assert.equal(await verifier.look(await server.mint.issue()), 'stale')
    const goodbyes = server.acknowledgements.filter(({ closed }) => closed)
    assert.deepEqual(
      goodbyes.map(({ name, position }) => [name, position]),
      [['tests', verifier.feedStatus().position]],
    )
    assert.equal(
      server.acknowledgements.findLast(({ name }) => name === 'tests'),
      goodbyes[0],
    )
  })

  test('closing waits a second at most for a server that does not answer, and asks none that knows nothing of it', async () => {
    const { server } = suite
    const verifier = await suite.readyVerifier({ fetch: hangOnGoodbye })
    const stranger = suite.verifier({ baseUrl: 'http://127.0.0.1:9', fetch: hangOnGoodbye })
    await until(() => verifier.feedStatus().counters.acknowledgements > 0)
    const started = performance.now()

    await stranger.close()
    const atOnce = performance.now() - started
    await verifier.close()
    const inTime = performance.now() - started

    assert.ok(atOnce < 900, `${atOnce}`)
    assert.ok(inTime > 900 && inTime < 5_000, `${inTime}`)
    assert.equal(server.acknowledgements.at(-1)?.closed, undefined)
  })

  test('an acknowledgement that fails is made up for', async () => {
    const { server } = suite
    server.behaviour.acknowledgements = 'fail'
    const verifier = await suite.readyVerifier()
    await until(() => verifier.feedStatus().counters.failedAcknowledgements > 0)
    server.acknowledgements.length = 0

    server.behaviour.acknowledgements = 'work'

    const { position } = verifier.feedStatus()
    await until(() => server.acknowledgements.at(-1)?.position === position)
  })
})

/** The sessions whose end was reported. */
function told(events: VerifierEvent[]): string[] {
  return events.flatMap((event) =>
    event.kind === 'revocation' && event.entry.kind === 'session' ? [event.entry.sessionId] : [],
  )
}

/** Answers everything but the last report, until its time is over. */
const hangOnGoodbye: typeof fetch = async (url, init) => {
  if (!String(init?.body).includes('"closed":true')) return await fetch(url, init)
  const { promise, reject } = Promise.withResolvers<never>()
  init?.signal?.addEventListener('abort', () => reject(new Error('aborted')))
  return await promise
}
