import { ApiError } from '../../http/errors.ts'
import type { CheckPace } from '../../http/mount-routes.ts'
import { isLoopbackAddress, networkKey } from '../../platform/ip-range.ts'

const MINUTE_MS = 60_000
const MOST_ADDRESSES = 100_000

/**
 * As many requests a minute from one address (IPv6: one /64) as are configured: so many at once, and then at a steady
 * rate; beyond that a 429 with `Retry-After`. Off for this machine in development mode. Counted in memory and by each node for itself, because a count in the database would make every read a write.
 * The address that has been quiet for the longest time is forgotten first.
 */
export function createRequestPace(requestsPerMinute: number | undefined, most = MOST_ADDRESSES): CheckPace {
  if (requestsPerMinute === undefined) return () => undefined
  const intervalMs = MINUTE_MS / requestsPerMinute
  // When the budget of each is full again (the generic cell rate algorithm). A Map keeps the order in which its keys were set.
  const fullAt = new Map<string, number>()
  return (app, { ipAddress }) => {
    if (ipAddress !== null && app.config.mode === 'development' && isLoopbackAddress(ipAddress)) return
    const address = networkKey(ipAddress)
    if (address === null) return
    const now = app.clock.now().getTime()
    const next = Math.max(fullAt.get(address) ?? now, now) + intervalMs
    const waitMs = next - now - MINUTE_MS
    // A request that is refused takes nothing, so whoever is too fast is let through again at the steady rate.
    if (waitMs > 0) throw tooManyRequests(Math.ceil(waitMs / 1000))
    fullAt.delete(address)
    fullAt.set(address, next)
    const [quietest] = fullAt.size > most ? fullAt.keys() : []
    if (quietest !== undefined) fullAt.delete(quietest)
  }
}

function tooManyRequests(retryAfterSeconds: number): ApiError {
  return new ApiError(429, `Too many requests from this address. Try again in ${retryAfterSeconds} seconds.`, {
    code: 'too_many_requests',
    headers: { 'retry-after': String(retryAfterSeconds) },
  })
}
