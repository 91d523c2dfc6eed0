/** Counted since the verifier was created. */
export interface VerifierCounters {
  /** Tokens whose signature was good, looked up among the revocations. */
  lookUps: number
  /** Tokens refused, for any reason. */
  refusals: number
  /** Of those, because the session ended. */
  refusedSignedOut: number
  /** Of those, because the feed was stale. */
  refusedStale: number
  /** Connections to the feed that got through. */
  connections: number
  /** Revocations received, repetitions included. */
  entries: number
  /** Ignored: not what the contract says. */
  malformed: number
  /** Ignored: of a newer server. */
  unknown: number
  acknowledgements: number
  failedAcknowledgements: number
}

export function zeroCounters(): VerifierCounters {
  return {
    lookUps: 0,
    refusals: 0,
    refusedSignedOut: 0,
    refusedStale: 0,
    connections: 0,
    entries: 0,
    malformed: 0,
    unknown: 0,
    acknowledgements: 0,
    failedAcknowledgements: 0,
  }
}

export interface FeedStatus {
  mode: 'feed'
  /** `live`: connected and complete. `waiting`: between two attempts. `closed`: by `close()`. */
  state: 'connecting' | 'live' | 'waiting' | 'closed'
  isStale: boolean
  /** Since the last heartbeat was sent; null before the first. */
  stalenessMs: number | null
  transport: 'stream' | 'poll'
  /** Opaque; the last one that is enforced. */
  position: string | null
  liveRevocations: number
  /** Why the last connection ended. */
  lastError: string | null
  counters: VerifierCounters
}

export type VerifierStatus =
  | FeedStatus
  /** No API key, so no feed: a signed-out session is accepted until its token expires. */
  | { mode: 'signature-only'; counters: VerifierCounters }
