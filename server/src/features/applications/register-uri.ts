import type { AppContext } from '../../context.ts'
import type { RegisteredUriRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError, notFound } from '../../http/errors.ts'
import { lockEnvironment } from '../environment/environment.queries.ts'
import {
  clearDefaultUri,
  countRegisteredUris,
  findRegisteredUri,
  insertRegisteredUri,
  markDefaultUri,
  removeRegisteredUri,
  type UriList,
} from './registered-uri.queries.ts'
import { validateRegisteredUri } from './registered-uri.ts'

/** Every decision about a redirect reads the whole list. */
export const MOST_REGISTERED_URIS = 1_000

export const LIST_NAMES: Record<UriList, string> = {
  redirect_uri: 'Redirect URI',
  sign_out_uri: 'Sign-out URI',
}
const ID_PREFIXES = {
  redirect_uri: 'redir',
  sign_out_uri: 'sign_out_uri',
} as const

export interface UriEntry {
  uri: string
  /** The first entry of a list is its default unless it has a wildcard. */
  default?: boolean | undefined
}

/** The only way into either list, so that one validator guards them both. */
export async function registerUri(app: AppContext, list: UriList, entry: UriEntry): Promise<RegisteredUriRow> {
  refuseBadUri(app, list, entry.uri, entry.default ?? false)
  return await inTransaction(app, async (tx) => {
    await lockEnvironment(tx.db)
    const count = await countRegisteredUris(tx.db, list)
    if (count >= MOST_REGISTERED_URIS) {
      throw new ApiError(
        422,
        `There may be at most ${MOST_REGISTERED_URIS} entries; delete one first, or use a wildcard.`,
      )
    }
    const isDefault = entry.default ?? (count === 0 && !entry.uri.includes('*'))
    const now = tx.clock.now()
    if (isDefault) await clearDefaultUri(tx.db, list, now)
    const row = await insertRegisteredUri(tx.db, list, {
      id: tx.ids.next(ID_PREFIXES[list]),
      uri: entry.uri,
      is_default: isDefault ? 1 : 0,
      created_at: now.toISOString(),
      updated_at: now.toISOString(),
    })
    if (!row)
      throw new ApiError(422, `${LIST_NAMES[list]} '${entry.uri}' already exists.`, { code: 'uri_already_registered' })
    return row
  })
}

/** In one step, so that there is a default all the time. One that is it already stays as it is. */
export async function makeUriDefault(app: AppContext, list: UriList, id: string): Promise<RegisteredUriRow> {
  return await inTransaction(app, async (tx) => {
    await lockEnvironment(tx.db)
    const row = await findRegisteredUri(tx.db, list, id)
    if (!row) throw notFound(LIST_NAMES[list], id)
    if (row.is_default === 1) return row
    refuseBadUri(tx, list, row.uri, true)
    const now = tx.clock.now()
    await clearDefaultUri(tx.db, list, now)
    return await markDefaultUri(tx.db, list, id, now)
  })
}

/** The default may only go when it is the last one: otherwise somebody would be left without a place to go. */
export async function unregisterUri(app: AppContext, list: UriList, id: string): Promise<void> {
  await inTransaction(app, async (tx) => {
    await lockEnvironment(tx.db)
    const row = await findRegisteredUri(tx.db, list, id)
    if (!row) throw notFound(LIST_NAMES[list], id)
    if (row.is_default === 1 && (await countRegisteredUris(tx.db, list)) > 1) {
      throw new ApiError(
        409,
        `Cannot delete the default ${LIST_NAMES[list].toLowerCase().replace('uri', 'URI')}. Make another one the default first.`,
      )
    }
    await removeRegisteredUri(tx.db, list, id)
  })
}

export function refuseBadUri(app: AppContext, list: UriList, uri: string, isDefault: boolean): void {
  const verdict = validateEntry(app, list, { uri, default: isDefault })
  if (verdict.ok) return
  throw new ApiError(422, verdict.message, {
    code: 'invalid_request_parameters',
    errors: [{ code: verdict.code, field: 'uri', message: verdict.message }],
  })
}

/** Whether the list would take it. */
export function validateEntry(
  app: AppContext,
  list: UriList,
  entry: UriEntry,
): ReturnType<typeof validateRegisteredUri> {
  return validateRegisteredUri(entry.uri, {
    allowHttp: app.config.mode === 'development',
    allowCustomScheme: list === 'redirect_uri',
    allowFragment: list === 'sign_out_uri',
    isDefault: entry.default ?? false,
  })
}
