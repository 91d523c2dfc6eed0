import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** The way to a server, which can be cut or go silent. */
export interface Cable {
  port: number
  /** Every connection breaks, and none can be made. */
  cut(): Promise<void>
  /** Connections stay and can be made, but nothing passes any more: packets vanish. */
  silence(): void
  mend(): Promise<void>
  remove(): Promise<void>
}

export async function layCable(to: { host: string; port: number }): Promise<Cable> {
  const sockets = new Set<Socket>()
  let isSilent = false
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    return socket
  }
  const join = (near: Socket, far: Socket) => {
    near.on('data', (chunk) => {
      if (!isSilent) far.write(chunk)
    })
    near.on('close', () => far.destroy())
  }
  const server = createServer((near) => {
    const far = keep(connect(to.port, to.host))
    join(keep(near), far)
    join(far, near)
  })
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  await listen(0)
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const cut = async () => {
    const closed = once(server, 'close')
    server.close()
    for (const socket of sockets) socket.destroy()
    await closed
  }
  return {
    port,
    cut,
    silence() {
      isSilent = true
    },
    async mend() {
      isSilent = false
      if (!server.listening) await listen(port)
    },
    async remove() {
      if (server.listening) await cut()
    },
  }
}
