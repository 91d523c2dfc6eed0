import type { AppContext } from '../../context.ts'
import type { OrganizationGroupRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { notFound } from '../../http/errors.ts'
import { recordEvent } from '../events/record-event.ts'
import { changeGroup, type GroupName } from './group.queries.ts'
import { toGroupObject } from './group.wire.ts'

/** Changes what is named and leaves the rest. */
export async function updateGroup(
  app: AppContext,
  group: GroupName,
  { name, description }: { name?: string | undefined; description?: string | null | undefined },
): Promise<OrganizationGroupRow> {
  return await inTransaction(app, async (tx) => {
    const changed = await changeGroup(tx.db, group, {
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      updated_at: tx.clock.now().toISOString(),
    })
    if (!changed) throw notFound('Group', group.groupId)
    await recordEvent(tx, 'group.updated', toGroupObject(changed))
    return changed
  })
}
