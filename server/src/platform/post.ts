import { lookup as resolve } from 'node:dns'
import { type ClientRequest, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'

/** Why nobody answered. The code is stable, for programs and for what is kept. */
export class UnansweredError extends Error {
  readonly code: string

  constructor(code: string) {
    super(`The request was not answered: ${code}.`)
    this.code = code
  }
}

export interface PostRules {
  /** Asked about the very address that is then connected to, so no name can resolve to another one in between (T51). */
  mayReach(address: string): boolean
  /** For everything together: name, connection, TLS and answer. */
  timeoutMs: number
  /** Aborts it early. */
  signal: AbortSignal
}

export interface Content {
  type: 'application/x-www-form-urlencoded' | 'application/json'
  body: string
  headers?: Record<string, string>
}

/**
 * Posts to somebody else's server and answers the status. Redirects are not followed, no proxy of the environment is
 * used, no credentials are sent and no body is read. Throws `UnansweredError`.
 */
export async function post(
  url: string,
  { type, body, headers }: Content,
  { mayReach, timeoutMs, signal }: PostRules,
): Promise<number> {
  const target = new URL(url)
  const host = target.hostname.replace(/^\[|\]$/g, '')
  // Nothing is looked up for an address, so it is judged here.
  if (isIP(host) !== 0 && !mayReach(host)) throw new UnansweredError('address_not_allowed')
  const send = target.protocol === 'https:' ? requestHttps : requestHttp
  const timeout = AbortSignal.timeout(timeoutMs)
  const request = send(target, {
    method: 'POST',
    headers: {
      ...headers,
      'content-type': type,
      'content-length': Buffer.byteLength(body),
      'user-agent': 'Gatehouse',
      accept: 'application/json',
    },
    lookup: lookUpAllowed(mayReach),
    agent: false,
    signal: AbortSignal.any([signal, timeout]),
  })
  try {
    return await statusOf(request.end(body))
  } catch (error) {
    throw new UnansweredError(timeout.aborted ? 'timeout' : codeOf(error))
  } finally {
    request.destroy()
  }
}

function statusOf(request: ClientRequest): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  request.on('response', (response) => {
    // It breaks off when the request is given up, which nobody is to hear of.
    response.on('error', () => {})
    // A parsed answer always has a status.
    resolve(response.statusCode ?? 0)
  })
  // Stays, because an aborted request may fail once more after it was answered.
  request.on('error', reject)
  return promise
}

/** Only the addresses that are allowed are given to the socket. */
function lookUpAllowed(mayReach: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, [])
      const allowed = addresses.filter(({ address }) => mayReach(address))
      const [first] = allowed
      if (!first) return callback(new UnansweredError('address_not_allowed'), [])
      if (options.all) return callback(null, allowed)
      callback(null, first.address, first.family)
    })
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'connection_failed'
}
