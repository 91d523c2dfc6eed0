import { createServer, type IncomingHttpHeaders } from 'node:http'

export interface ReceivedWebhook {
  headers: IncomingHttpHeaders
  /** To the letter: the signature is over these bytes. */
  body: string
}

export interface WebhookReceiver extends AsyncDisposable {
  url: string
  received: ReceivedWebhook[]
  /** What it answers, by default 200; `hang`: nothing at all. */
  answer: (webhook: ReceivedWebhook) => number | 'hang'
  stop(): Promise<void>
}

/** Somebody's application, on a port of this machine. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    const webhook = { headers: request.headers, body }
    received.push(webhook)
    const status = receiver.answer(webhook)
    if (status === 'hang') return
    response.writeHead(status, status >= 300 && status < 400 ? { location: `${receiver.url}/elsewhere` } : {}).end()
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${port}/webhooks`,
    received,
    answer: () => 200,
    async stop() {
      server.closeAllConnections()
      server.close()
    },
    [Symbol.asyncDispose]: () => receiver.stop(),
  }
  return receiver
}
