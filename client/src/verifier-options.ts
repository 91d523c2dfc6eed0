import { MOST_NAME_LENGTH } from './acknowledge.ts'
import { check, isFilled, readBaseUrl, readClientId } from './check-options.ts'
import { type Platform, systemPlatform } from './platform.ts'
import type { VerifierEvent } from './verifier-event.ts'

export interface SessionVerifierOptions {
  /** The origin of Gatehouse: `https://auth.example.com`. */
  baseUrl: string
  /** The application whose tokens are accepted. */
  clientId: string
  /** A secret of server-side callers, for the revocation feed. Without it a sign-out is noticed when the token expires. */
  apiKey?: string | undefined
  /** The exact `iss` claim, or several; by default what Gatehouse writes: `<baseUrl>/user_management/<clientId>`. */
  issuer?: string | string[] | undefined
  /** What to do with good tokens while the feed is silent: `deny` (default) refuses them, `allow` accepts them. */
  whenStale?: 'deny' | 'allow' | undefined
  /** How long the feed may be silent before it is stale. 5,000 by default, 2,000 at least. */
  maxStalenessMs?: number | undefined
  /** `auto` (default) streams, and polls where something on the way holds streams back. */
  transport?: Transport | undefined
  /** How receipts name this process: `api-7/orders`. 100 characters at most. */
  name?: string | undefined
  /** In the place of the global one: for a proxy, a private certificate, a test. */
  fetch?: typeof fetch | undefined
  /** Told of connections, revocations and problems. Without it, problems of the set-up go to `console.warn`. */
  onEvent?: ((event: VerifierEvent) => void) | undefined
}

export type Transport = 'auto' | 'stream' | 'poll'

/** The options, checked and complete. */
export interface VerifierSettings {
  /** Without a slash at its end. */
  baseUrl: string
  clientId: string
  apiKey: string | undefined
  issuer: string | string[]
  whenStale: 'deny' | 'allow'
  maxStalenessMs: number
  transport: Transport
  name: string
  onEvent: (event: VerifierEvent) => void
}

const DEFAULT_MAX_STALENESS_MS = 5_000
/** Heartbeats come every second, at least every two. With less, a healthy feed would be called stale. */
const LEAST_MAX_STALENESS_MS = 2_000

/** @throws InvalidOptionsError */
export function readOptions(options: SessionVerifierOptions): VerifierSettings {
  const baseUrl = readBaseUrl(options.baseUrl)
  const clientId = readClientId(options.clientId)
  check(
    options.apiKey === undefined || isFilled(options.apiKey),
    'apiKey is empty. Give the API key, or leave the option out to do without the revocation feed.',
  )
  const { whenStale = 'deny', maxStalenessMs = DEFAULT_MAX_STALENESS_MS, transport = 'auto' } = options
  check(['deny', 'allow'].includes(whenStale), "whenStale must be 'deny' or 'allow'.")
  check(
    Number.isFinite(maxStalenessMs) && maxStalenessMs >= LEAST_MAX_STALENESS_MS,
    `maxStalenessMs must be a number of milliseconds, ${LEAST_MAX_STALENESS_MS} at least.`,
  )
  check(['auto', 'stream', 'poll'].includes(transport), "transport must be 'auto', 'stream' or 'poll'.")
  const { name = globalThis.navigator?.userAgent || 'unnamed' } = options
  check(isFilled(name) && name.length <= MOST_NAME_LENGTH, `name must have 1 to ${MOST_NAME_LENGTH} characters.`)
  return {
    baseUrl,
    clientId,
    apiKey: options.apiKey,
    issuer: options.issuer ?? `${baseUrl}/user_management/${clientId}`,
    whenStale,
    maxStalenessMs,
    transport,
    name,
    onEvent: options.onEvent ?? warnOnConsole,
  }
}

export function platformFor({ fetch }: SessionVerifierOptions): Platform {
  return fetch ? { ...systemPlatform, fetch } : systemPlatform
}

function warnOnConsole(event: VerifierEvent): void {
  if (event.kind === 'warning' || event.kind === 'refused') console.warn(`@gatehouse/client: ${event.message}`)
}
