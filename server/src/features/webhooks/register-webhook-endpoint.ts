import type { AppContext, TransactionContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError, notFound } from '../../http/errors.ts'
import { isLoopbackUri } from '../applications/loopback-uri.ts'
import { lockEnvironment } from '../environment/environment.queries.ts'
import { listEvents } from '../events/event.queries.ts'
import { giveUpDeliveries, moveCursor, removeDeliveriesOf } from './webhook-delivery.queries.ts'
import {
  changeWebhookEndpoint,
  countWebhookEndpoints,
  findEndpointByUrl,
  findWebhookEndpoint,
  insertWebhookEndpoint,
  listEnabledEndpoints,
  removeWebhookEndpoint,
  type WebhookEndpoint,
} from './webhook-endpoint.queries.ts'
import { sealWebhookSecret } from './webhook-secret.ts'

/** Every event is looked at for each of them. */
export const MOST_ENDPOINTS = 50

export interface WebhookEndpointFields {
  endpoint_url: string
  /** None: all of them. The API asks for one at least; a seed file may leave them out. */
  events: string[]
  /** In the place of a random one, for a receiver that has it in its configuration. */
  secret?: string | undefined
}

export interface WebhookEndpointChanges {
  endpoint_url?: string | undefined
  events?: string[] | undefined
  status?: WebhookEndpoint['status'] | undefined
}

/** It is told of what happens from now on. */
export async function registerWebhookEndpoint(
  app: AppContext,
  { endpoint_url, events, secret }: WebhookEndpointFields,
): Promise<WebhookEndpoint> {
  refuseBadUrl(app, endpoint_url)
  return await inTransaction(app, async (tx) => {
    await lockEnvironment(tx.db)
    if ((await countWebhookEndpoints(tx.db)) >= MOST_ENDPOINTS) {
      throw new ApiError(422, `There may be at most ${MOST_ENDPOINTS} webhook endpoints; delete one first.`, {
        code: 'invalid_request_parameters',
      })
    }
    await startFollowing(tx)
    const id = tx.ids.next('we')
    const time = tx.clock.now().toISOString()
    const endpoint = await insertWebhookEndpoint(tx.db, {
      id,
      endpoint_url,
      sealed_secret: sealWebhookSecret(tx, id, secret),
      status: 'enabled',
      events: [...new Set(events)],
      enabled_at: time,
      created_at: time,
      updated_at: time,
    })
    if (!endpoint) throw duplicate(endpoint_url)
    return endpoint
  })
}

/** What an endpoint is owed when it is disabled is given up; once it is enabled it can be sent again one by one. */
export async function updateWebhookEndpoint(
  app: AppContext,
  id: string,
  changes: WebhookEndpointChanges,
): Promise<WebhookEndpoint> {
  const { endpoint_url, events, status } = changes
  if (endpoint_url !== undefined) refuseBadUrl(app, endpoint_url)
  return await inTransaction(app, async (tx) => {
    await lockEnvironment(tx.db)
    const before = await findWebhookEndpoint(tx.db, id)
    if (!before) throw notFound('Webhook endpoint', id)
    const namesake = endpoint_url === undefined ? undefined : await findEndpointByUrl(tx.db, endpoint_url)
    if (namesake && namesake.id !== id) throw duplicate(namesake.endpoint_url)
    const time = tx.clock.now().toISOString()
    if (status === 'enabled' && before.status === 'disabled') await startFollowing(tx)
    const after = await changeWebhookEndpoint(tx.db, id, {
      ...(endpoint_url === undefined ? {} : { endpoint_url }),
      ...(events === undefined ? {} : { events: [...new Set(events)] }),
      ...(status === undefined ? {} : { status }),
      ...(status === 'enabled' && before.status === 'disabled' ? { enabled_at: time } : {}),
      updated_at: time,
    })
    if (!after) throw notFound('Webhook endpoint', id)
    // Last: while the endpoint is held nobody asks for one of them again.
    if (status === 'disabled') await giveUpDeliveries(tx.db, id, 'endpoint_disabled', tx.clock.now())
    return after
  })
}

export async function deleteWebhookEndpoint(app: AppContext, id: string): Promise<void> {
  await inTransaction(app, async (tx) => {
    if (!(await removeWebhookEndpoint(tx.db, id))) throw notFound('Webhook endpoint', id)
    await removeDeliveriesOf(tx.db, id)
  })
}

/** While nobody is to be told of anything the log is not followed; the first endpoint begins at its end. */
async function startFollowing(tx: TransactionContext): Promise<void> {
  if ((await listEnabledEndpoints(tx.db)).length > 0) return
  const [latest] = await listEvents(tx.db, { names: [] }, { direction: 'desc', from: undefined, limit: 1 })
  await moveCursor(tx.db, latest ?? { transaction_id: 0, position: 0 })
}

/** Over TLS, because events name people; on a laptop also to a server of its own. */
function refuseBadUrl(app: AppContext, text: string): void {
  const url = URL.parse(text)
  const isLaptop = app.config.mode === 'development' && url?.protocol === 'http:' && isLoopbackUri(text)
  if (url && (url.protocol === 'https:' || isLaptop) && !url.username && !url.password && !url.hash) return
  throw new ApiError(
    422,
    'endpoint_url must be an https address without user name, password and fragment; in development mode http on this machine will do.',
    { code: 'invalid_url' },
  )
}

function duplicate(url: string): ApiError {
  return new ApiError(409, `There is a webhook endpoint for '${url}' already.`, { code: 'duplicate_endpoint' })
}
