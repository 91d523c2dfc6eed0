import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** The way from one node to the database. */
export interface FaultyCable {
  port: number
  /** Every connection breaks, and none can be made. */
  cut(): void
  /** Nothing passes; what is sent meanwhile arrives when it is mended, as TCP does it when packets were lost. */
  hold(): void
  /** Nothing passes on the connections that listen for notifications, and none can be made to. */
  holdNotifications(): void
  mend(): Promise<void>
  remove(): void
}

interface Line {
  near: Socket
  far: Socket
  isListening: boolean
}

const LISTEN = /\blisten\b/i

/** Its near end listens on this address. */
export async function layFaultyCable(to: { host: string; port: number }, address: string): Promise<FaultyCable> {
  const lines = new Set<Line>()
  let held: 'nothing' | 'notifications' | 'everything' = 'nothing'
  const isHeld = (line: Line) => held === 'everything' || (held === 'notifications' && line.isListening)
  const apply = (line: Line) => {
    for (const socket of [line.near, line.far]) {
      if (isHeld(line)) socket.pause()
      else if (socket.isPaused()) socket.resume()
    }
  }
  const join = (line: Line, from: Socket, onto: Socket) => {
    from.on('data', (chunk) => {
      if (from === line.near && !line.isListening && LISTEN.test(chunk.toString('latin1'))) {
        line.isListening = true
        apply(line)
      }
      onto.write(chunk)
    })
    from.on('error', () => {})
    from.on('close', () => {
      lines.delete(line)
      onto.destroy()
    })
  }
  const server = createServer((near) => {
    if (!server.listening) {
      near.destroy()
      return
    }
    const line: Line = { near, far: connect(to.port, to.host), isListening: false }
    lines.add(line)
    join(line, line.near, line.far)
    join(line, line.far, line.near)
    apply(line)
  })
  const listen = async (port: number) => {
    server.listen(port, address)
    await once(server, 'listening')
  }
  await listen(0)
  const end = server.address()
  const port = end !== null && typeof end === 'object' ? end.port : 0
  const change = (value: typeof held) => {
    held = value
    for (const line of lines) apply(line)
  }
  const cut = () => {
    server.close()
    for (const { near, far } of lines) {
      near.destroy()
      far.destroy()
    }
  }
  return {
    port,
    cut,
    hold: () => change('everything'),
    holdNotifications: () => change('notifications'),
    async mend() {
      change('nothing')
      if (!server.listening) await listen(port)
    },
    remove: cut,
  }
}
