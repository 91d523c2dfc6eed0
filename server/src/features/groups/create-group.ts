import type { AppContext } from '../../context.ts'
import type { OrganizationGroupRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { notFound } from '../../http/errors.ts'
import { recordEvent } from '../events/record-event.ts'
import { holdOrganization } from '../organizations/organization.queries.ts'
import { insertGroup } from './group.queries.ts'
import { toGroupObject } from './group.wire.ts'

/** Two groups of an organization may have the same name. */
export async function createGroup(
  app: AppContext,
  organizationId: string,
  fields: { name: string; description?: string | null | undefined },
): Promise<OrganizationGroupRow> {
  return await inTransaction(app, async (tx) => {
    if (!(await holdOrganization(tx.db, organizationId))) throw notFound('Organization', organizationId)
    const time = tx.clock.now().toISOString()
    const group: OrganizationGroupRow = {
      id: tx.ids.next('group'),
      organization_id: organizationId,
      name: fields.name,
      description: fields.description ?? null,
      created_at: time,
      updated_at: time,
    }
    await insertGroup(tx.db, group)
    await recordEvent(tx, 'group.created', toGroupObject(group))
    return group
  })
}
