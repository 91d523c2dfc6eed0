import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SendRequest } from './api-client.ts'

const PATH = '/user_management/sessions/revocations'
const PATIENCE_MS = 10_000

export interface FeedEvent {
  event: string
  id?: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look at whatever came.
  data: any
  /** By the clock that never goes back. */
  at: number
}

/** A consumer of the revocation feed. */
export interface FeedReader {
  /** All so far. */
  events: FeedEvent[]
  /** The first that fits, come or to come. */
  find(fits: (event: FeedEvent) => boolean, patienceMs?: number): Promise<FeedEvent>
  /** When the session was told of, at its place or early. */
  heardOf(sessionId: string, patienceMs?: number): Promise<FeedEvent>
  /** At its place in the log. */
  placeOf(sessionId: string, patienceMs?: number): Promise<FeedEvent>
  heartbeat(): Promise<FeedEvent>
  /** What `Last-Event-ID` would be. */
  position(): string | undefined
  isOver(): boolean
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export async function followFeed(
  request: SendRequest,
  { apiKey = 'sk_test_default', after }: { apiKey?: string; after?: string | undefined } = {},
): Promise<FeedReader> {
  const abort = new AbortController()
  const headers = {
    authorization: `Bearer ${apiKey}`,
    accept: 'text/event-stream',
    ...(after === undefined ? {} : { 'last-event-id': after }),
  }
  const response = await request(PATH, { headers, signal: abort.signal })
  assert.equal(response.status, 200, response.status === 200 ? '' : await response.text())
  assert.equal(response.headers.get('content-type'), 'text/event-stream')
  const body = response.body
  assert.ok(body)
  const events: FeedEvent[] = []
  const reader = body.getReader()
  let isOver = false
  void readAll(reader, events).finally(() => {
    isOver = true
  })
  const find: FeedReader['find'] = async (fits, patienceMs = PATIENCE_MS) => {
    const limit = performance.now() + patienceMs
    for (;;) {
      const event = events.find(fits)
      if (event) return event
      assert.ok(performance.now() < limit, `It did not come. What came: ${JSON.stringify(events.slice(-5))}`)
      await sleep(1)
    }
  }
  const isOf = (sessionId: string, ...kinds: string[]) => {
    return ({ event, data }: FeedEvent) => kinds.includes(event) && data.session_id === sessionId
  }
  const close = async () => {
    await reader.cancel().catch(() => {})
    abort.abort()
  }
  return {
    events,
    find,
    heardOf: (sessionId, patienceMs) => find(isOf(sessionId, 'revocation', 'early'), patienceMs),
    placeOf: (sessionId, patienceMs) => find(isOf(sessionId, 'revocation'), patienceMs),
    heartbeat: () => find(({ event }) => event === 'heartbeat'),
    position: () => events.findLast(({ id }) => id !== undefined)?.id,
    isOver: () => isOver,
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>, events: FeedEvent[]): Promise<void> {
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }))
    if (done) return
    rest += decoder.decode(value, { stream: true })
    const blocks = rest.split('\n\n')
    rest = blocks.pop() ?? ''
    events.push(...blocks.map(parse))
  }
}

function parse(block: string): FeedEvent {
  const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s, 2)))
  return { ...fields, data: JSON.parse(fields.data), at: performance.now() } as FeedEvent
}

export interface FeedPage {
  position: string
  has_more: boolean
  data: { kind: string; session_id: string; position: string; reason: string }[]
  early: { kind: string; session_id: string; reason: string }[]
}

/** One request for JSON. */
export async function pollFeed(request: SendRequest, query = '', apiKey = 'sk_test_default'): Promise<FeedPage> {
  const response = await request(`${PATH}?${query}`, { headers: { authorization: `Bearer ${apiKey}` } })
  const body = await response.json()
  assert.equal(response.status, 200, JSON.stringify(body))
  return body as FeedPage
}
