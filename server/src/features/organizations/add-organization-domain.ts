import type { AppContext, TransactionContext } from '../../context.ts'
import type { OrganizationDomainRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError, notFound } from '../../http/errors.ts'
import { randomSecret } from '../../platform/secrets.ts'
import { recordEvent } from '../events/record-event.ts'
import { holdOrganization } from './organization.queries.ts'
import { toOrganizationDomainObject } from './organization.wire.ts'
import { insertOrganizationDomain, takeDomain } from './organization-domain.queries.ts'
import type { WantedDomain } from './organization-fields.ts'
import { firstCheck } from './verify-organization-domain.ts'

const PREFIX = 'gatehouse-domain-verification'

/** Claims a domain for an organization; a TXT record then verifies the claim. Refuses what it or another one has. */
export async function claimDomain(
  app: AppContext,
  given: { organizationId: string; domain: string },
): Promise<OrganizationDomainRow> {
  return await inTransaction(app, async (tx) => {
    const organization = await holdOrganization(tx.db, given.organizationId)
    if (!organization) throw notFound('Organization', given.organizationId)
    return await addDomain(tx, organization.id, { domain: given.domain, state: 'pending' })
  })
}

export async function addDomain(
  tx: TransactionContext,
  organizationId: string,
  { domain, state }: WantedDomain,
): Promise<OrganizationDomainRow> {
  const now = tx.clock.now()
  const row = await insertOrganizationDomain(tx.db, {
    id: tx.ids.next('org_domain'),
    organization_id: organizationId,
    domain,
    state,
    verification_strategy: state === 'pending' ? 'dns' : 'manual',
    verification_prefix: PREFIX,
    verification_token: randomSecret(),
    ...(state === 'pending' ? firstCheck(now) : { next_check_at: null, check_until: null }),
    created_at: now.toISOString(),
    updated_at: now.toISOString(),
  })
  if (!row || (state !== 'pending' && !(await takeDomain(tx.db, row)))) throw domainTaken(domain)
  await recordEvent(tx, 'organization_domain.created', toOrganizationDomainObject(row))
  return row
}

export function domainTaken(domain: string): ApiError {
  return new ApiError(409, `The domain '${domain}' belongs to an organization already.`, {
    code: 'domain_already_exists',
  })
}
