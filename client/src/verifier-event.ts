import type { RevocationEntry } from './feed-message.ts'

/** What an application may want to log, count, or act upon: a revocation can close a WebSocket. */
export type VerifierEvent =
  | { kind: 'connected'; transport: 'stream' | 'poll' }
  | { kind: 'disconnected'; message: string; retryInMs: number }
  /** The server says no, for example to the API key. Tried again, with long pauses. */
  | { kind: 'refused'; status: number; message: string; retryInMs: number }
  /** Told once for each: at the start for all that still matter, later as they happen. It is already enforced. */
  | { kind: 'revocation'; entry: RevocationEntry }
  /** The position was too old: the server begins again. Told by a stream only; a poll goes on without a word. */
  | { kind: 'reset' }
  /** Ignored, and counted. */
  | { kind: 'malformed'; message: string }
  /** Something about the set-up that somebody should know, said once. */
  | { kind: 'warning'; message: string }
