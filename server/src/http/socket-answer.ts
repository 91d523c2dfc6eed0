import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * What `respond` gives to Hono where there is a connection to write to, in the place of a fetch Response, which would make
 * Node load its whole fetch. Hono passes it on as it is.
 */
export interface SocketAnswer {
  status: number
  headers: Record<string, string | string[]>
  body: string | ReadableStream | null
}

/** The answer to a HEAD is a Response: Hono makes it of the one to a GET, and knows no other way. */
export function isAnsweredByResponse(method: string | undefined): boolean {
  return method === 'HEAD'
}

/** Writes what came of Hono. */
export function writeAnswer(incoming: IncomingMessage, outgoing: ServerResponse, answer: Response): void {
  if (isAnsweredByResponse(incoming.method)) {
    outgoing.writeHead(answer.status, [...answer.headers].flat()).end()
    return
  }
  const { status, headers, body } = answer as unknown as SocketAnswer
  if (typeof body === 'string') headers['content-length'] = String(Buffer.byteLength(body))
  outgoing.writeHead(status, headers)
  if (body instanceof ReadableStream) writeStream(outgoing, body)
  else outgoing.end(body ?? undefined)
}

/** No faster than the client reads, and no longer than it is there. */
function writeStream(outgoing: ServerResponse, stream: ReadableStream): void {
  const reader = stream.getReader()
  const cancel = () => void reader.cancel().catch(() => {})
  outgoing.on('close', cancel)
  // Gone before there was anything to say: it will not close again.
  if (outgoing.destroyed) cancel()
  outgoing.flushHeaders()
  const flow = async () => {
    for (let isTaken = true; isTaken; ) {
      const { done, value } = await reader.read()
      if (done) {
        outgoing.end()
        return
      }
      isTaken = outgoing.write(value)
    }
    outgoing.once('drain', pump)
  }
  const pump = () => void flow().catch((error) => outgoing.destroy(error))
  pump()
}
