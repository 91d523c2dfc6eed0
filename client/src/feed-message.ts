/** An ended session. Times are milliseconds since 1970, by the server's clock. */
export interface SessionEntry {
  kind: 'session'
  sessionId: string
  endedAt: number
  reason: string
}

/** Every token up to a moment is refused: of one user, of one application, in one organization, of everybody but one session. */
export interface NotBeforeEntry {
  kind: 'not_before'
  revocationId: string
  notBefore: number
  userId: string | null
  clientId: string | null
  organizationId: string | null
  exceptSessionId: string | null
  reason: string
}

export type RevocationEntry = SessionEntry | NotBeforeEntry

/** Of the server: how long its tokens live, how far its nodes' clocks may differ. */
export interface FeedTerms {
  accessTokenSeconds: number
  clockSkewSeconds: number
}

export type FeedMessage =
  | { kind: 'hello'; terms: FeedTerms; heartbeatSeconds: number; serverTime: number }
  | { kind: 'entry'; entry: RevocationEntry }
  | { kind: 'heartbeat'; serverTime: number }
  | { kind: 'reset' }
  | { kind: 'bye'; reason: string }
  /** Of a newer server. */
  | { kind: 'unknown' }
  | { kind: 'malformed'; message: string }

/** Parses one event of the stream. Whatever arrives, it answers; nothing is thrown. */
export function parseStreamEvent(name: string | undefined, data: string): FeedMessage {
  if (name === 'reset') return { kind: 'reset' }
  const parse = name === undefined ? undefined : PARSERS[name]
  if (!parse) return { kind: 'unknown' }
  const json = parseJson(data)
  return (isObject(json) && parse(json)) || { kind: 'malformed', message: `Malformed ${name} event.` }
}

const PARSERS: Partial<Record<string, (json: Json) => FeedMessage | undefined>> = {
  hello: parseHello,
  revocation: parseEntry,
  early: parseEntry,
  heartbeat: parseHeartbeat,
  bye: ({ reason }) => ({ kind: 'bye', reason: typeof reason === 'string' ? reason : 'unknown' }),
}

/** One entry of the feed, streamed or polled; undefined when it is malformed. */
export function parseEntry(json: Json): FeedMessage | undefined {
  if (json.kind === 'session') return parseSessionEntry(json)
  if (json.kind === 'not_before') return parseNotBeforeEntry(json)
  return typeof json.kind === 'string' ? { kind: 'unknown' } : undefined
}

function parseSessionEntry({ session_id: sessionId, ended_at, reason }: Json): FeedMessage | undefined {
  const endedAt = parseTime(ended_at)
  if (!isId(sessionId) || endedAt === undefined) return undefined
  return { kind: 'entry', entry: { kind: 'session', sessionId, endedAt, reason: toReason(reason) } }
}

function parseNotBeforeEntry(json: Json): FeedMessage | undefined {
  const notBefore = parseTime(json.not_before)
  const [userId, clientId, exceptSessionId] = [json.user_id, json.client_id, json.except_session_id]
  // Older servers have none, and their marks cover more.
  const { organization_id: organizationId = null } = json
  if (notBefore === undefined || !isId(json.revocation_id)) return undefined
  // A missing filter is a malformed entry and not "everybody".
  if (!isIdOrNull(userId) || !isIdOrNull(clientId)) return undefined
  if (!isIdOrNull(organizationId) || !isIdOrNull(exceptSessionId)) return undefined
  return {
    kind: 'entry',
    entry: {
      kind: 'not_before',
      revocationId: json.revocation_id,
      notBefore,
      userId,
      clientId,
      organizationId,
      exceptSessionId,
      reason: toReason(json.reason),
    },
  }
}

function parseHello(json: Json): FeedMessage | undefined {
  const [terms, serverTime] = [parseTerms(json), parseTime(json.server_time)]
  if (!terms || serverTime === undefined || !isDuration(json.heartbeat_seconds)) return undefined
  return { kind: 'hello', terms, heartbeatSeconds: json.heartbeat_seconds, serverTime }
}

function parseHeartbeat(json: Json): FeedMessage | undefined {
  const serverTime = parseTime(json.server_time)
  return serverTime === undefined ? undefined : { kind: 'heartbeat', serverTime }
}

/** A polled answer, whole. */
export interface FeedPage {
  messages: FeedMessage[]
  position: string
  terms: FeedTerms
  serverTime: number
  hasMore: boolean
}

/** Undefined when it is not one. A malformed entry among good ones is a message of its own. */
export function parsePage(json: unknown): FeedPage | undefined {
  if (!isObject(json) || !Array.isArray(json.data) || !isId(json.position)) return undefined
  const [terms, serverTime] = [parseTerms(json), parseTime(json.server_time)]
  if (!terms || serverTime === undefined) return undefined
  // Older servers have no early ones.
  const early = Array.isArray(json.early) ? json.early : []
  const messages = [...json.data, ...early].map(
    (entry: unknown): FeedMessage =>
      (isObject(entry) && parseEntry(entry)) || { kind: 'malformed', message: 'Malformed entry.' },
  )
  return { messages, position: json.position, terms, serverTime, hasMore: json.has_more === true }
}

type Json = Record<string, unknown>

function parseTerms(json: Json): FeedTerms | undefined {
  const { access_token_seconds: accessTokenSeconds, clock_skew_seconds: clockSkewSeconds } = json
  if (!isDuration(accessTokenSeconds) || !isDuration(clockSkewSeconds)) return undefined
  return { accessTokenSeconds, clockSkewSeconds }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isIdOrNull(value: unknown): value is string | null {
  return value === null || isId(value)
}

function isDuration(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value)
}

function parseTime(value: unknown): number | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(time) ? undefined : time
}

function toReason(value: unknown): string {
  return typeof value === 'string' ? value : 'unknown'
}
