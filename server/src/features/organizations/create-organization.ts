import type { AppContext } from '../../context.ts'
import type { OrganizationDomainRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError } from '../../http/errors.ts'
import { mergeMetadata } from '../../http/metadata.ts'
import { recordEvent } from '../events/record-event.ts'
import { addDomain } from './add-organization-domain.ts'
import { insertOrganization, type Organization } from './organization.queries.ts'
import { toOrganizationObject } from './organization.wire.ts'
import { type OrganizationFields, wantedDomains } from './organization-fields.ts'

/** An organization and the domains it has. */
export interface WholeOrganization {
  organization: Organization
  domains: OrganizationDomainRow[]
}

/** All or nothing: a domain that another organization has verified refuses the whole. The seed file may choose the id, and has the entitlements. */
export async function createOrganization(
  app: AppContext,
  fields: OrganizationFields & { id?: string | undefined; entitlements?: string[] | undefined },
): Promise<WholeOrganization> {
  return await inTransaction(app, async (tx) => {
    const time = tx.clock.now().toISOString()
    const organization = await insertOrganization(tx.db, {
      id: fields.id ?? tx.ids.next('org'),
      name: fields.name,
      external_id: fields.external_id ?? null,
      stripe_customer_id: null,
      allow_profiles_outside_organization: fields.allow_profiles_outside_organization ? 1 : 0,
      metadata: mergeMetadata({}, fields.metadata ?? {}),
      entitlements: fields.entitlements ?? [],
      created_at: time,
      updated_at: time,
    })
    if (!organization) throw externalIdTaken()
    const domains: OrganizationDomainRow[] = []
    for (const wanted of wantedDomains(fields) ?? []) domains.push(await addDomain(tx, organization.id, wanted))
    await recordEvent(tx, 'organization.created', toOrganizationObject(organization, domains))
    return { organization, domains }
  })
}

export function externalIdTaken(): ApiError {
  return new ApiError(400, 'This external ID is already used.', { code: 'external_id_already_used' })
}
