import type { IncomingMessage, ServerResponse } from 'node:http'
import { bodyTooLarge, LARGEST_BODY_BYTES } from './limit-body.ts'

/** What is behind a request that came over a connection. */
export interface SocketBindings {
  incoming: IncomingMessage
  outgoing: ServerResponse
}

const decoder = new TextDecoder()

/**
 * What Hono and our own code ask of a fetch Request, which itself would make Node load its whole fetch. Undefined: the
 * request does not say what it wants.
 */
export function requestOf(incoming: IncomingMessage, ownHost: string): Request | undefined {
  const url = urlOf(incoming, ownHost)
  if (url === undefined) return undefined
  const text = hasBody(incoming) ? readText(incoming) : undefined
  const request = {
    method: incoming.method,
    url,
    headers: { get: (name: string) => incoming.headers[name.toLowerCase()]?.toString() ?? null },
    text: async () => (await text) ?? '',
  }
  // Nothing else is asked of it; what would be is an error that every test of that route sees.
  return request as unknown as Request
}

/** The host is looked at but for nothing: a request whose Host says something else than a host is refused (RFC 9112, 3.2). */
function urlOf(incoming: IncomingMessage, ownHost: string): string | undefined {
  const target = incoming.url ?? ''
  // A URL has it as a slash, a proxy in front of us may not.
  if (/^[^?]*\\/.test(target)) return undefined
  if (/^https?:\/\//.test(target)) return URL.parse(target)?.href
  if (!target.startsWith('/')) return undefined
  // For HTTP/1.0, where Host is optional.
  const host = incoming.headers.host || ownHost
  const url = URL.parse(`http://${host}${target}`)
  return url?.hostname === host.replace(/:\d*$/, '').toLowerCase() ? url.href : undefined
}

export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
}

/** From the beginning, because a client may send everything and leave before anybody asks for the body. */
function readText(incoming: IncomingMessage): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let chunks: Buffer[] = []
  let bytes = 0
  incoming.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    chunks.push(chunk)
    if (bytes <= LARGEST_BODY_BYTES) return
    chunks = []
    reject(bodyTooLarge())
  })
  incoming.on('end', () => resolve(decoder.decode(Buffer.concat(chunks))))
  incoming.on('error', reject)
  // Many answers are given without asking for the body.
  promise.catch(() => {})
  return promise
}
