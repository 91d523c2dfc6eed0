import type { AppContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError, notFound } from '../../http/errors.ts'
import { recordEvent } from '../events/record-event.ts'
import { hasMembersWithRole } from '../memberships/membership.queries.ts'
import { holdOrganization } from '../organizations/organization.queries.ts'
import type { RoleName } from '../roles/change-role.ts'
import { findRole, removeRole } from '../roles/role.queries.ts'
import { toOrganizationRoleEventData } from '../roles/role.wire.ts'

/** Only a role that nobody has. Whoever gives roles holds the organization as well, so nobody gets it at this moment. */
export async function deleteOrganizationRole(app: AppContext, name: RoleName): Promise<void> {
  await inTransaction(app, async (tx) => {
    await holdOrganization(tx.db, name.organizationId)
    const role = await findRole(tx.db, name)
    if (!role) throw notFound('Role', name.slug)
    if (await hasMembersWithRole(tx.db, role.id)) {
      throw new ApiError(409, `Members have the role '${role.slug}'. Give them another one first.`, {
        code: 'role_has_assignments',
      })
    }
    await removeRole(tx.db, role.id)
    await recordEvent(tx, 'organization_role.deleted', toOrganizationRoleEventData(role))
  })
}
