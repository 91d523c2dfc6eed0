import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTokenMint, type TokenMint } from './token-mint.ts'

export const API_KEY = 'sk_test_feed'
export const CLIENT_ID = 'client_test'

/** What the feed says, one object as it goes over the wire. */
export type WireEntry = Record<string, unknown> & { kind: string }

export interface FeedServer {
  origin: string
  mint: TokenMint
  /** May be changed at any time. */
  behaviour: Behaviour
  /** The headers and queries of all requests for the feed so far. */
  feedRequests: { accept: string | undefined; lastEventId: string | undefined; query: URLSearchParams }[]
  acknowledgements: Record<string, unknown>[]
  keyRequests: number
  /** Writes it into the log and tells it. */
  endSession(sessionId: string, fields?: Record<string, unknown>): void
  /** Committed, but without a position yet: to whoever polls. */
  tellEarly(sessionId: string): void
  markNotBefore(fields?: Record<string, unknown>): void
  /** As it is, to every open stream; not in the log. */
  write(text: string): void
  heartbeat(): void
  dropConnections(): void
  openStreams(): number
  close(): Promise<void>
}

export interface Behaviour {
  /** `hold`: takes the request for a stream and says nothing, like a proxy that waits for its end. */
  stream: 'works' | 'hold' | 'html' | 'cut'
  /** Instead of any answer of the feed. */
  status: number | undefined
  /** 0: none but right after the snapshot. */
  heartbeatMs: number
  /** How far the server's clock is ahead of this machine's. */
  clockAheadMs: number
  keys: 'work' | 'fail'
  acknowledgements: 'work' | 'fail'
}

export const PROPER: Behaviour = {
  stream: 'works',
  status: undefined,
  heartbeatMs: 20,
  clockAheadMs: 0,
  keys: 'work',
  acknowledgements: 'work',
}

/** What the functions below share; the tests see the part above. */
interface Feed extends FeedServer {
  log: WireEntry[]
  early: WireEntry[]
  streams: Set<ServerResponse>
  /** Polls that wait for news. */
  waiting: Set<() => void>
}

const TERMS = { access_token_seconds: 300, clock_skew_seconds: 60 }
const BEAT_CHECK_MS = 20

/** A small server that speaks the contract of the revocation feed, and breaks it on demand. */
export async function startFeedServer(): Promise<FeedServer> {
  const http = createServer((request, response) => void answer(feed, request, response))
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const mint = await createTokenMint(CLIENT_ID, () => `${origin}/user_management/${CLIENT_ID}`)
  const feed: Feed = {
    origin,
    mint,
    behaviour: { ...PROPER },
    log: [],
    early: [],
    streams: new Set(),
    waiting: new Set(),
    feedRequests: [],
    acknowledgements: [],
    keyRequests: 0,
    endSession: (sessionId, fields = {}) =>
      append(feed, { kind: 'session', session_id: sessionId, ended_at: now(feed), reason: 'sign_out', ...fields }),
    tellEarly(sessionId) {
      feed.early.push({ kind: 'session', session_id: sessionId, ended_at: now(feed), reason: 'sign_out' })
      for (const tell of feed.waiting) tell()
    },
    markNotBefore: (fields = {}) =>
      append(feed, {
        kind: 'not_before',
        revocation_id: `revocation_${feed.log.length}`,
        not_before: now(feed),
        user_id: null,
        client_id: null,
        except_session_id: null,
        reason: 'mass_revoke',
        ...fields,
      }),
    write(text) {
      for (const stream of feed.streams) stream.write(text)
    },
    heartbeat: () => feed.write(heartbeatOf(feed)),
    dropConnections: () => http.closeAllConnections(),
    openStreams: () => feed.streams.size,
    async close() {
      clearTimeout(beating)
      http.closeAllConnections()
      http.close()
      await once(http, 'close')
    },
  }
  let beating = setTimeout(function beat() {
    if (feed.behaviour.heartbeatMs > 0) feed.heartbeat()
    beating = setTimeout(beat, feed.behaviour.heartbeatMs || BEAT_CHECK_MS)
  }, 0)
  return feed
}

