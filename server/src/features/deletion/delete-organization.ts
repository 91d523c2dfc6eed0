import type { AppContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { notFound } from '../../http/errors.ts'
import { recordEvent } from '../events/record-event.ts'
import { dropDomain } from '../organizations/drop-organization-domain.ts'
import { removeOrganization } from '../organizations/organization.queries.ts'
import { toOrganizationObject } from '../organizations/organization.wire.ts'
import { listDomainsOfOrganizations } from '../organizations/organization-domain.queries.ts'

/** The row goes first: whatever would be added to the organization at the same moment finds none, or goes with it. */
export async function deleteOrganization(app: AppContext, id: string): Promise<void> {
  await inTransaction(app, async (tx) => {
    const organization = await removeOrganization(tx.db, id)
    if (!organization) throw notFound('Organization', id)
    const domains = await listDomainsOfOrganizations(tx.db, [id])
    for (const domain of domains) await dropDomain(tx, domain.id)
    await recordEvent(tx, 'organization.deleted', toOrganizationObject(organization, domains))
  })
}
