import type { AppContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError } from '../../http/errors.ts'
import { hashSecret, randomSecret, secretsMatch } from '../../platform/secrets.ts'
import { findActiveApiKey, insertApiKey, listActiveApiKeysAmong } from './application.queries.ts'

/** Known to everybody who read the documentation; it exists in development mode only, and in no database. */
export const DEVELOPMENT_API_KEY = 'sk_test_default'

/** Makes a key. It is answered here and never again: only its hash is stored. */
export async function createApiKey(app: AppContext, name: string): Promise<{ id: string; value: string }> {
  const value = `sk_${randomSecret()}`
  return { id: await storeApiKey(app, name, value), value }
}

/** A key whose value somebody has chosen, and whoever chose it can be guessed: in development mode only. */
export async function registerDevelopmentKey(app: AppContext, value: string): Promise<void> {
  if (app.config.mode !== 'development') {
    throw new ApiError(422, 'The value of an API key is random, except in development mode: gatehouse api-keys create.')
  }
  await storeApiKey(app, 'Seed file', value)
}

async function storeApiKey(app: AppContext, name: string, value: string): Promise<string> {
  const id = app.ids.next('api_key')
  await inTransaction(app, (tx) =>
    insertApiKey(tx.db, {
      id,
      name,
      key_hash: hashSecret(value),
      hint: value.slice(-4),
      created_at: app.clock.now().toISOString(),
      revoked_at: null,
    }),
  )
  return id
}

/** Of these keys, those that do not work any more. */
export async function findRevokedApiKeys(app: AppContext, ids: Iterable<string>): Promise<Set<string>> {
  const asked = new Set(ids)
  if (app.config.mode === 'development') asked.delete(DEVELOPMENT_KEY.id)
  const active = asked.size === 0 ? [] : await listActiveApiKeysAmong(app.db, [...asked])
  return asked.difference(new Set(active))
}

const DEVELOPMENT_KEY = { id: 'api_key_development', name: 'Development' }

/**
 * The working key that this is, if it is one. Asked anew each time, so that a revoked key is refused on every node at
 * once. The look-up is by hash: no secret is compared.
 */
export async function findApiKey(app: AppContext, value: string): Promise<{ id: string; name: string } | undefined> {
  if (app.config.mode === 'development' && secretsMatch(DEVELOPMENT_API_KEY, value)) return DEVELOPMENT_KEY
  return await findActiveApiKey(app.db, hashSecret(value))
}
