import { createSocket } from 'node:dgram'
import { after, before } from 'node:test'
import { decode, encode, RECURSION_AVAILABLE } from 'dns-packet'

export interface NameServer {
  /** What `GATEHOUSE_DNS_SERVER` says. */
  address: string
  /** The TXT records by domain; whoever is not in here does not exist. */
  records: Map<string, string[]>
}

/** For the body of a suite: a real name server on a port of this machine. `address` is there from the first test on. */
export function useNameServer(): NameServer {
  const socket = createSocket('udp4')
  const server: NameServer = { address: '', records: new Map() }
  socket.on('message', (message, peer) => {
    const query = decode(message)
    const name = query.questions?.[0]?.name ?? ''
    const texts = server.records.get(name)
    const answer = encode({
      type: 'response',
      id: query.id,
      flags: RECURSION_AVAILABLE | (texts ? 0 : NAME_ERROR),
      questions: query.questions,
      answers: (texts ?? []).map((data) => ({ type: 'TXT', name, ttl: 1, data })),
    })
    socket.send(answer, peer.port, peer.address)
  })
  before(async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    socket.bind(0, '127.0.0.1', resolve)
    await promise
    server.address = `127.0.0.1:${socket.address().port}`
  })
  after(() => socket.close())
  return server
}

const NAME_ERROR = 3
