import { check, InvalidOptionsError, isFilled, readBaseUrl, readClientId } from '../check-options.ts'
import { createKeySet } from '../key-set.ts'
import { type Platform, systemPlatform } from '../platform.ts'
import { buildOperations, type Operations } from './build-operations.ts'
import type { Caller } from './caller.ts'
import type { Events } from './events.ts'
import { type OpenidUrls, openidUrls } from './openid-urls.ts'
import { buildUserManagement, type UserManagement } from './user-management.ts'
import { buildWebhooks, type Webhooks } from './webhooks.ts'

export interface GatehouseOptions {
  /** The origin of Gatehouse: `https://auth.example.com`. */
  baseUrl: string
  /** The application that asks. */
  clientId: string
  /** A secret of servers. Without it there is what a browser may do: see the README. */
  apiKey?: string | undefined
  /** The exact `iss` claim, or several; by default what Gatehouse writes: `<baseUrl>/user_management/<clientId>`. */
  issuer?: string | string[] | undefined
  /** In the place of the global one: for a proxy, a private certificate, a test. */
  fetch?: typeof fetch | undefined
  /** For each attempt. 30,000 by default. */
  timeoutMs?: number | undefined
  /** How often what failed for the moment is tried again, if it can be repeated safely. 2 by default. */
  maxRetries?: number | undefined
}

const DEFAULT_TIMEOUT_MS = 30_000
const DEFAULT_MAX_RETRIES = 2

type Groups = Omit<Operations, 'userManagement' | 'openid' | 'events' | 'webhooks'>

/** Everything that the server can be asked, grouped and named as in the official SDK. */
export interface Gatehouse extends Groups {
  readonly baseUrl: string
  readonly clientId: string
  readonly userManagement: UserManagement
  readonly openid: Operations['openid'] & OpenidUrls
  readonly events: Events
  readonly webhooks: Webhooks
}

/** A class only for the sake of `new`, as whoever comes from the official SDK writes it. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the constructor assigns every member of the interface.
export class Gatehouse {
  /** @throws InvalidOptionsError */
  constructor(options: GatehouseOptions) {
    Object.assign(this, createGatehouse(systemPlatform, options))
  }
}

/** The same with another clock and chance. */
export function createGatehouse(platform: Platform, options: GatehouseOptions): Gatehouse {
  const caller = readCaller(platform, options)
  const operations = buildOperations(caller)
  return {
    ...operations,
    baseUrl: caller.connection.baseUrl,
    clientId: caller.clientId,
    userManagement: buildUserManagement(caller, operations.userManagement),
    openid: { ...operations.openid, ...openidUrls(caller) },
    // The same functions; what an event carries is in no OpenAPI document.
    events: operations.events as Events,
    webhooks: buildWebhooks(caller, operations.webhooks),
  }
}

function readCaller(platform: Platform, options: GatehouseOptions): Caller {
  const { apiKey, timeoutMs = DEFAULT_TIMEOUT_MS, maxRetries = DEFAULT_MAX_RETRIES } = options
  const baseUrl = readBaseUrl(options.baseUrl)
  const clientId = readClientId(options.clientId)
  check(apiKey === undefined || isFilled(apiKey), 'apiKey is empty. Give the API key, or leave the option out.')
  if (apiKey !== undefined && isPage())
    throw new InvalidOptionsError('An API key in a page is everybody’s. Leave apiKey out there, and revoke this one.')
  check(Number.isFinite(timeoutMs) && timeoutMs > 0, 'timeoutMs must be a number of milliseconds above 0.')
  check(Number.isInteger(maxRetries) && maxRetries >= 0, 'maxRetries must be a whole number, 0 at least.')
  const own = options.fetch ? { ...platform, fetch: options.fetch } : platform
  return {
    connection: { baseUrl, apiKey, timeoutMs, maxRetries, platform: own },
    clientId,
    issuer: options.issuer ?? `${baseUrl}/user_management/${clientId}`,
    keys: createKeySet(`${baseUrl}/sso/jwks/${encodeURIComponent(clientId)}`, own),
  }
}

/** Servers and workers have no document. */
function isPage(): boolean {
  return typeof window !== 'undefined' && typeof window.document !== 'undefined'
}
