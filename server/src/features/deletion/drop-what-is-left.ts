import type { AppContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { recordEvent } from '../events/record-event.ts'
import { dropGroupsOfDeletedOrganization } from '../groups/delete-group.ts'
import { listMembershipsOfDeleted, removeMembership } from '../memberships/membership.queries.ts'
import { toMembershipEventData } from '../memberships/membership.wire.ts'
import { dropKeysOfDeletedOrganization } from '../owned-api-keys/delete-owned-api-key.ts'
import { removeRolesOfOrganization } from '../roles/role.queries.ts'
import { forgetDeletedOrganization, listDeletedOrganizations } from './deleted-organization.queries.ts'

const BATCH = 250

/** What is left of deleted organizations; a row stands for each until all is done, so a crash only delays it. */
export async function dropWhatIsLeft(app: AppContext): Promise<void> {
  for (const id of await listDeletedOrganizations(app.db)) {
    await dropKeysOfDeletedOrganization(app, id)
    await dropGroupsOfDeletedOrganization(app, id)
    while ((await dropBatch(app, id)) === BATCH);
    await inTransaction(app, async (tx) => {
      await removeRolesOfOrganization(tx.db, id)
      await forgetDeletedOrganization(tx.db, id)
    })
  }
}

/** Answers how many there were. Of two nodes at the same work one removes a row and tells of it. */
async function dropBatch(app: AppContext, id: string): Promise<number> {
  const memberships = await listMembershipsOfDeleted(app.db, id, BATCH)
  if (memberships.length === 0) return 0
  await inTransaction(app, async (tx) => {
    for (const membership of memberships) {
      if (await removeMembership(tx.db, membership.id))
        await recordEvent(tx, 'organization_membership.deleted', toMembershipEventData(membership))
    }
  })
  return memberships.length
}
