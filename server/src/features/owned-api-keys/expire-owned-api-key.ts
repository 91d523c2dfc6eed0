import type { AppContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError, notFound } from '../../http/errors.ts'
import { recordEvent } from '../events/record-event.ts'
import { changeExpiry, holdOwnedApiKey, type OwnedApiKey } from './owned-api-key.queries.ts'
import { toApiKeyObject } from './owned-api-key.wire.ts'

/**
 * Without a time, or with one that is past, the key expires now, whatever the clocks of other nodes say; null takes back
 * an expiry that is still to come. What has expired stays so: then it throws a 409.
 */
export async function expireOwnedApiKey(
  app: AppContext,
  id: string,
  expiresAt: string | null | undefined,
): Promise<OwnedApiKey> {
  return await inTransaction(app, async (tx) => {
    const now = tx.clock.now()
    const before = await holdOwnedApiKey(tx.db, id)
    if (!before) throw notFound('API Key', id)
    const isNow = expiresAt !== null && (expiresAt === undefined || expiresAt <= now.toISOString())
    const time = now.toISOString()
    const expiry = isNow ? { expires_at: time, expired_at: time } : { expires_at: expiresAt, expired_at: null }
    const row = await changeExpiry(tx.db, id, { ...expiry, now })
    if (!row) throw new ApiError(409, 'API key is already expired', { code: 'api_key_already_expired' })
    const after = { ...row, permissions: before.permissions }
    const previous_attributes = { expires_at: before.expires_at }
    await recordEvent(tx, 'api_key.updated', { ...toApiKeyObject(after), previous_attributes })
    return after
  })
}
