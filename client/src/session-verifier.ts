import { checkToken } from './check-token.ts'
import { createFeedMemory } from './feed-memory.ts'
import { type Feed, followFeed } from './follow-feed.ts'
import { createKeySet } from './key-set.ts'
import type { Platform } from './platform.ts'
import type { AccessTokenClaims, Refusal, Verification } from './verification.ts'
import { platformFor, readOptions, type SessionVerifierOptions } from './verifier-options.ts'
import { type VerifierStatus, zeroCounters } from './verifier-status.ts'

export interface SessionVerifier {
  /** Whether the token is genuine, has not expired, and its session has not ended. Never throws; asks for nothing but keys. */
  verify(accessToken: string): Promise<Verification>
  /**
   * Resolves once everything that still matters is enforced; at once without a feed. Rejects with a `FeedRefusedError`
   * when the server refuses the API key or has no feed. Until then `verify` sees a stale feed.
   */
  ready(): Promise<void>
  status(): VerifierStatus
  /**
   * Ends the connection. Afterwards the feed counts as stale. With `whenStale: 'deny'` the server is told, for a second at
   * most, so that no receipt of a session waits for this verifier.
   */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Verifies access tokens in this process, and follows the revocation feed so that a signed-out session is refused
 * within milliseconds. One for the whole process: it holds a connection.
 *
 * @throws InvalidOptionsError
 */
export function createSessionVerifier(options: SessionVerifierOptions): SessionVerifier {
  return createVerifierOn(platformFor(options), options)
}

/** The same with another clock and chance. */
export function createVerifierOn(platform: Platform, options: SessionVerifierOptions): SessionVerifier {
  const settings = readOptions(options)
  const { apiKey, clientId, whenStale } = settings
  const counters = zeroCounters()
  const memory = createFeedMemory(settings, { platform, counters })
  const keys = createKeySet(`${settings.baseUrl}/sso/jwks/${encodeURIComponent(clientId)}`, platform)
  const feed = apiKey === undefined ? undefined : followFeed(settings, { apiKey, memory, platform })
  if (!feed) memory.report({ kind: 'warning', message: NO_FEED })

  /** Nothing is awaited here: what is decided is what holds at this moment. */
  const decide = (claims: AccessTokenClaims): Verification => {
    counters.lookUps += 1
    if (memory.index.covers(claims)) return SIGNED_OUT
    if (feed?.isStale() && whenStale === 'deny') return STALE
    return { active: true, claims }
  }
  return {
    async verify(accessToken) {
      const checked = await checkToken(accessToken, settings, { keys, now: memory.clock.now() })
      const verification = checked.active ? decide(checked.claims) : checked
      if (!verification.active) countRefusal(counters, verification)
      return verification
    },
    ready: async () => await feed?.ready(),
    status: () => feed?.status() ?? { mode: 'signature-only', counters: { ...counters } },
    close: () => closeFeed(feed),
    [Symbol.asyncDispose]: () => closeFeed(feed),
  }
}

const NO_FEED =
  'No apiKey is given, so there is no revocation feed: a signed-out session is accepted until its access token expires.'

const SIGNED_OUT: Refusal = { active: false, reason: 'signed_out', message: 'The session has ended.' }
const STALE: Refusal = {
  active: false,
  reason: 'stale',
  message: 'The revocation feed has been silent for too long to say that the session is alive.',
}

function countRefusal(counters: ReturnType<typeof zeroCounters>, { reason }: Refusal): void {
  counters.refusals += 1
  if (reason === 'signed_out') counters.refusedSignedOut += 1
  if (reason === 'stale') counters.refusedStale += 1
}

async function closeFeed(feed: Feed | undefined): Promise<void> {
  await feed?.close()
}
