import { connect, type Socket } from 'node:net'

export interface Answer {
  status: number
  head: string
  body: string
}

/** One keep-alive connection that carries one request at a time. */
export interface Connection {
  /** `request` is the whole HTTP/1.1 request. */
  exchange(request: string): Promise<Answer>
  close(): void
}

/**
 * A client as small as one can be: it shares two cores with the server it measures, and `fetch` or `node:http` would
 * take several times as much of them. It understands as much of HTTP as this server sends.
 */
export async function openConnection(port: number): Promise<Connection> {
  const socket = await connected(port)
  let received = ''
  let pending: PromiseWithResolvers<Answer> | undefined

  const settle = () => {
    const answer = readAnswer(received)
    if (!answer || !pending) return
    received = ''
    const { resolve } = pending
    pending = undefined
    resolve(answer)
  }
  const fail = (error: Error) => pending?.reject(error)

  socket.setEncoding('utf8')
  socket.on('data', (chunk: string) => {
    received += chunk
    settle()
  })
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('The server closed the connection.')))
  return {
    exchange(request) {
      pending = Promise.withResolvers<Answer>()
      socket.write(request)
      return pending.promise
    },
    close: () => socket.destroy(),
  }
}

async function connected(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  socket.once('connect', resolve)
  socket.once('error', reject)
  await promise
  socket.off('error', reject)
  return socket
}

const END_OF_HEAD = '\r\n\r\n'
const LAST_CHUNK = '0\r\n\r\n'

/** Undefined while the answer is not complete. */
function readAnswer(text: string): Answer | undefined {
  const end = text.indexOf(END_OF_HEAD)
  if (end === -1) return undefined
  const head = text.slice(0, end)
  const body = text.slice(end + END_OF_HEAD.length)
  if (/^transfer-encoding: chunked$/im.test(head) && !body.endsWith(LAST_CHUNK)) return undefined
  const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0)
  if (Buffer.byteLength(body) < length) return undefined
  return { status: Number(head.slice(9, 12)), head, body }
}
