import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as it reached the application. */
export interface Reached {
  method: string
  url: string
  /** By lower-case name with hyphens: how an application that turns names into variables sees them. */
  headers: Map<string, string[]>
  body: string
}

/** An application that protects nothing by itself and writes down what reaches it. */
export interface RecordingApplication {
  port: number
  /** Since the last call. */
  reached(): Reached[]
  close(): Promise<void>
}

export async function startRecordingApplication(): Promise<RecordingApplication> {
  const requests: Reached[] = []
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    // A proxy may give up in the middle; what came until then counts too.
    try {
      for await (const chunk of request) chunks.push(chunk)
    } catch {}
    const headers = new Map<string, string[]>()
    for (let index = 0; index < request.rawHeaders.length; index += 2) {
      const name = (request.rawHeaders[index] ?? '').toLowerCase().replaceAll('_', '-')
      headers.set(name, [...(headers.get(name) ?? []), request.rawHeaders[index + 1] ?? ''])
    }
    const { method = '', url = '' } = request
    requests.push({ method, url, headers, body: Buffer.concat(chunks).toString('latin1') })
    response.end('the application')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    reached: () => requests.splice(0),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
