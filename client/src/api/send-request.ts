import { createBackOff } from '../back-off.ts'
import { pause } from '../pause.ts'
import type { Platform } from '../platform.ts'
import type { RequestOptions } from './call.ts'
import { ConnectionException } from './exceptions.ts'
import { readRetryAfter } from './retry-after.ts'
import { toException } from './to-exception.ts'

/** Whom to ask, and how. */
export interface Connection {
  /** Without a slash at its end. */
  baseUrl: string
  apiKey: string | undefined
  timeoutMs: number
  maxRetries: number
  platform: Platform
}

export interface ApiRequest {
  method: string
  path: string
  query?: Record<string, unknown> | undefined
  body?: object | undefined
  /** The body says who asks. Beside it a key in the header is refused (RFC 6749, 2.3). */
  isProven?: boolean
  /** The server does it once for all requests with this key. */
  idempotencyKey?: string
  /** It does no harm if the server does it twice. By default what the method says (RFC 9110, 9.2.2). */
  isRepeatable?: boolean
}

/** A longer wait is the caller's to make: somebody may be looking at an empty page. */
const LONGEST_WAIT_MS = 20_000

/**
 * The JSON of a successful answer, as it is on the wire; undefined if it has none. What failed on the way or was refused
 * for the moment is tried again, if it can be repeated safely; what was refused with 429 was not done, so it always can.
 *
 * @throws GenericServerException, ConnectionException, or the reason of the signal that the caller gave
 */
export async function sendRequest(
  connection: Connection,
  request: ApiRequest,
  options: RequestOptions = {},
): Promise<unknown> {
  const { maxRetries = connection.maxRetries, signal = new AbortController().signal } = options
  const backOff = createBackOff(connection.platform.random)
  for (let retriesLeft = maxRetries; ; retriesLeft -= 1) {
    const attempt = await tryOnce(connection, request, options)
    if (attempt.kind === 'answered') return readJson(attempt.answer, request)
    const waitMs = toldToWaitMs(attempt, connection) ?? backOff.next('broken')
    if (!mayRepeat(request, attempt) || retriesLeft <= 0 || waitMs > LONGEST_WAIT_MS)
      throw toError(attempt, { request, connection })
    await pause(waitMs, signal)
    signal.throwIfAborted()
  }
}

/** An answer, read to its end. */
export interface ApiAnswer {
  status: number
  headers: Headers
  text: string
}

type Attempt = { kind: 'answered'; answer: ApiAnswer } | Failure
type Failure = { kind: 'refused'; answer: ApiAnswer } | { kind: 'broken'; cause: unknown }

async function tryOnce(connection: Connection, request: ApiRequest, options: RequestOptions): Promise<Attempt> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? connection.timeoutMs)
  try {
    const response = await connection.platform.fetch(connection.baseUrl + toTarget(request), {
      method: request.method,
      headers: toHeaders(connection, { request, options }),
      ...(request.body ? { body: JSON.stringify(request.body) } : {}),
      // An API key goes where it was meant to go, and nowhere else.
      redirect: 'manual',
      signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
    })
    const answer = { status: response.status, headers: response.headers, text: await response.text() }
    return { kind: response.ok ? 'answered' : 'refused', answer }
  } catch (cause) {
    options.signal?.throwIfAborted()
    return { kind: 'broken', cause }
  }
}

function toTarget({ path, query = {} }: ApiRequest): string {
  const parameters = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).filter(isGiven).map((item) => [name, String(item)]),
  )
  return parameters.length === 0 ? path : `${path}?${new URLSearchParams(parameters)}`
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null
}

function toHeaders(
  { apiKey }: Connection,
  { request, options }: { request: ApiRequest; options: RequestOptions },
): Record<string, string> {
  const idempotencyKey = options.idempotencyKey ?? request.idempotencyKey
  const token = request.isProven ? undefined : (options.accessToken ?? apiKey)
  return {
    accept: 'application/json',
    ...(request.body ? { 'content-type': 'application/json' } : {}),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
  }
}

const IDEMPOTENT = new Set(['GET', 'PUT', 'DELETE'])
const FOR_THE_MOMENT = new Set([408, 429, 500, 502, 503, 504])

function mayRepeat({ method, isRepeatable = IDEMPOTENT.has(method) }: ApiRequest, failure: Failure): boolean {
  if (failure.kind === 'broken') return isRepeatable
  const { status } = failure.answer
  return status === 429 || (isRepeatable && FOR_THE_MOMENT.has(status))
}

/** Undefined if the server does not say. */
function toldToWaitMs(failure: Failure, { platform }: Connection): number | undefined {
  const seconds = failure.kind === 'broken' ? null : readRetryAfter(failure.answer.headers, platform.clock.wall())
  return seconds === null ? undefined : seconds * 1000
}

function toError(
  failure: Failure,
  { request: { method, path }, connection }: { request: ApiRequest; connection: Connection },
): Error {
  const call = `${method} ${path}`
  if (failure.kind === 'refused') return toException(failure.answer, { call, now: connection.platform.clock.wall() })
  const { cause } = failure
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new ConnectionException(`${call} got no answer: ${reason}`, { cause })
}

function readJson({ text }: ApiAnswer, { method, path }: ApiRequest): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ConnectionException(`${method} ${path} was not answered with JSON. Is baseUrl that of Gatehouse?`, {
      cause,
    })
  }
}
