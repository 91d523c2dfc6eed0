import { createServer } from 'node:http'

/** One of so many requests is answered 500. */
const FAILS_ONE_IN = 5

/** Somebody's application, which counts how often it has accepted each event. */
export interface CountingReceiver {
  url: string
  accepted: Map<string, number>
  refused: number
  close(): void
}

export async function startCountingReceiver({ isFailing }: { isFailing: boolean }): Promise<CountingReceiver> {
  let requests = 0
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    requests += 1
    if (isFailing && requests % FAILS_ONE_IN === 0) {
      receiver.refused += 1
      response.writeHead(500).end()
      return
    }
    const { id } = JSON.parse(body)
    receiver.accepted.set(id, (receiver.accepted.get(id) ?? 0) + 1)
    response.writeHead(200).end()
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('A listening server has an address.')
  const receiver: CountingReceiver = {
    url: `http://127.0.0.1:${address.port}/webhooks`,
    accepted: new Map(),
    refused: 0,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
  return receiver
}
