import { before, describe } from 'node:test'
import * as eleven from '@workos-inc/node'
import * as seven from 'workos-node-7'
import * as eight from 'workos-node-8'
import * as ten from 'workos-node-10'
import { API_KEY, CLIENT_ID } from '../harness.ts'
import { onEachDatabase } from '../support/databases.ts'
import { type LiveServer, useLiveServer } from './live-server.ts'

export type WorkOS = eleven.WorkOS
export type Options = ConstructorParameters<typeof eleven.WorkOS>[0] & object

type Module = Pick<
  typeof eleven,
  | 'WorkOS'
  | 'BadRequestException'
  | 'GenericServerException'
  | 'NotFoundException'
  | 'OauthException'
  | 'UnauthorizedException'
  | 'UnprocessableEntityException'
>

/** What the versions differ in, as far as the tests can see it. */
interface Differences {
  /** Has `getAuthorizationUrlWithPKCE`, and works without an API key. */
  isForPublicClients: boolean
  /** Users have a `name`. */
  knowsNames: boolean
  /** Has groups. */
  knowsGroups: boolean
  /** Tells failed refreshes that may be tried again from final ones. */
  tellsRetryable: boolean
  /** Repeats failed requests by itself, and so sends an `Idempotency-Key`. */
  repeatsRequests: boolean
  /** Errors carry the request id of the answer; the older versions look for it in the wrong way. */
  readsRequestId: boolean
  /** Has a class of its own for sign-ins that need another step. */
  namesSteps: boolean
  /** Can be told which issuer to expect. */
  checksIssuer: boolean
  /** Knows API keys of users. */
  hasUserApiKeys: boolean
  /** Has roles and permissions. */
  knowsRoles: boolean
  /** Has webhook endpoints, and not only what verifies their signatures. */
  knowsWebhookEndpoints: boolean
}

/** One version of the official SDK, as npm delivers it. */
export interface Sdk extends Differences {
  version: string
  errors: Omit<Module, 'WorkOS'>
  /** A client for this server; `options` go to the SDK as they are. */
  connect(server: LiveServer, options?: Options): WorkOS
}

const SDKS: Sdk[] = [
  describeSdk('7.82.0', seven, {
    isForPublicClients: false,
    knowsNames: false,
    knowsGroups: false,
    tellsRetryable: false,
    repeatsRequests: false,
    readsRequestId: false,
    namesSteps: false,
    checksIssuer: false,
    hasUserApiKeys: false,
    knowsRoles: false,
    knowsWebhookEndpoints: false,
  }),
  describeSdk('8.13.0', eight, {
    isForPublicClients: true,
    knowsNames: false,
    knowsGroups: false,
    tellsRetryable: false,
    repeatsRequests: false,
    readsRequestId: false,
    namesSteps: false,
    checksIssuer: false,
    hasUserApiKeys: false,
    knowsRoles: true,
    knowsWebhookEndpoints: false,
  }),
  describeSdk('10.9.0', ten, {
    isForPublicClients: true,
    knowsNames: true,
    knowsGroups: true,
    tellsRetryable: true,
    repeatsRequests: true,
    readsRequestId: false,
    namesSteps: true,
    checksIssuer: false,
    hasUserApiKeys: true,
    knowsRoles: true,
    knowsWebhookEndpoints: true,
  }),
  describeSdk('11.0.0', eleven, {
    isForPublicClients: true,
    knowsNames: true,
    knowsGroups: true,
    tellsRetryable: true,
    repeatsRequests: true,
    readsRequestId: true,
    namesSteps: true,
    checksIssuer: true,
    hasUserApiKeys: true,
    knowsRoles: true,
    knowsWebhookEndpoints: true,
  }),
]

function describeSdk(version: string, module: unknown, differences: Differences): Sdk {
  // The older versions are held to the types of the newest: whatever the tests use of it exists in all of them,
  // except for the differences named above.
  const { WorkOS, ...errors } = module as Module
  return {
    version,
    errors,
    ...differences,
    connect(server, options = {}) {
      const { apiKey = API_KEY, ...rest } = options
      const common = { clientId: CLIENT_ID, apiHostname: '127.0.0.1', port: server.port, https: false, ...rest }
      // 7 takes the key first and ignores an object in its place; the others take both forms.
      return apiKey === '' ? new WorkOS(common) : new WorkOS(apiKey, common)
    },
  }
}

/**
 * Runs a suite with each version of the SDK against a server on each database. The versions share the server, which
 * `prepare` can set up for them.
 */
export function onEachSdk(
  name: string,
  suite: (sdk: Sdk, server: LiveServer) => void,
  prepare: (server: LiveServer) => Promise<unknown> = async () => {},
): void {
  onEachDatabase(name, (database) => {
    const server = useLiveServer(database)
    before(() => prepare(server))
    for (const sdk of SDKS) describe(`with @workos-inc/node ${sdk.version}`, () => suite(sdk, server))
  })
}

/** An object of the SDK without the keys that it left undefined. */
export function plain<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value))
}
