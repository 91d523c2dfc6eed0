import type { Config } from '../../config.ts'
import type { Route } from '../../http/define-route.ts'
import { ApiError, OAuthError } from '../../http/errors.ts'
import type { RequestPace } from '../../http/mount-routes.ts'
import { networkKey } from '../../platform/ip-range.ts'
import { isOnLaptop } from './is-on-laptop.ts'
import { createRequestBudgets, type RequestLimit } from './request-budgets.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS

/** What WorkOS documents of what there is here: https://workos.com/docs/reference/rate-limits, as of November 2026. */
const WORKOS = {
  address: { most: 6_000, perMs: MINUTE_MS },
  apiKey: { most: 6_000, perMs: MINUTE_MS },
  /** Of the environment, under `/user_management/`. */
  reads: { most: 1_000, perMs: 10 * SECOND_MS },
  writes: { most: 500, perMs: 10 * SECOND_MS },
  /** Of an API key. */
  deletedOrganizations: { most: 50, perMs: MINUTE_MS },
} satisfies Record<string, RequestLimit>

const UNLIMITED: RequestPace = { checkAddress: () => undefined, checkCaller: () => undefined }

/** How many requests are answered; see docs/decisions/0025-rate-limits.md. Unless it is asked for, as many as come. */
export function createRequestPace(limits: Config['rateLimits']): RequestPace {
  if (limits === undefined) return UNLIMITED
  if (limits === 'workos') return { checkAddress: addressPace(WORKOS.address), checkCaller: callerPace() }
  const checkAddress = addressPace({ most: limits, perMs: MINUTE_MS })
  return {
    checkAddress(app, route, request) {
      if (!isOnLaptop(app, request.ipAddress)) checkAddress(app, route, request)
    },
    checkCaller: () => undefined,
  }
}

/** Of IPv6 a whole /64 is one address. */
function addressPace(limit: RequestLimit): RequestPace['checkAddress'] {
  const take = createRequestBudgets(limit)
  return (app, route, { ipAddress }) => {
    const address = networkKey(ipAddress)
    if (address !== null) refuseIfEarly(take(address, app.clock.now()), route, 'from this address')
  }
}

/** Only whoever has proved to be a caller takes of what the environment has, or anybody could use it up. */
function callerPace(): RequestPace['checkCaller'] {
  const takeOfKey = createRequestBudgets(WORKOS.apiKey)
  const takeDeletion = createRequestBudgets(WORKOS.deletedOrganizations)
  const takeRead = createRequestBudgets(WORKOS.reads)
  const takeWrite = createRequestBudgets(WORKOS.writes)
  return (app, route, caller) => {
    if (caller.kind !== 'api-key') return
    const now = app.clock.now()
    refuseIfEarly(takeOfKey(caller.id, now), route, 'with this API key')
    if (isDeletionOfOrganization(route)) refuseIfEarly(takeDeletion(caller.id, now), route, 'to delete organizations')
    if (!route.path.startsWith('/user_management/')) return
    if (route.method === 'get') refuseIfEarly(takeRead('', now), route, 'that read users and sessions')
    else refuseIfEarly(takeWrite('', now), route, 'that change users and sessions')
  }
}

function isDeletionOfOrganization({ method, path }: Route): boolean {
  return method === 'delete' && path === '/organizations/{id}'
}

function refuseIfEarly(waitMs: number, route: Route, which: string): void {
  if (waitMs > 0) throw tooManyRequests(route, which, Math.ceil(waitMs / SECOND_MS))
}

/** In the shape that the contract refuses in. The plain code is the one that the official specification has for it. */
function tooManyRequests({ refuse }: Route, which: string, seconds: number): ApiError | OAuthError {
  const message = `Too many requests ${which}. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`
  const headers = { 'retry-after': String(seconds) }
  if (refuse) return new OAuthError('too_many_requests', message, { status: 429, headers })
  return new ApiError(429, message, { code: 'rate_limit_exceeded', headers })
}
