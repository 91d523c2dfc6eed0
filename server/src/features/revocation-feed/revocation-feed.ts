import type { Config } from '../../config.ts'
import type { Database } from '../../database/database.ts'
import type { Clock } from '../../platform/clock.ts'
import { type Acknowledgements, createAcknowledgements } from './acknowledgements.ts'
import { createFeedLog, type FeedLog } from './feed-log.ts'
import { windowMs } from './feed-window.ts'
import { createLiveRevocations, type LiveRevocations } from './live-revocations.ts'

/** Whoever is told of each change of the feed: a connection that streams it, or one that waits for it. */
export interface FeedListener {
  apiKeyId: string
  /** There may be something new; must not throw. */
  hear(): void
  /** The feed has just been compared with the database: whoever has all of it can be told so. */
  beat(): void
  end(reason: EndReason): void
}

export type EndReason = 'slow_consumer' | 'shutting_down' | 'key_revoked'

/** What a node knows of the feed, and who follows it here. */
export interface RevocationFeed {
  readonly log: FeedLog
  readonly live: LiveRevocations
  readonly acknowledgements: Acknowledgements
  readonly listeners: ReadonlySet<FeedListener>
  readonly mostConsumers: number
  /**
   * Takes one of so many seats at once, before anything is awaited: of a herd that comes at the same moment no more get
   * in. Answers how to give it back, once or more often; undefined: all are taken.
   */
  takeSeat(): (() => void) | undefined
  /** How many streams have been ended for each reason. */
  readonly ended: Record<EndReason, number>
  /** To be called after the commit of a revocation. Returns at once and never throws. */
  readonly wake: () => void
  /** Another node says that there is something. */
  readonly hear: () => void
  /** Sees everything that has been committed before the call. */
  catchUp(): Promise<void>
  /** Undefined while no look at the database has succeeded yet. */
  seenAt(): Date | undefined
  /** Whether that was a moment ago. */
  isFresh(): boolean
  /** Answers how to leave. */
  join(listener: FeedListener): () => void
  /** Compares with the database, whatever was heard, and tells the listeners that it has. */
  beat(): Promise<void>
  isClosed(): boolean
  /** Says goodbye to everybody; whoever comes later is sent away at once. */
  close(): void
}

export interface FeedLimits {
  /** Entries; older ones are read from the database when somebody needs them. */
  mostInMemory: number
  /** Streams and requests for a page of a node, together. */
  mostConsumers: number
}

/** Several looks at the database would have to fail. */
const FRESH_MS = 2_000

const LIMITS: FeedLimits = { mostInMemory: 100_000, mostConsumers: 2_000 }

export function createRevocationFeed(
  { database, clock, config }: { database: Database; clock: Clock; config: Config },
  changed: Partial<FeedLimits> = {},
): RevocationFeed {
  const { mostInMemory, mostConsumers } = { ...LIMITS, ...changed }
  const listeners = new Set<FeedListener>()
  const seats = new Set<symbol>()
  const live = createLiveRevocations(clock, windowMs(config.session))
  const log = createFeedLog({
    db: database.readerApart,
    clock,
    session: config.session,
    mostInMemory,
    onEntry: live.add,
  })
  let seenAt: Date | undefined
  let seenTick = Number.NEGATIVE_INFINITY
  let isClosed = false

  const catchUp = coalesce(async () => {
    const [now, tick] = [clock.now(), performance.now()]
    await log.read()
    ;[seenAt, seenTick] = [now, tick]
    for (const listener of listeners) listener.hear()
    lookAgain(log.early().length > 0)
  })
  const hear = () => {
    // Without a listener nobody waits for it, and the next beat is soon enough.
    if (listeners.size > 0) catchUp().catch(() => {})
  }
  const lookAgain = createLookAgain(hear)
  return {
    log,
    live,
    acknowledgements: createAcknowledgements(),
    listeners,
    mostConsumers,
    takeSeat() {
      if (seats.size >= mostConsumers) return undefined
      const seat = Symbol()
      seats.add(seat)
      return () => void seats.delete(seat)
    },
    ended: { slow_consumer: 0, shutting_down: 0, key_revoked: 0 },
    catchUp,
    seenAt: () => seenAt,
    isFresh: () => performance.now() - seenTick < FRESH_MS,
    hear,
    wake() {
      database.signals?.send()
      hear()
    },
    join(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async beat() {
      await catchUp()
      await log.prune()
      live.prune()
      for (const listener of listeners) listener.beat()
    },
    isClosed: () => isClosed,
    close() {
      isClosed = true
      for (const listener of listeners) listener.end('shutting_down')
    },
  }
}

const SHORTEST_PAUSE_MS = 10
const LONGEST_PAUSE_MS = 500

/**
 * Nobody says when the older transaction has ended that something early waits for. Usually that is a matter of
 * milliseconds, but it can last, so the pauses grow.
 */
function createLookAgain(look: () => void): (isEarly: boolean) => void {
  let pause = SHORTEST_PAUSE_MS
  let timer: NodeJS.Timeout | undefined
  return (isEarly) => {
    if (!isEarly) pause = SHORTEST_PAUSE_MS
    if (!isEarly || timer) return
    timer = setTimeout(() => {
      timer = undefined
      look()
    }, pause).unref()
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
  }
}

/** One run at a time. Whoever calls during one waits for the next, which has begun after the call. */
function coalesce(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  const run = () => {
    running = work().finally(() => {
      running = undefined
    })
    return running
  }
  return () => {
    if (!running) return run()
    next ??= running
      .catch(() => {})
      .then(() => {
        next = undefined
        return running ?? run()
      })
    return next
  }
}
