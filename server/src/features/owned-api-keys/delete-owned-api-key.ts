import type { AppContext, TransactionContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { notFound } from '../../http/errors.ts'
import { recordEvent } from '../events/record-event.ts'
import {
  findOwnedApiKey,
  listKeysOfDeleted,
  listKeysOfMembership,
  type OwnedApiKey,
  removeOwnedApiKey,
} from './owned-api-key.queries.ts'
import { toApiKeyObject } from './owned-api-key.wire.ts'

const BATCH = 250

export async function deleteOwnedApiKey(app: AppContext, id: string): Promise<void> {
  await inTransaction(app, async (tx) => {
    const key = await findOwnedApiKey(tx.db, id)
    if (!key || !(await drop(tx, key))) throw notFound('API Key', id)
  })
}

/** Part of the deletion of the membership. */
export async function dropKeysOfMembership(tx: TransactionContext, membershipId: string): Promise<void> {
  for (const key of await listKeysOfMembership(tx.db, membershipId)) await drop(tx, key)
}

/** In the background: from its deletion on none of them is good or shown. */
export async function dropKeysOfDeletedOrganization(app: AppContext, organizationId: string): Promise<void> {
  for (let dropped = BATCH; dropped === BATCH; ) {
    dropped = await inTransaction(app, async (tx) => {
      const keys = await listKeysOfDeleted(tx.db, organizationId, BATCH)
      for (const key of keys) await drop(tx, key)
      return keys.length
    })
  }
}

/** Of two who drop it at once one removes the row and tells of it. */
async function drop(tx: TransactionContext, key: OwnedApiKey): Promise<boolean> {
  if (!(await removeOwnedApiKey(tx.db, key.id))) return false
  await recordEvent(tx, 'api_key.revoked', toApiKeyObject(key))
  return true
}
