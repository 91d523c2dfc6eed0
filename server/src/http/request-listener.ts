import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Logger } from '../platform/logger.ts'
import { writeAnswer } from './socket-answer.ts'
import { hasBody, requestOf, type SocketBindings } from './socket-request.ts'

/** So long may a client go on sending a body that was refused: cut off at once, it may not see why. */
const UNWANTED_BODY_MS = 500

type Fetch = (request: Request, bindings: SocketBindings) => Response | Promise<Response>

/**
 * From node:http to Hono and back, without Node's fetch: its classes take a tenth of the start and of the memory.
 * `ownHost` stands in for a Host that a request may leave out.
 */
export function createRequestListener(
  fetch: Fetch,
  { ownHost, log }: { ownHost: string; log: Logger },
): RequestListener {
  return (incoming, outgoing) => {
    if (hasBody(incoming)) outgoing.on('finish', () => stopReading(incoming))
    answer(incoming, outgoing).catch((error) => {
      log.error('A request could not be answered.', error)
      outgoing.destroy()
    })
  }

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = requestOf(incoming, ownHost)
    if (!request) return void outgoing.writeHead(400, { 'content-length': '0' }).end()
    writeAnswer(incoming, outgoing, await fetch(request, { incoming, outgoing }))
  }
}

function stopReading(incoming: IncomingMessage): void {
  if (incoming.complete) return
  setTimeout(() => {
    if (!incoming.complete) incoming.socket.destroySoon()
  }, UNWANTED_BODY_MS).unref()
}
