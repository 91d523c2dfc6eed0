import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { FeedRefusedError } from '../src/feed-errors.ts'
import { until, useVerifiers } from './support/verifier-suite.ts'

describe('a session verifier whose connection ends', () => {
  const suite = useVerifiers()

  test('comes back by itself, from the position it had, and enforces what ended meanwhile', async () => {
    const { server } = suite
    const verifier = await suite.readyVerifier()
    const token = await server.mint.issue({ sid: 'session_meanwhile' })
    const { position } = verifier.feedStatus()
    server.behaviour.status = 503
    server.dropConnections()
    await until(() => verifier.feedStatus().lastError?.includes('503') ?? false)
    server.endSession('session_meanwhile')
    assert.equal(await verifier.look(token), 'active')

    server.behaviour.status = undefined

    await until(async () => (await verifier.look(token)) === 'signed_out')
    assert.equal(server.feedRequests.at(-1)?.lastEventId, position)
    assert.equal(verifier.events.filter((event) => event.kind === 'reset').length, 0)
  })

  test('goes on after a reset with what it has, and with what comes again', async () => {
    const { server } = suite
    server.endSession('session_known')
    const verifier = await suite.readyVerifier()
    server.behaviour.heartbeatMs = 0
    await until(() => {
      server.write('event: revocation\nid: p99999\ndata: {"kind":"of another database"}\n\n')
      return verifier.feedStatus().position === 'p99999'
    })

    server.dropConnections()

    await until(() => verifier.events.some((event) => event.kind === 'reset'))
    await until(() => verifier.feedStatus().state === 'live')
    assert.equal(await verifier.look(await server.mint.issue({ sid: 'session_known' })), 'signed_out')
  })

  test('a server that says good-bye is left and found again', async () => {
    const { server } = suite
    const verifier = await suite.readyVerifier()

    server.write('event: bye\ndata: {"reason":"shutting_down"}\n\n')

    await until(() => verifier.feedStatus().counters.connections === 2)
    assert.match(verifier.feedStatus().lastError ?? '', /shutting_down/)
  })

  test('a storm of cut connections is answered with pauses that grow, and nothing is lost', async () => {
    const { server } = suite
    server.behaviour.stream = 'cut'
    const verifier = suite.verifier()
    await verifier.ready()
    await until(() => verifier.feedStatus().counters.connections >= 6)
    server.endSession('session_in_the_storm')
    const token = await server.mint.issue({ sid: 'session_in_the_storm' })
    await until(async () => (await verifier.look(token)) === 'signed_out')

    const waits = verifier.events.flatMap((event) => (event.kind === 'disconnected' ? [event.retryInMs] : []))

    assert.deepEqual(waits.slice(0, 6), [5, 10, 20, 40, 50, 50])
    server.behaviour.stream = 'works'
    await until(() => server.openStreams() === 1)
  })

  test('a stream that does not begin with a hello is not believed', async () => {
    const { server } = suite
    const body = `event: heartbeat\nid: p1\ndata: ${JSON.stringify({ server_time: new Date().toISOString() })}\n\n`
    const stranger: typeof fetch = async (input, init) =>
      String(input).endsWith('/revocations')
        ? new Response(body, { headers: { 'content-type': 'text/event-stream' } })
        : await fetch(input, init)
    const verifier = suite.verifier({ fetch: stranger, transport: 'stream' })

    await until(() => verifier.feedStatus().lastError?.includes('hello') ?? false)

    assert.equal(verifier.feedStatus().stalenessMs, null)
    assert.equal(await verifier.look(await server.mint.issue()), 'stale')
  })

  test('an event without end is cut off instead of being kept', async () => {
    const { server } = suite
    const verifier = await suite.readyVerifier()

    server.write(`data: ${'x'.repeat(100_000)}`)

    await until(() => verifier.feedStatus().lastError?.includes('has no end') ?? false)
    await until(() => verifier.feedStatus().state === 'live')
  })

  for (const stream of ['hold', 'html'] as const) {
    test(`where streams do not come through (${stream}), it polls`, async () => {
      const { server } = suite
      server.behaviour.stream = stream
      server.endSession(`session_before_${stream}`)
      const verifier = await suite.readyVerifier({ maxStalenessMs: 2_000 })
      const tokens = [
        await server.mint.issue({ sid: `session_before_${stream}` }),
        await server.mint.issue({ sid: `session_polled_${stream}` }),
      ] as const

      server.endSession(`session_polled_${stream}`)

      await until(async () => (await verifier.look(tokens[1])) === 'signed_out')
      assert.equal(await verifier.look(tokens[0]), 'signed_out')
      assert.equal(await verifier.look(await server.mint.issue()), 'active')
      assert.equal(verifier.feedStatus().transport, 'poll')
      await until(() => server.acknowledgements.at(-1)?.position === verifier.feedStatus().position)

      const early = await server.mint.issue({ sid: `session_early_${stream}` })
      server.tellEarly(`session_early_${stream}`)
      await until(async () => (await verifier.look(early)) === 'signed_out')
    })
  }

  test('told to stream, it does not poll', async () => {
    const { server } = suite
    server.behaviour.stream = 'html'
    const verifier = suite.verifier({ transport: 'stream' })

    await until(() => verifier.events.filter((event) => event.kind === 'disconnected').length >= 3)

    assert.equal(verifier.feedStatus().transport, 'stream')
    assert.equal(await verifier.look(await server.mint.issue()), 'stale')
  })

  test('told to poll, it reads a long log page by page and waits for no more than half its staleness', async () => {
    const { server } = suite
    for (let count = 0; count < 2_500; count++) server.endSession(`session_page_${count}`)
    server.feedRequests.length = 0

    const verifier = await suite.readyVerifier({ transport: 'poll', maxStalenessMs: 5_000 })

    assert.ok(verifier.feedStatus().liveRevocations >= 2_500)
    await until(() => server.feedRequests.some(({ query }) => query.get('wait_seconds') === '2'))
    assert.ok(server.feedRequests.every(({ accept }) => accept === 'application/json'))
    assert.equal(await verifier.look(await server.mint.issue({ sid: 'session_page_2499' })), 'signed_out')
  })

  test('an API key that the server refuses is said at once, and tried again', async () => {
    const { server } = suite
    const verifier = suite.verifier({ apiKey: 'sk_wrong' })

    const refused = verifier.ready()

    await assert.rejects(refused, (error) => error instanceof FeedRefusedError && error.status === 401)
    await assert.rejects(verifier.ready(), /Check apiKey/)
    assert.ok(verifier.events.some((event) => event.kind === 'refused' && event.status === 401))
    assert.equal(await verifier.look(await server.mint.issue()), 'stale')
  })

  for (const [status, advice] of [
    [404, /is this a Gatehouse/],
    [302, /redirection/],
  ] as const) {
    test(`a server that answers ${status} is named as what it is`, async () => {
      suite.server.behaviour.status = status
      await assert.rejects(suite.verifier().ready(), advice)
    })
  }

  test('a position that the server cannot read is forgotten', async () => {
    const { server } = suite
    const verifier = await suite.readyVerifier()
    server.behaviour.status = 422
    server.dropConnections()
    await until(() => verifier.feedStatus().lastError?.includes('422') ?? false)
    server.feedRequests.length = 0

    server.behaviour.status = undefined

    await until(() => verifier.feedStatus().state === 'live')
    assert.equal(server.feedRequests.at(-1)?.lastEventId, undefined)
  })

  test('close ends the connection and everything else, also while it waits, and nothing is live afterwards', async () => {
    const { server } = suite
    await using verifier = await suite.readyVerifier()
    const other = suite.verifier({ apiKey: 'sk_wrong' })
    const ready = assert.rejects(suite.verifier({ fetch: () => new Promise(() => {}) }).ready(), /was closed/)
    const token = await server.mint.issue()
    assert.equal(await verifier.look(token), 'active')

    await Promise.all([verifier.close(), verifier.close(), other.close()])

    await until(() => server.openStreams() === 0)
    assert.equal(verifier.feedStatus().state, 'closed')
    assert.equal(await verifier.look(token), 'stale')
    await assert.rejects(verifier.ready(), /was closed/)
    const requests = server.feedRequests.length
    await sleep(50)
    assert.equal(server.feedRequests.length, requests)
    void ready
  })
})
