import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { registerUri } from '../../src/features/applications/register-uri.ts'
import { useServer } from '../harness.ts'
import { onEachDatabase } from '../support/databases.ts'
import { DEFAULT_ENTRY, EXACT_ENTRY } from './hostile-redirects.ts'
import { GOOD, get, HTTP_CASES, LISTED, PATH, REDIRECT_ENTRY, SMUGGLED } from './http-level-cases.ts'
import { useListening } from './listen.ts'
import { countEnds, isLive, startLiveSession, startLiveSessions } from './live-sessions.ts'
import { checkHeaders, headerOf } from './own-headers.ts'
import { exchange, exchangeUntilClosed } from './raw-http.ts'
import { setSignOutUris } from './sign-out-uris.ts'

const PARALLEL = 200

onEachDatabase('logout over sockets', (database) => {
  const server = useServer(database, { mode: 'production', publicUrl: 'https://api.example.com' })
  const listening = useListening(server)
  before(async () => {
    await setSignOutUris(server.app, LISTED, DEFAULT_ENTRY)
    await registerUri(server.app, 'redirect_uri', { uri: REDIRECT_ENTRY })
  })

  for (const { rows, title, request, status, location, ends, isHead } of HTTP_CASES) {
    const outcome =
      status === 302 ? `leads to ${(location ?? 'the default').slice(0, 40)}` : `is answered with ${status}`
    test(`T01 ${rows}: ${title} ${outcome} and ${ends ? 'ends that session only' : 'ends nothing'}`, async () => {
      const [id = '', other = ''] = await startLiveSessions(server.app, 2)

      const { answers, text } = await exchange(listening.port, request({ id, other }), { isHead: isHead ?? false })

      const [answer] = answers
      assert.ok(answer && answers.length === 1, text.slice(0, 500))
      assert.equal(answer.status, status)
      checkHeaders(answer)
      assert.equal(headerOf(answer, 'location'), status === 302 ? (location ?? DEFAULT_ENTRY) : undefined)
      if (status === 405) assert.equal(headerOf(answer, 'allow'), 'GET')
      assert.doesNotMatch(text, /evil\.example(?!\/%2f)/)
      assert.equal(await isLive(server.app, id), !ends)
      assert.equal(await countEnds(server.app, id), ends ? 1 : 0)
      assert.equal(await isLive(server.app, other), true)
    })
  }

  test('T01 H61: pipelined requests are answered one by one and in order', async () => {
    const [first = '', second = ''] = await startLiveSessions(server.app, 2)
    const keepAlive = (query: string) => get(query).replace('Connection: close', 'Connection: keep-alive')

    const { answers } = await exchange(
      listening.port,
      keepAlive(`session_id=${first}&return_to=${GOOD}`) +
        keepAlive(`session_id=${second}&return_to=https://evil.example/`) +
        keepAlive('session_id=') +
        get(`session_id=${second}&return_to=${GOOD}`),
      { expected: 4 },
    )

    assert.deepEqual(
      answers.map((answer) => [answer.status, headerOf(answer, 'location')]),
      [
        [302, EXACT_ENTRY],
        [302, DEFAULT_ENTRY],
        [422, undefined],
        [302, EXACT_ENTRY],
      ],
    )
    assert.equal(await countEnds(server.app, first), 1)
    assert.equal(await countEnds(server.app, second), 1)
  })

  test('T59: the body of a request is not a second request', async () => {
    const [id = '', other = ''] = await startLiveSessions(server.app, 2)
    const hidden = get(`session_id=${other}`)

    const { answers } = await exchangeUntilClosed(
      listening.port,
      get(`session_id=${id}`, [`Content-Length: ${hidden.length}`]) + hidden,
    )

    assert.equal(answers.length, 1)
    assert.equal(answers[0]?.status, 302)
    assert.equal(await isLive(server.app, id), false)
    assert.equal(await isLive(server.app, other), true)
  })

  test(`T17 H63: ${PARALLEL} parallel sign-outs of one session are answered alike, and its end is told once`, async () => {
    const id = await startLiveSession(server.app)
    const perConnection = 25
    const keepAlive = get(`session_id=${id}`).replace('Connection: close', 'Connection: keep-alive')
    const connection = () =>
      exchange(listening.port, keepAlive.repeat(perConnection), { expected: perConnection, patienceMs: 10_000 })

    const exchanges = await Promise.all(Array.from({ length: PARALLEL / perConnection }, connection))

    const answers = exchanges.flatMap((exchange) => exchange.answers)
    assert.equal(answers.length, PARALLEL)
    const masked = answers.map((answer) =>
      JSON.stringify({ ...answer, headers: answer.headers.filter(([name]) => !PER_ANSWER.includes(name)) }),
    )
    assert.equal(new Set(masked).size, 1)
    assert.equal(await countEnds(server.app, id), 1)
  })

  // What follows is decided before anybody asks the database.
  if (database.kind === 'postgres') return

  test('T54 H28: 1,000 unknown parameters cost less than 50 ms, and 15 KB of one repeated name less than 250', async () => {
    const unknown = Array.from({ length: 1000 }, (_, n) => `&p${n}=1`).join('')
    const id = server.app.ids.next('session')

    const many = await fastest(() => exchange(listening.port, get(`session_id=${id}${unknown}`)))
    const repeated = await fastest(() => exchange(listening.port, get(`session_id=${id}${'&a'.repeat(7500)}`)))

    assert.ok(many < 50, `${many} ms`)
    assert.ok(repeated < 250, `${repeated} ms`)
  })

  test('T54 H27: a hundred request lines of 1 MB are cut off, and leave nothing in memory', async () => {
    const request = Buffer.from(get(`session_id=x&return_to=${'a'.repeat(1024 * 1024)}`))
    const used = () => process.memoryUsage().heapUsed + process.memoryUsage().external
    const before = used()

    for (let sent = 0; sent < 100; sent++) {
      const { answers } = await exchangeUntilClosed(listening.port, request)
      // The rest of the line is still on its way when the server hangs up, which can swallow the answer.
      for (const answer of answers) assert.equal(answer.status, 431)
    }

    assert.ok(used() - before < 50 * 1024 * 1024, `${used() - before} bytes more`)
    const id = await startLiveSession(server.app)
    const { answers } = await exchange(listening.port, get(`session_id=${id}`))
    assert.equal(answers[0]?.status, 302)
  })

  for (const [title, smuggle] of SMUGGLED) {
    test(`T59 H62: ${title} is refused and the connection closed, so that nothing is smuggled`, async () => {
      const [id = '', other = ''] = await startLiveSessions(server.app, 2)

      const { answers, isClosed } = await exchangeUntilClosed(
        listening.port,
        smuggle(`session_id=${id}`) + get(`session_id=${other}`),
      )

      assert.equal(isClosed, true)
      assert.deepEqual(
        answers.map((answer) => answer.status),
        [400],
      )
      assert.equal(await isLive(server.app, id), true)
      assert.equal(await isLive(server.app, other), true)
    })
  }

  test('T54 H64: a request line that trickles in is cut off at the limit for headers, and holds up nobody', async () => {
    assert.equal(listening.http.headersTimeout, 10_000)
    listening.http.headersTimeout = 300
    const started = performance.now()

    const slow = exchangeUntilClosed(listening.port, `GET ${PATH}?session`)
    const { answers } = await exchange(listening.port, get(`session_id=${server.app.ids.next('session')}`))
    const { answers: late, isClosed } = await slow

    listening.http.headersTimeout = 10_000
    assert.equal(answers[0]?.status, 302)
    assert.deepEqual([late[0]?.status, isClosed], [408, true])
    assert.ok(performance.now() - started < 5_000)
  })

  test('T54: a connection on which nothing comes is closed without an answer, which would be taken for that of a later request', async () => {
    listening.http.headersTimeout = 300

    const { text, isClosed } = await exchangeUntilClosed(listening.port, '')

    listening.http.headersTimeout = 10_000
    assert.deepEqual([text, isClosed], ['', true])
  })
})

/** What differs between two answers to the same request. */
const PER_ANSWER = ['x-request-id', 'date']

/** Of five runs in milliseconds: other work on the machine only ever makes it slower. */
async function fastest(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < 5; run++) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  }
  return Math.min(...times)
}
