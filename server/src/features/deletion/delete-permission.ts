import type { AppContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { notFound } from '../../http/errors.ts'
import { recordEvent } from '../events/record-event.ts'
import { takePermissionFromEveryKey } from '../owned-api-keys/owned-api-key.queries.ts'
import { removePermission } from '../roles/permission.queries.ts'
import { toPermissionObject } from '../roles/permission.wire.ts'
import { takePermissionFromEveryRole } from '../roles/role.queries.ts'

/** No role and no API key has it any more; tokens that are issued from then on do not say it. */
export async function deletePermission(app: AppContext, slug: string): Promise<void> {
  await inTransaction(app, async (tx) => {
    const row = await removePermission(tx.db, slug)
    if (!row) throw notFound('Permission', slug)
    await takePermissionFromEveryRole(tx.db, slug)
    await takePermissionFromEveryKey(tx.db, slug)
    await recordEvent(tx, 'permission.deleted', toPermissionObject(row))
  })
}
