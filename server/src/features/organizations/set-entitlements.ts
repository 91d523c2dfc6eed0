import { isDeepStrictEqual } from 'node:util'
import type { AppContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { notFound } from '../../http/errors.ts'
import { recordEvent } from '../events/record-event.ts'
import { changeOrganization, holdOrganization, type Organization } from './organization.queries.ts'
import { toOrganizationObject } from './organization.wire.ts'
import { listDomainsOfOrganizations } from './organization-domain.queries.ts'

/**
 * These and no others. What the organization has already changes nothing and tells nobody: billing systems repeat
 * themselves.
 */
export async function setEntitlements(app: AppContext, id: string, entitlements: string[]): Promise<Organization> {
  return await inTransaction(app, async (tx) => {
    const before = await holdOrganization(tx.db, id)
    if (!before) throw notFound('Organization', id)
    if (isDeepStrictEqual(before.entitlements, entitlements)) return before
    const organization = await changeOrganization(tx.db, id, {
      entitlements,
      updated_at: tx.clock.now().toISOString(),
    })
    if (!organization) throw notFound('Organization', id)
    const domains = await listDomainsOfOrganizations(tx.db, [id])
    await recordEvent(tx, 'organization.updated', toOrganizationObject(organization, domains))
    return organization
  })
}
