/** Where an event stands in the log: the order is that of (transactionId, position). */
export interface Place {
  transactionId: number
  position: number
  /** The end of the event's id: after a restore or a failover that lost writes, another event may stand at its place. */
  mark: string
}

/** Before every event. */
export const LOG_START: Place = { transactionId: 0, position: 0, mark: '0' }

const MARK_LENGTH = 10
const POSITION = /^(\d{1,15})-(\d{1,15})-([0-9A-Z]{10}|0)$/

export function placeOf(event: { transaction_id: number; position: number; id: string }): Place {
  return { transactionId: event.transaction_id, position: event.position, mark: event.id.slice(-MARK_LENGTH) }
}

/** As consumers see it: a text that they send back and do not look into. */
export function toPosition({ transactionId, position, mark }: Place): string {
  return `${transactionId}-${position}-${mark}`
}

/** Undefined: nobody got this from us. */
export function readPosition(text: string): Place | undefined {
  const [, transactionId, position, mark = ''] = POSITION.exec(text) ?? []
  if (transactionId === undefined) return undefined
  return { transactionId: Number(transactionId), position: Number(position), mark }
}

export function isBefore(one: Place, other: Place): boolean {
  if (one.transactionId !== other.transactionId) return one.transactionId < other.transactionId
  return one.position < other.position
}

export function isSamePlace(one: Place, other: Place): boolean {
  return one.transactionId === other.transactionId && one.position === other.position && one.mark === other.mark
}
