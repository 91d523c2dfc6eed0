import type { AppContext, TransactionContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { notFound } from '../../http/errors.ts'
import { recordEvent } from '../events/record-event.ts'
import { findGroup, type GroupName, listGroups, removeGroup } from './group.queries.ts'
import { toGroupObject } from './group.wire.ts'

const BATCH = 250

/** Its members stay members of the organization. */
export async function deleteGroup(app: AppContext, group: GroupName): Promise<void> {
  await inTransaction(app, async (tx) => {
    const isThere = (await findGroup(tx.db, group)) !== undefined
    if (!isThere || !(await dropGroup(tx, group))) throw notFound('Group', group.groupId)
  })
}

/** In the background: the organization is gone, and nobody sees its groups any more. */
export async function dropGroupsOfDeletedOrganization(app: AppContext, organizationId: string): Promise<void> {
  for (;;) {
    const groups = await listGroups(app.db, organizationId, { direction: 'asc', from: undefined, limit: BATCH })
    await inTransaction(app, async (tx) => {
      for (const { id } of groups) await dropGroup(tx, { organizationId, groupId: id })
    })
    if (groups.length < BATCH) return
  }
}

/** Answers whether there was one. Of two at the same work one removes it and tells of it. */
async function dropGroup(tx: TransactionContext, group: GroupName): Promise<boolean> {
  const removed = await removeGroup(tx.db, group)
  if (removed) await recordEvent(tx, 'group.deleted', toGroupObject(removed))
  return removed !== undefined
}
