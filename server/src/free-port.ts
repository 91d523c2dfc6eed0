import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { ListenError, toListenError } from './listen-error.ts'

const ATTEMPTS = 20
const LAST_PORT = 65_535

/**
 * A port that nobody listens on at this moment, and neither on the next one, which the demo app takes. Somebody else may
 * be quicker, and then listening says so.
 *
 * @throws ListenError
 */
export async function findFreePort(host: string): Promise<number> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const port = await tryPort(0, host)
    if (port !== undefined && port < LAST_PORT && (await tryPort(port + 1, host)) !== undefined) return port
  }
  throw new ListenError('No free port was found. Set PORT to one.')
}

/** Undefined if it is taken. */
async function tryPort(wanted: number, host: string): Promise<number | undefined> {
  const server = createServer()
  try {
    await once(server.listen(wanted, host), 'listening')
  } catch (error) {
    // What a socket fails with has a code.
    const problem = error as NodeJS.ErrnoException
    if (problem.code === 'EADDRINUSE') return undefined
    throw toListenError(problem, host, wanted)
  }
  const { port } = server.address() as AddressInfo // It listens on TCP, never on a pipe.
  server.close()
  await once(server, 'close')
  return port
}
