import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { useServer } from '../harness.ts'
import { countRevocations } from '../races/nodes.ts'
import { sqlite } from '../support/databases.ts'
import { DEFAULT_ENTRY } from './hostile-redirects.ts'
import { EVIL, GOOD, get, HTTP_CASES, LISTED, PATH } from './http-level-cases.ts'
import { useListening } from './listen.ts'
import { startLiveSession, startLiveSessions } from './live-sessions.ts'
import { checkHeaders, headerOf } from './own-headers.ts'
import { exchange } from './raw-http.ts'
import { setSignOutUris } from './sign-out-uris.ts'

/** `RAW_RUNS=100000 RAW_SEED=7` for a night; a failure names the seed and the number of the request. */
const RUNS = Number(process.env.RAW_RUNS ?? 2_500)
const SEED = Number(process.env.RAW_SEED ?? 1)
const AT_A_TIME = 24

/** What separates, ends, hides or doubles something, somewhere. */
const HOSTILE = [
  ...[
    '\r',
    '\n',
    '\r\n',
    '\r\n\r\n',
    '\0',
    '\t',
    ' ',
    '\x0b',
    '\x7f',
    '\x80',
    '\xff',
    '\u00e5\u0098\u008d',
    '\\',
    '#',
    '?',
    '&',
    ';',
  ],
  ...['=', '%', '%00', '%0d', '%0a', '%0d%0a', '%0d%0aX-Injected:%201', '%0D%0A%0D%0A<script>', '%u000d%u000a', '%25'],
  ...['\r\nX-Injected: 1', '\nX-Injected: 1', '\rX-Injected: 1', '%E5%98%8A%E5%98%8DX-Injected:1', '\x85X-Injected: 1'],
  ...[
    '@evil.example',
    '//evil.example',
    '/\\evil.example',
    `&return_to=${EVIL}`,
    `&session_id=x`,
    '[]',
    '__proto__',
    '..',
    '/',
  ],
  ...['\r\nTransfer-Encoding: chunked', '\r\nContent-Length: 3', '\r\nHost: evil.example', '\r\nExpect: 100-continue'],
  ...[
    '\r\nUpgrade: websocket\r\nConnection: Upgrade',
    '\r\nSec-Purpose: prefetch',
    '\r\nConnection: keep-alive',
    'HTTP/1.1',
  ],
]

describe('mutated requests', () => {
  const server = useServer(sqlite, { mode: 'production', publicUrl: 'https://api.example.com' })
  const listening = useListening(server)
  before(() => setSignOutUris(server.app, LISTED, DEFAULT_ENTRY))

  test(`T05: none of ${RUNS} gets a header or a redirect of its own, a 5xx, or a session that it does not name`, async () => {
    const random = seededRandom(SEED)
    const bystanders = await startLiveSessions(server.app, 20)
    const id = await startLiveSession(server.app)
    const originals = [
      ...HTTP_CASES.map((one) => one.request({ id, other: server.app.ids.next('session') })),
      ...MORE(id),
    ]
      // The long ones have had their turn.
      .filter((request) => request.length < 4_000)
    const statuses = new Map<number, number>()
    let sent = 0
    const sender = async () => {
      while (sent < RUNS) {
        const name = `request ${sent++} of RAW_SEED=${SEED}`
        const request = mutate(random, pick(random, originals))
        const status = await check(request, name)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
      }
    }
    // A failed assertion that is only seen in the end must not let the others go on for long.
    await Promise.all(Array.from({ length: AT_A_TIME }, sender))

    assert.deepEqual(server.logLines, [], 'nothing unexpected happened inside')
    const live = await server.app.db.selectFrom('session').select('id').where('ended_at', 'is', null).execute()
    assert.deepEqual(live.map((session) => session.id).toSorted(), bystanders.toSorted())
    assert.deepEqual([...(await countRevocations(server.app))], [[id, 1]])
    const honest = await exchange(listening.port, get(`session_id=${bystanders[0]}&return_to=${GOOD}`))
    assert.equal(honest.answers[0]?.status, 302)
    // Otherwise all were refused by the parser, or none, and little was tested.
    for (const status of [302, 400, 404, 405, 422]) assert.ok((statuses.get(status) ?? 0) > RUNS / 100, `few ${status}`)
  })

  /** Answers the status of the first answer, 0 if there was none. */
  async function check(request: string, name: string): Promise<number> {
    const isHead = request.startsWith('HEAD')
    const { answers, text } = await exchange(listening.port, request, { isHead, patienceMs: 1000 })
    const about = () => `${name}: ${JSON.stringify(request)} → ${JSON.stringify(text)}`
    assert.doesNotMatch(text, /^x-injected|\n\r?<script>/im, about())
    for (const answer of answers) {
      checkHeaders(answer)
      assert.ok(answer.status < 500, about())
      const location = headerOf(answer, 'location')
      assert.equal(location !== undefined, answer.status === 302, about())
      if (location !== undefined) assert.ok(LISTED.includes(location), about())
    }
    return answers[0]?.status ?? 0
  }
})

/** Answers that show something of the request, or that are pages. */
function MORE(id: string): string[] {
  const page = ['Accept: text/html', `Cookie: __Host-gatehouse-session=${id}; __Host-gatehouse-browser=x`]
  return [
    get('', page, '/signed-out'),
    get(`request=${id}`, page, '/sign-in'),
    get('x=y', page, '/nothing/here'),
    get('x=y', [], '/nothing/here'),
    get(`session_id=${id}`, ['Cookie: a=b', 'User-Agent: x', 'Referer: https://app.example.com/', 'Accept: */*'], PATH),
  ]
}

/** One to four changes, each anywhere: something hostile put in, a piece taken out, doubled or replaced. */
function mutate(random: () => number, request: string): string {
  let text = request
  for (let changes = 1 + Math.floor(random() * 4); changes > 0; changes--) {
    const at = Math.floor(random() * text.length)
    const length = Math.floor(random() ** 3 * 40)
    const piece = text.slice(at, at + length)
    const [before, after] = [text.slice(0, at), text.slice(at + length)]
    const kinds = [
      () => text.slice(0, at) + pick(random, HOSTILE) + text.slice(at),
      () => text.slice(0, at) + pick(random, HOSTILE) + text.slice(at),
      () => before + after,
      () => before + piece + piece + after,
      () => before + pick(random, HOSTILE) + after,
      () => text.slice(0, at) + String.fromCharCode(Math.floor(random() * 256)) + text.slice(at + 1),
    ]
    text = pick(random, kinds)()
  }
  return text
}

function pick<T>(random: () => number, choices: readonly T[]): T {
  // The list is never empty.
  return choices[Math.floor(random() * choices.length)] as T
}

/** mulberry32: the same numbers for the same seed. */
function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
