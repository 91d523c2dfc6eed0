import type { AppContext } from '../../context.ts'
import type { Histogram } from './acknowledgements.ts'
import type { EndReason } from './revocation-feed.ts'

/** What there is to measure on this node. Counters count since its start. */
export interface FeedFigures {
  /** Streams and waiting requests. */
  consumers: number
  /** Since the feed was last compared with the database; undefined: it never was. More than a second or two is trouble. */
  lagSeconds: number | undefined
  /** Entries that wait for older transactions to end. */
  earlyEntries: number
  entriesInMemory: number
  liveSessions: number
  liveMarks: number
  /** How often a stream was ended, and why. */
  ended: Record<EndReason, number>
  /** From the writing of a revocation until a verifier's word that it refuses it had arrived here, in seconds. */
  acknowledgementDelays: Histogram
}

export function readFeedFigures({ feed, clock }: AppContext): FeedFigures {
  const seenAt = feed.seenAt()
  const { sessions, marks } = feed.live.count()
  return {
    consumers: feed.listeners.size,
    lagSeconds: seenAt && Math.max(0, clock.now().getTime() - seenAt.getTime()) / 1000,
    earlyEntries: feed.log.early().length,
    entriesInMemory: feed.log.size(),
    liveSessions: sessions,
    liveMarks: marks,
    ended: feed.ended,
    acknowledgementDelays: feed.acknowledgements.delays(),
  }
}
