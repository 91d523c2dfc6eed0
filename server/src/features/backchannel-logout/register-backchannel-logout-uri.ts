import type { AppContext } from '../../context.ts'
import type { BackchannelLogoutUriRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError, notFound } from '../../http/errors.ts'
import { findApplication, listApplications } from '../applications/application.queries.ts'
import { isLoopbackUri } from '../applications/loopback-uri.ts'
import { validateRegisteredUri } from '../applications/registered-uri.ts'
import { lockEnvironment } from '../environment/environment.queries.ts'
import { giveUpLogoutsTo } from './backchannel-logout.queries.ts'
import {
  countBackchannelLogoutUris,
  insertBackchannelLogoutUri,
  removeBackchannelLogoutUri,
} from './backchannel-logout-uri.queries.ts'

/** Every sign-out writes a row for each. */
export const MOST_URIS_PER_APPLICATION = 20

export interface BackchannelLogoutUriEntry {
  uri: string
  /** Need not be named while there is one application only. */
  clientId?: string | undefined
}

/** The only way into the list, so that one validator guards it. */
export async function registerBackchannelLogoutUri(
  app: AppContext,
  { uri, clientId }: BackchannelLogoutUriEntry,
): Promise<BackchannelLogoutUriRow> {
  refuseBadUri(app, uri)
  const applicationId = await chooseApplication(app, clientId)
  return await inTransaction(app, async (tx) => {
    await lockEnvironment(tx.db)
    if ((await countBackchannelLogoutUris(tx.db, applicationId)) >= MOST_URIS_PER_APPLICATION)
      throw new ApiError(
        422,
        `An application may have at most ${MOST_URIS_PER_APPLICATION} back-channel logout URIs; delete one first.`,
      )
    const time = tx.clock.now().toISOString()
    const row = await insertBackchannelLogoutUri(tx.db, {
      id: tx.ids.next('backchannel_logout_uri'),
      application_id: applicationId,
      uri,
      created_at: time,
      updated_at: time,
    })
    if (!row)
      throw new ApiError(409, 'Back-channel logout URI already exists.', { code: 'duplicate_backchannel_logout_uri' })
    return row
  })
}

/** What it is still owed is given up with it. */
export async function unregisterBackchannelLogoutUri(app: AppContext, id: string): Promise<void> {
  await inTransaction(app, async (tx) => {
    if (!(await removeBackchannelLogoutUri(tx.db, id))) throw notFound('Back-channel logout URI', id)
    await giveUpLogoutsTo(tx.db, id, 'receiver_removed', tx.clock.now())
  })
}

export async function chooseApplication(app: AppContext, clientId: string | undefined): Promise<string> {
  if (clientId !== undefined) {
    if (await findApplication(app.db, clientId)) return clientId
    throw refusal('unknown_client', 'client_id', `There is no application '${clientId.slice(0, 100)}'.`)
  }
  const [only, ...others] = await listApplications(app.db)
  if (only && others.length === 0) return only.id
  throw refusal('required', 'client_id', 'Name the application: there is more than one.')
}

/** OpenID Connect Back-Channel Logout 1.0, 2.2: absolute, no fragment. Over TLS, because logout tokens name people. */
function refuseBadUri(app: AppContext, uri: string): void {
  const verdict = validateRegisteredUri(uri, {
    allowHttp: false,
    allowCustomScheme: false,
    allowFragment: false,
    isDefault: false,
  })
  if (!verdict.ok) throw refusal(verdict.code, 'uri', verdict.message)
  if (uri.includes('*')) throw refusal('wildcard', 'uri', 'Register each URI by itself: a wildcard names no receiver.')
  const isCleartext = uri.startsWith('http:')
  if (isCleartext && !(app.config.mode === 'development' && isLoopbackUri(uri)))
    throw refusal('http', 'uri', 'Use https: plain http is for loopback addresses in development mode.')
}

function refusal(code: string, field: string, message: string): ApiError {
  return new ApiError(422, message, { code: 'invalid_request_parameters', errors: [{ code, field, message }] })
}
