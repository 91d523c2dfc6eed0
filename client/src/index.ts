/** What the package offers; everything else is its own affair. The adapters are entry points of their own. */
export { FeedRefusedError } from './feed-errors.ts'
export { createSessionVerifier, type SessionVerifier } from './session-verifier.ts'
export type { AccessTokenClaims, Refusal, Verification } from './verification.ts'
export type { VerifierEvent } from './verifier-event.ts'
export { InvalidOptionsError, type SessionVerifierOptions } from './verifier-options.ts'
export type { FeedStatus, VerifierCounters, VerifierStatus } from './verifier-status.ts'
