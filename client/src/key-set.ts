import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose'
import type { Platform } from './platform.ts'

/** The application's public keys, fetched when needed and kept. */
export interface KeySet {
  /** For `jwtVerify`. Rejects with `KeysUnavailableError` when there are none to look in. */
  getKey: JWTVerifyGetKey
  fetches(): number
}

/** The keys could not be fetched, so nothing can be said about the token. */
export class KeysUnavailableError extends Error {}

/** As long as the server lets them be cached; then they are fetched anew while the old ones still serve. */
const FRESH_MS = 5 * 60 * 1000
/** A withdrawn key is refused after this time even if the server cannot be reached. */
const USABLE_MS = 60 * 60 * 1000
/** Tokens with invented key IDs, or without number while the server is down, cause no more requests than this. */
const LEAST_BETWEEN_FETCHES_MS = 10_000
const LEAST_AFTER_FAILURE_MS = 1_000
const FETCH_LIMIT_MS = 5_000

export function createKeySet(url: string, { clock, fetch }: Pick<Platform, 'clock' | 'fetch'>): KeySet {
  let keys: { find: JWTVerifyGetKey; fetchedAt: number } | undefined
  let underWay: Promise<void> | undefined
  let nextAllowedAt = Number.NEGATIVE_INFINITY
  let count = 0

  const fetchKeys = async () => {
    count += 1
    nextAllowedAt = clock.monotonic() + LEAST_AFTER_FAILURE_MS
    const find = createLocalJWKSet(await fetchJwks(url, fetch))
    keys = { find, fetchedAt: clock.monotonic() }
    nextAllowedAt = keys.fetchedAt + LEAST_BETWEEN_FETCHES_MS
  }
  /** Callers at the same time share one request. */
  const refresh = async () => {
    if (!underWay && clock.monotonic() < nextAllowedAt) return
    underWay ??= fetchKeys().finally(() => {
      underWay = undefined
    })
    await underWay
  }
  const usableKeys = async () => {
    const age = keys ? clock.monotonic() - keys.fetchedAt : Number.POSITIVE_INFINITY
    if (age > USABLE_MS) await refresh().catch(unavailable)
    else if (age > FRESH_MS) refresh().catch(() => {})
    if (!keys || clock.monotonic() - keys.fetchedAt > USABLE_MS) throw unavailable('it failed a moment ago')
    return keys
  }
  return {
    async getKey(header, token) {
      const { find } = await usableKeys()
      try {
        return await find(header, token)
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
        // A new key is published well before it is used, but this process may have missed that.
        await refresh().catch(() => {})
        return await (keys?.find ?? find)(header, token)
      }
    },
    fetches: () => count,
  }
}

async function fetchJwks(url: string, fetch: Platform['fetch']): Promise<Parameters<typeof createLocalJWKSet>[0]> {
  const response = await fetch(url, {
    headers: { accept: 'application/json' },
    redirect: 'manual',
    signal: AbortSignal.timeout(FETCH_LIMIT_MS),
  })
  if (!response.ok) throw new Error(`${url} answers ${response.status}`)
  return await response.json()
}

function unavailable(cause: unknown): never {
  const reason = cause instanceof Error ? cause.message : String(cause)
  throw new KeysUnavailableError(`The signing keys cannot be fetched: ${reason}.`)
}
