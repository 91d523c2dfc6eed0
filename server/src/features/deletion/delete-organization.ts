import type { AppContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { notFound } from '../../http/errors.ts'
import { recordEvent } from '../events/record-event.ts'
import { removeInvitationsOfOrganization } from '../invitations/invitation.queries.ts'
import { dropDomain } from '../organizations/drop-organization-domain.ts'
import { removeOrganization } from '../organizations/organization.queries.ts'
import { toOrganizationObject } from '../organizations/organization.wire.ts'
import { listDomainsOfOrganizations } from '../organizations/organization-domain.queries.ts'
import type { Actor } from '../sessions/ending.ts'
import { revokeSessions } from '../sessions/revoke-sessions.ts'
import { noteDeletedOrganization } from './deleted-organization.queries.ts'

const END_OF_TIME = '9999-12-31T23:59:59.999Z'

/**
 * From the commit on every session in the organization is refused, whatever their number, and so is every API key. Its
 * memberships and keys cannot be read any more; their rows and events follow in the background. The row goes first: whatever would be added to the
 * organization at the same moment finds none, or goes with it.
 */
export async function deleteOrganization(app: AppContext, id: string, actor: Actor): Promise<void> {
  await inTransaction(app, async (tx) => {
    const organization = await removeOrganization(tx.db, id)
    if (!organization) throw notFound('Organization', id)
    const domains = await listDomainsOfOrganizations(tx.db, [id])
    for (const domain of domains) await dropDomain(tx, domain.id)
    // Also those that begin while this is not yet committed; afterwards there is nothing to begin in.
    const filter = { organization_id: id, created_before: END_OF_TIME }
    await revokeSessions(tx, filter, { reason: 'organization_deleted', actor })
    await removeInvitationsOfOrganization(tx.db, id)
    await noteDeletedOrganization(tx.db, id)
    await recordEvent(tx, 'organization.deleted', toOrganizationObject(organization, domains))
  })
}
