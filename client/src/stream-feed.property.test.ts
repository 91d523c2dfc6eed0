import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type FeedMessage, parsePage, parseStreamEvent } from './feed-message.ts'
import { streamFeed } from './stream-feed.ts'

const NAMES = ['hello', 'revocation', 'early', 'heartbeat', 'bye', 'reset', 'weather', undefined]

test('whatever arrives, it is a message or malformed, and never an exception', () => {
  const nearly = fc.record(
    {
      kind: fc.constantFrom('session', 'not_before', 'device', null),
      session_id: fc.oneof(fc.string(), fc.constant(null)),
      ended_at: fc.oneof(
        fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
        fc.string(),
      ),
      revocation_id: fc.string(),
      not_before: fc.string(),
      user_id: fc.anything(),
      server_time: fc.string(),
      access_token_seconds: fc.anything(),
    },
    { requiredKeys: [] },
  )
  const data = fc.oneof(
    fc.string(),
    fc.json(),
    nearly.map((json) => JSON.stringify(json)),
  )
  fc.assert(
    fc.property(fc.constantFrom(...NAMES), data, (name, text) => {
      const message = parseStreamEvent(name, text)
      if (message.kind === 'entry' && message.entry.kind === 'session') assert.ok(message.entry.sessionId)
      assert.ok(message.kind)
    }),
  )
  fc.assert(fc.property(fc.jsonValue(), (json) => void parsePage(json)))
})

/** What came out of a stream that was cut into these pieces. */
async function readPieces(pieces: Uint8Array[]): Promise<(FeedMessage & { position: string | undefined })[]> {
  const messages: (FeedMessage & { position: string | undefined })[] = []
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece)
      controller.close()
    },
  })
  const ended = streamFeed({
    baseUrl: 'https://auth.example.com',
    apiKey: 'sk',
    fetch: async () => new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } }),
    position: undefined,
    firstMessageLimitMs: 5_000,
    controller: new AbortController(),
    onMessage: (message, position) => void messages.push({ ...message, position }),
    onRetry: () => {},
  })
  await assert.rejects(ended, /closed the stream/)
  return messages
}

test('a stream means the same wherever it is cut, in the middle of a letter too', async () => {
  const entry = fc.record({
    name: fc.constantFrom('revocation', 'early'),
    session: fc.string({ minLength: 1, unit: 'grapheme' }),
    end: fc.constantFrom('\n', '\r\n'),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(entry, { maxLength: 8 }),
      fc.array(fc.nat(400), { maxLength: 10 }),
      async (entries, cuts) => {
        const ended_at = '2026-11-25T12:00:00.000Z'
        const text = entries.map(({ name, session, end }, index) => {
          const data = JSON.stringify({ kind: 'session', session_id: session, ended_at, reason: 'sign_out' })
          return `: comment${end}event: ${name}${end}id: p${index}${end}data: ${data}${end}${end}`
        })
        const bytes = new TextEncoder().encode(`retry: 500\n\n${text.join('')}`)
        const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
        const pieces = edges.slice(1).map((edge, index) => bytes.slice(edges[index], edge))

        const messages = await readPieces(pieces)

        assert.deepEqual(
          messages.map(
            (message) => message.kind === 'entry' && message.entry.kind === 'session' && message.entry.sessionId,
          ),
          entries.map(({ session }) => session),
        )
        assert.deepEqual(
          messages.map(({ position }) => position),
          entries.map((_, index) => `p${index}`),
        )
      },
    ),
  )
})
