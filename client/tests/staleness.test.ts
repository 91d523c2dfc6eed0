import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { until, useVerifiers } from './support/verifier-suite.ts'

const HOUR_MS = 60 * 60 * 1000

describe('a session verifier that hears nothing', () => {
  const suite = useVerifiers()

  test('refuses good tokens when told to deny, before and after, and accepts them again by itself', async () => {
    const { server } = suite
    const token = await server.mint.issue()
    server.behaviour.status = 503
    assert.equal(await suite.verifier().look(token), 'stale')
    server.behaviour.status = undefined
    const verifier = await suite.readyVerifier({ whenStale: 'deny', maxStalenessMs: 3_000 })
    server.behaviour.heartbeatMs = 0
    server.heartbeat()
    assert.equal(await verifier.look(token), 'active')

    verifier.passMs({ monotonic: 3_500 })

    assert.equal(verifier.feedStatus().isStale, true)
    assert.equal(await verifier.look(token), 'stale')
    assert.equal(verifier.feedStatus().counters.refusedStale, 1)
    server.behaviour.heartbeatMs = 20
    await until(async () => (await verifier.look(token)) === 'active')
  })

  test('accepts good tokens when told to allow, but none whose session it knows to have ended', async () => {
    const { server } = suite
    server.endSession('session_known_end')
    const verifier = await suite.readyVerifier({ whenStale: 'allow' })
    server.behaviour.heartbeatMs = 0

    verifier.passMs({ monotonic: 60_000 })

    assert.equal(verifier.feedStatus().isStale, true)
    assert.equal(await verifier.look(await server.mint.issue()), 'active')
    assert.equal(await verifier.look(await server.mint.issue({ sid: 'session_known_end' })), 'signed_out')
    assert.equal(await verifier.look('x.y.z'), 'invalid')
  })

  test('a half-open connection is ended and made anew', async () => {
    const { server } = suite
    const verifier = await suite.readyVerifier()
    server.behaviour.heartbeatMs = 0

    // In two steps: a single late look would be this process's own pause.
    for (let step = 0; step < 2; step++) {
      const { stalenessMs } = verifier.feedStatus()
      await until(() => (verifier.feedStatus().stalenessMs ?? 0) > (stalenessMs ?? 0) + 600)
      verifier.passMs({ monotonic: 900, wall: 900 })
    }

    await until(() => verifier.feedStatus().counters.connections === 2)
    assert.match(verifier.feedStatus().lastError ?? '', /No heartbeat for \d+ ms/)
  })

  test('notices that the machine slept, which its monotonic clock does not show', async () => {
    const { server } = suite
    const token = await server.mint.issue()
    const verifier = await suite.readyVerifier()
    server.behaviour.heartbeatMs = 0
    // Behind the last heartbeat that is still on its way.
    const { position } = verifier.feedStatus()
    server.endSession('session_last')
    await until(() => verifier.feedStatus().position !== position)

    verifier.passMs({ wall: 10_000 })

    assert.equal(await verifier.look(token), 'stale')
  })

  test('a clock that is set back makes nothing fresh, and one that is wrong makes nothing expire', async () => {
    const { server } = suite
    const token = await server.mint.issue()
    const verifier = await suite.readyVerifier()
    server.behaviour.heartbeatMs = 0
    verifier.passMs({ wall: -HOUR_MS, monotonic: 6_000 })
    assert.equal(await verifier.look(token), 'stale')

    server.behaviour.heartbeatMs = 20
    verifier.passMs({ wall: 5 * HOUR_MS })

    await until(async () => (await verifier.look(token)) === 'active')
    const expired = await server.mint.issue({ exp: Math.floor(Date.now() / 1000) - 1 })
    assert.equal(await verifier.look(expired), 'expired')
    verifier.passMs({ wall: -10 * HOUR_MS })
    assert.equal(await verifier.look(expired), 'expired')
  })

  for (const transport of ['stream', 'poll'] as const) {
    test(`a server whose clock is set back is followed again (${transport})`, async () => {
      const { server } = suite
      const token = await server.mint.issue()
      const verifier = await suite.readyVerifier({ transport, maxStalenessMs: 2_000 })

      server.behaviour.clockAheadMs = -HOUR_MS

      await until(() => verifier.feedStatus().lastError !== null)
      await until(async () => (await verifier.look(token)) === 'active')
      assert.equal(verifier.feedStatus().isStale, false)
    })
  }

  test('tokens expire by the server’s clock, with which revocations are forgotten', async () => {
    const { server } = suite
    server.behaviour.clockAheadMs = HOUR_MS
    const soon = Math.floor((Date.now() + HOUR_MS) / 1000)
    const verifier = await suite.readyVerifier()

    assert.equal(await verifier.look(await server.mint.issue({ iat: soon - 10, exp: soon + 60 })), 'active')
    assert.equal(await verifier.look(await server.mint.issue({ iat: soon - 400, exp: soon - 100 })), 'expired')
  })

  test('revocations are forgotten when no token can be alive any more, and not before', async () => {
    const { server } = suite
    const verifier = await suite.readyVerifier()
    const exp = Math.floor(Date.now() / 1000) + 3_600
    const tokens = [
      await server.mint.issue({ sid: 'session_forgotten', exp }),
      await server.mint.issue({ sub: 'user_forgotten', exp }),
    ] as const
    server.endSession('session_forgotten')
    server.markNotBefore({ user_id: 'user_forgotten' })
    await until(async () => (await verifier.look(tokens[1])) === 'signed_out')

    // Tokens live for 300 seconds, and clocks may differ by 60.
    server.behaviour.clockAheadMs = 355_000
    server.heartbeat()
    server.endSession('session_of_then')
    const ofThen = await server.mint.issue({ sid: 'session_of_then', exp })
    await until(async () => (await verifier.look(ofThen)) === 'signed_out')
    for (const token of tokens) assert.equal(await verifier.look(token), 'signed_out')
    server.behaviour.clockAheadMs = 370_000

    await until(() => verifier.feedStatus().liveRevocations === 1)
    for (const token of tokens) assert.equal(await verifier.look(token), 'active')
  })

  test('old heartbeats that waited in a buffer make nothing fresh', async () => {
    const { server } = suite
    const token = await server.mint.issue()
    const verifier = await suite.readyVerifier()
    server.behaviour.heartbeatMs = 0
    const sent = { server_time: new Date().toISOString() }

    verifier.passMs({ monotonic: 60_000, wall: 60_000 })
    const before = verifier.feedStatus().position
    server.write(`event: heartbeat\nid: p_old\ndata: ${JSON.stringify(sent)}\n\n`)

    await until(() => verifier.feedStatus().position !== before)
    assert.equal(await verifier.look(token), 'stale')
  })

  test('without an API key it says so once, and goes by signature alone', async (t) => {
    const warnings = t.mock.method(console, 'warn', () => {})
    const { server } = suite
    const verifier = suite.verifier({ apiKey: undefined, onEvent: undefined })
    await verifier.ready()

    server.endSession('session_nobody_told')

    assert.equal(await verifier.look(await server.mint.issue({ sid: 'session_nobody_told' })), 'active')
    assert.equal(await verifier.look(await server.mint.forge()), 'invalid')
    assert.equal(verifier.status().mode, 'signature-only')
    assert.equal(warnings.mock.callCount(), 1)
    assert.match(String(warnings.mock.calls[0]?.arguments[0]), /no revocation feed/)
    verifier.passMs({ wall: HOUR_MS })
    assert.equal(await verifier.look(await server.mint.issue()), 'expired')
  })
})
