import { FeedBrokenError } from './feed-errors.ts'
import type { FeedMemory } from './feed-memory.ts'
import type { FeedAddress } from './feed-request.ts'
import type { Clock } from './platform.ts'
import { pollFeed } from './poll-feed.ts'
import { type Connection, receiveMessage, receivePage } from './receive-message.ts'
import { streamFeed } from './stream-feed.ts'

export interface ConnectionGiven {
  address: FeedAddress
  memory: FeedMemory
  clock: Clock
  maxStalenessMs: number
  controller: AbortController
  onComplete(): void
  onApplied(): void
  onRetry(milliseconds: number): void
}

/** How long a server may take for its first word, however long the feed may be silent. */
const LONGEST_FIRST_MESSAGE_MS = 5_000
const WATCH_INTERVAL_MS = 500
/** A heartbeat may be late, and one may be late twice. */
const HEARTBEATS_MISSED = 3
const LEAST_SILENCE_MS = 2_000
/** What a polled server may wait for news, as a share of the time until we are stale; half is left for the way. */
const POLL_SHARE = 0.5
const LONGEST_POLL_SECONDS = 30

/** One stream until it ends; throws why. A stream whose heartbeats stay away is half-open, and ended. */
export async function openStream(given: ConnectionGiven): Promise<never> {
  const { memory, controller } = given
  const connection = createConnection(given)
  const watch = watchSilence(given, connection)
  try {
    const stream = streamFeed({
      ...given.address,
      position: memory.position,
      firstMessageLimitMs: connection.firstMessageLimitMs,
      controller,
      onRetry: given.onRetry,
      onMessage(message, position) {
        if (controller.signal.aborted) return
        connection.lastMessageAt = given.clock.monotonic()
        receiveMessage(memory, connection, { message, position })
      },
    })
    return await orAborted(stream, controller.signal)
  } finally {
    clearInterval(watch)
  }
}

/** One series of polls until one fails; throws why. */
export async function openPolls(given: ConnectionGiven): Promise<never> {
  const { memory, controller, maxStalenessMs } = given
  const connection = createConnection(given)
  const polls = pollFeed({
    ...given.address,
    position: memory.position,
    waitSeconds: Math.min(Math.floor((maxStalenessMs * POLL_SHARE) / 1000), LONGEST_POLL_SECONDS),
    limitMs: connection.firstMessageLimitMs,
    controller,
    onRequest() {
      if (!connection.isGreeted) connection.requestedAt = given.clock.monotonic()
    },
    onPage(page) {
      receivePage(memory, connection, page)
      // The answer is new, whatever its time says.
      if (memory.clock.stalenessMs() > maxStalenessMs && !page.hasMore)
        connection.end(new FeedBrokenError('The clock of the server was set back.'))
    },
  })
  return await orAborted(polls, controller.signal)
}

/** Not every `fetch` heeds its signal at every moment: ours is over all the same. */
async function orAborted(work: Promise<never>, signal: AbortSignal): Promise<never> {
  const aborted = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  return await Promise.race([work, aborted])
}

function createConnection(given: ConnectionGiven): Connection {
  const { clock, controller, maxStalenessMs, onComplete, onApplied } = given
  const now = clock.monotonic()
  return {
    requestedAt: now,
    lastMessageAt: now,
    firstMessageLimitMs: Math.min(maxStalenessMs, LONGEST_FIRST_MESSAGE_MS),
    isGreeted: false,
    isComplete: false,
    heartbeatSeconds: 1,
    end: (reason) => controller.abort(reason),
    onComplete,
    onApplied,
  }
}

function watchSilence({ memory, clock, maxStalenessMs }: ConnectionGiven, connection: Connection) {
  let lastCheckAt = clock.monotonic()
  return setInterval(() => {
    const now = clock.monotonic()
    // A check that comes late tells of a pause of this process: what has arrived meanwhile is read first.
    const isLate = now - lastCheckAt > 2 * WATCH_INTERVAL_MS
    lastCheckAt = now
    if (isLate || !connection.isGreeted) return
    const longest = Math.max(LEAST_SILENCE_MS, HEARTBEATS_MISSED * connection.heartbeatSeconds * 1000)
    const silence = connection.isComplete ? memory.clock.stalenessMs() : now - connection.lastMessageAt
    if (silence > Math.min(longest, maxStalenessMs))
      connection.end(new FeedBrokenError(`No heartbeat for ${Math.round(silence)} ms.`))
  }, WATCH_INTERVAL_MS)
}
