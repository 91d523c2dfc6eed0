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
  /** Sets about what is due, for every receiver that is not being served already; does not wait for them. */
  begin(): Promise<void>
  /** When nothing is under way any more. */
  settled(): Promise<void>
  /** Breaks off what is under way; what was not delivered is tried again after the next start. */
  close(): Promise<void>
}

/** Each receiver has a lane of its own, so one that is slow or down makes nobody wait but itself. */
export function createDeliveries(app: AppContext, { name, listDue, serve }: Owed): Deliveries {
  const lanes = new Map<string, Promise<void>>()
  const closing = new AbortController()
  const settled = async () => void (await Promise.all(lanes.values()))
  return {
    settled,
    async begin() {
      const due = await listDue()
      for (const id of due.filter((id) => !lanes.has(id))) {
        const lane = serve(id, closing.signal)
          .catch((error) => app.log.error(`${name} failed on our side; it is tried again.`, error))
          .finally(() => lanes.delete(id))
        lanes.set(id, lane)
      }
    },
    async close() {
      closing.abort()
      await settled()
    },
  }
}
