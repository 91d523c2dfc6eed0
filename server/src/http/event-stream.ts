import type { z } from 'zod'

/** The kinds of event on a stream, each with the shape of its data. */
export type EventShapes = Readonly<Record<string, z.ZodType>>

/** Where the events of one connection go. */
export interface Outlet {
  /** Whether the reader keeps up. If not, hold back until `wanted` is called: what is sent meanwhile stays in memory. */
  isWanted(): boolean
  send(text: string): void
  /** After what has been sent. */
  end(): void
  /** At once, whatever has not been taken. */
  cut(): void
}

/** A body that is written bit by bit for as long as the connection lasts. */
export class EventStream {
  /** Called once, when the connection is there. */
  readonly open: (outlet: Outlet) => { wanted(): void; closed(): void }
  /** Called in its place when nobody will read the body. */
  readonly discard: () => void

  constructor(open: EventStream['open'], discard: EventStream['discard']) {
    this.open = open
    this.discard = discard
  }
}

/**
 * One event as the wire has it (https://html.spec.whatwg.org/multipage/server-sent-events.html). Data that the shape
 * does not name stays here, as with every answer.
 */
export function writeEvent<const Shapes extends EventShapes, Name extends keyof Shapes & string>(
  shapes: Shapes,
  { event, id, data }: { event: Name; id?: string; data: z.input<Shapes[Name]> },
): string {
  const lines = [...(id === undefined ? [] : [`id: ${id}`]), `event: ${event}`]
  // JSON has no line breaks. The name is one of the shapes'.
  return `${lines.join('\n')}\ndata: ${JSON.stringify((shapes[event] as z.ZodType).parse(data))}\n\n`
}

/** So many bytes wait for a reader in this process; what follows is held back. */
const MOST_WAITING_BYTES = 64 * 1024

/** The same as a body of fetch. `cut` ends the connection under it. */
export function toReadableStream(stream: EventStream, cut: () => void): ReadableStream<Uint8Array> {
  let source: ReturnType<EventStream['open']> | undefined
  let isOver = false
  const over = (act: () => void) => {
    if (isOver) return
    isOver = true
    act()
  }
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        source = stream.open({
          isWanted: () => !isOver && (controller.desiredSize ?? 0) > 0,
          send: (text) => isOver || controller.enqueue(Buffer.from(text)),
          end: () => over(() => controller.close()),
          cut,
        })
      },
      pull: () => source?.wanted(),
      cancel: () => {
        isOver = true
        source?.closed()
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MOST_WAITING_BYTES }),
  )
}
