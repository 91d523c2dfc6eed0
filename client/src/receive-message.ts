import { FeedBrokenError } from './feed-errors.ts'
import type { FeedMemory } from './feed-memory.ts'
import type { FeedMessage, FeedPage } from './feed-message.ts'

/** One connection to the feed, from the request to its end. */
export interface Connection {
  /** Of the monotonic clock. */
  requestedAt: number
  lastMessageAt: number
  firstMessageLimitMs: number
  /** The server said by which terms it counts; without them entries cannot be kept. */
  isGreeted: boolean
  /** Everything up to a heartbeat has come. */
  isComplete: boolean
  heartbeatSeconds: number
  /** Ends it, with the reason. */
  end(reason: Error): void
  onComplete(): void
  /** A position with an entry has been reached. */
  onApplied(): void
}

/** Applies one message of a stream. */
export function receiveMessage(
  memory: FeedMemory,
  connection: Connection,
  { message, position }: { message: FeedMessage; position: string | undefined },
): void {
  if (message.kind === 'hello') {
    // Possible after a pause of this process, before any timer notices: who knows how long this has been waiting.
    if (connection.lastMessageAt - connection.requestedAt > connection.firstMessageLimitMs) {
      connection.end(new FeedBrokenError('The stream began too late.'))
      return
    }
    connection.isGreeted = true
    connection.heartbeatSeconds = message.heartbeatSeconds
    memory.clock.connected(message.serverTime, connection.requestedAt)
    memory.index.setTerms(message.terms)
    return
  }
  const flaw = reasonToEnd(connection, message)
  if (flaw !== undefined) {
    connection.end(new FeedBrokenError(flaw))
    return
  }
  applyMessage(memory, message)
  if (message.kind === 'heartbeat') beComplete(memory, connection, message.serverTime)
  if (position === undefined) return
  memory.position = position
  // Also when the entry came early before: only now has its position been reached.
  if (message.kind === 'entry') connection.onApplied()
}

function reasonToEnd({ isGreeted }: Connection, message: FeedMessage): string | undefined {
  if (message.kind === 'bye') return `The server says good-bye: ${message.reason}.`
  const needsTerms = message.kind === 'entry' || message.kind === 'heartbeat'
  return needsTerms && !isGreeted ? 'The stream did not begin with a hello.' : undefined
}

/** Applies a polled answer, whole. */
export function receivePage(memory: FeedMemory, connection: Connection, page: FeedPage): void {
  if (!connection.isGreeted) memory.clock.connected(page.serverTime, connection.requestedAt)
  connection.isGreeted = true
  memory.index.setTerms(page.terms)
  for (const message of page.messages) applyMessage(memory, message)
  memory.position = page.position
  if (!page.hasMore) beComplete(memory, connection, page.serverTime)
  if (page.messages.length > 0) connection.onApplied()
}

function applyMessage({ counters, index, report }: FeedMemory, message: FeedMessage): void {
  if (message.kind === 'entry') {
    counters.entries += 1
    if (index.add(message.entry)) report({ kind: 'revocation', entry: message.entry })
  }
  if (message.kind === 'reset') report({ kind: 'reset' })
  if (message.kind === 'unknown') counters.unknown += 1
  if (message.kind === 'malformed') {
    counters.malformed += 1
    report({ kind: 'malformed', message: message.message })
  }
}

function beComplete(memory: FeedMemory, connection: Connection, serverTime: number): void {
  memory.clock.heard(serverTime)
  memory.index.prune(memory.clock.now())
  if (connection.isComplete) return
  connection.isComplete = true
  connection.onComplete()
}