function append(feed: Feed, entry: WireEntry): void {
  feed.log.push(entry)
  feed.write(event('revocation', entry, position(feed)))
  for (const wake of feed.waiting) wake()
}

async function answer(feed: Feed, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { behaviour } = feed
  const url = new URL(request.url ?? '/', feed.origin)
  if (url.pathname === `/sso/jwks/${CLIENT_ID}`) {
    feed.keyRequests += 1
    const isUp = behaviour.keys === 'work'
    return json(response, isUp ? 200 : 500, isUp ? { keys: feed.mint.published() } : { message: 'down' })
  }
  if (request.headers.authorization !== `Bearer ${API_KEY}`)
    return json(response, 401, { message: 'The API key is not valid.' })
  if (url.pathname.endsWith('/acknowledgements')) return await acknowledge(feed, request, response)
  if (url.pathname !== '/user_management/sessions/revocations') return json(response, 404, { message: 'Not found.' })
  const { accept } = request.headers
  const lastEventId = request.headers['last-event-id']?.toString()
  feed.feedRequests.push({ accept, lastEventId, query: url.searchParams })
  if (behaviour.status !== undefined) return json(response, behaviour.status, { message: 'As told.' })
  if (accept === 'text/event-stream') return openStream(feed, response, lastEventId)
  await poll(feed, response, url.searchParams)
}

function openStream(feed: Feed, response: ServerResponse, lastEventId: string | undefined): void {
  const { behaviour, log } = feed
  if (behaviour.stream === 'hold') return
  if (behaviour.stream === 'html') {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Sign in to the network</p>')
    return
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const start = startOf(feed, lastEventId)
  const hello = { object: 'revocation_feed', ...TERMS, heartbeat_seconds: 1, server_time: now(feed) }
  response.write(event('hello', hello))
  if (start.isUnknown) response.write(event('reset', {}))
  for (let index = start.index; index < log.length; index++)
    response.write(event('revocation', log[index] ?? {}, `p${index + 1}`))
  response.write(heartbeatOf(feed))
  if (behaviour.stream === 'cut') {
    response.end()
    return
  }
  feed.streams.add(response)
  response.on('close', () => feed.streams.delete(response))
}

async function poll(feed: Feed, response: ServerResponse, query: URLSearchParams): Promise<void> {
  const { index } = startOf(feed, query.get('after') ?? undefined)
  const waitMs = Number(query.get('wait_seconds') ?? 0) * 1000
  if (feed.log.length === index && waitMs > 0) await news(feed, response, waitMs)
  const data = feed.log.slice(index, index + Number(query.get('limit')))
  const reached = index + data.length
  json(response, 200, {
    object: 'revocations',
    data: data.map((entry, offset) => ({ ...entry, position: `p${index + offset + 1}` })),
    early: feed.early,
    position: `p${reached}`,
    ...TERMS,
    server_time: now(feed),
    has_more: reached < feed.log.length,
  })
}

/** Resolves when there is some, or the time is over, or nobody listens any more. */
async function news({ waiting }: Feed, response: ServerResponse, waitMs: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const finish = () => {
      clearTimeout(timer)
      waiting.delete(finish)
      resolve()
    }
    const timer = setTimeout(finish, waitMs)
    waiting.add(finish)
    response.on('close', finish)
  })
}

function startOf({ log }: Feed, given: string | undefined): { index: number; isUnknown: boolean } {
  if (given === undefined) return { index: 0, isUnknown: false }
  const index = Number(given.slice(1))
  return index <= log.length ? { index, isUnknown: false } : { index: 0, isUnknown: true }
}

async function acknowledge(feed: Feed, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = ''
  for await (const chunk of request) body += chunk
  if (feed.behaviour.acknowledgements === 'fail') return json(response, 500, { message: 'down' })
  feed.acknowledgements.push(JSON.parse(body))
  response.writeHead(204).end()
}

function now({ behaviour }: Feed): string {
  return new Date(Date.now() + behaviour.clockAheadMs).toISOString()
}

function position({ log }: Feed): string {
  return `p${log.length}`
}

function heartbeatOf(feed: Feed): string {
  return event('heartbeat', { position: position(feed), server_time: now(feed) }, position(feed))
}

function event(name: string, data: object, id?: string): string {
  return `event: ${name}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
