import { connect } from 'node:net'

/** One answer as it came over the wire, header by header. */
export interface RawAnswer {
  status: number
  headers: [name: string, value: string][]
  body: string
}

export interface Exchange {
  answers: RawAnswer[]
  /** Whether the server closed the connection. */
  isClosed: boolean
  /** Every byte that came, as Latin-1. */
  text: string
}

export interface ExchangeOptions {
  /** How many answers to wait for. */
  expected?: number
  /** The answers have no body, whatever their length says. */
  isHead?: boolean
  /** How long the server may say nothing. */
  patienceMs?: number
}

/** Sends bytes (a string is Latin-1, one byte a character) over a connection of their own and reads what comes back. */
export async function exchange(
  port: number,
  request: string | Buffer,
  { expected = 1, isHead = false, patienceMs = 5_000 }: ExchangeOptions = {},
): Promise<Exchange> {
  const { promise, resolve } = Promise.withResolvers<Exchange>()
  const socket = connect({ port, host: '127.0.0.1' })
  let text = ''
  const finish = (isClosed: boolean) => {
    socket.destroy()
    resolve({ answers: readAnswers(text, isHead), isClosed, text })
  }
  socket.setTimeout(patienceMs, () => finish(false))
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
    if (readAnswers(text, isHead).length >= expected) finish(false)
  })
  // After 431 the server resets the connection, because the rest of the request is still on its way.
  socket.on('error', () => {})
  socket.on('close', () => finish(true))
  socket.write(typeof request === 'string' ? Buffer.from(request, 'latin1') : request)
  return await promise
}

/** Waits for the server to close the connection, however long it takes. */
export async function exchangeUntilClosed(port: number, request: string | Buffer): Promise<Exchange> {
  return await exchange(port, request, { expected: Number.POSITIVE_INFINITY })
}

/** The complete answers in these bytes; throws if something else stands where an answer must begin. */
export function readAnswers(text: string, isHead = false): RawAnswer[] {
  const answers: RawAnswer[] = []
  for (let rest = text; rest !== ''; ) {
    const end = rest.indexOf('\r\n\r\n')
    if (end === -1) break
    const head = readHead(rest.slice(0, end))
    const body = isHead ? { text: '', length: 0 } : readBody(head, rest.slice(end + 4))
    if (!body) break
    answers.push({ ...head, body: body.text })
    rest = rest.slice(end + 4 + body.length)
  }
  return answers
}

type Head = Omit<RawAnswer, 'body'>

function readHead(text: string): Head {
  const [statusLine = '', ...lines] = text.split('\r\n')
  const [, status] = /^HTTP\/1\.[01] (\d{3}) [\w :-]+$/.exec(statusLine) ?? []
  if (status === undefined) throw new Error(`This is no status line: ${JSON.stringify(statusLine.slice(0, 200))}`)
  const headers = lines.map((line): [string, string] => {
    const [, name, value] = /^([\w-]+): ?([^\r\n]*)$/.exec(line) ?? []
    if (name === undefined || value === undefined) throw new Error(`This is no header: ${JSON.stringify(line)}`)
    return [name.toLowerCase(), value]
  })
  return { status: Number(status), headers }
}

/** Undefined while bytes are missing. */
function readBody({ status, headers }: Head, text: string): { text: string; length: number } | undefined {
  if (status < 200 || status === 204 || status === 304) return { text: '', length: 0 }
  const of = (name: string) => headers.find((header) => header[0] === name)?.[1]
  if (of('transfer-encoding') === 'chunked') return readChunks(text)
  const length = Number(of('content-length') ?? 0)
  return text.length < length ? undefined : { text: text.slice(0, length), length }
}

function readChunks(text: string): { text: string; length: number } | undefined {
  let body = ''
  for (let at = 0; ; ) {
    const lineEnd = text.indexOf('\r\n', at)
    if (lineEnd === -1) return undefined
    const size = Number.parseInt(text.slice(at, lineEnd), 16)
    const next = lineEnd + 2 + size + 2
    if (text.length < next) return undefined
    body += text.slice(lineEnd + 2, lineEnd + 2 + size)
    if (size === 0) return { text: body, length: next }
    at = next
  }
}
