import type { AppContext } from '../../context.ts'

/** What is owed to many receivers, who are told by HTTP. */
export interface Owed {
  /** For the log. */
  name: string
  /** The receivers that something is due for. */
  listDue(): Promise<string[]>
  /** Delivers what is due for one of them, until nothing is left or the signal comes. */
  serve(receiverId: string, signal: AbortSignal): Promise<void>
}

export interface Deliveries {
  /** Sets about what is due, for every receiver; does not wait for them. */
  begin(): Promise<void>
  /** When nothing is under way any more. */
  settled(): Promise<void>
  /** Breaks off what is under way; what was not delivered is tried again after the next start. */
  close(): Promise<void>
}

/** Each receiver has a lane of its own, so one that is slow or down makes nobody wait but itself. */
export function createDeliveries(app: AppContext, { name, listDue, serve }: Owed): Deliveries {
  const lanes = new Map<string, Promise<void>>()
  /** Something has become due since their lane last looked. */
  const waiting = new Set<string>()
  const closing = new AbortController()
  const settled = async () => void (await Promise.all(lanes.values()))
  const run = async (id: string) => {
    try {
      do {
        waiting.delete(id)
        await serve(id, closing.signal)
      } while (waiting.has(id) && !closing.signal.aborted)
    } catch (error) {
      app.log.error(`${name} failed on our side; it is tried again.`, error)
    } finally {
      lanes.delete(id)
    }
  }
  return {
    settled,
    async begin() {
      for (const id of await listDue()) {
        waiting.add(id)
        if (!lanes.has(id)) lanes.set(id, run(id))
      }
    },
    async close() {
      closing.abort()
      await settled()
    },
  }
}
