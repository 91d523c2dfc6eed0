import type { AppContext, TransactionContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError, notFound } from '../../http/errors.ts'
import { mergeMetadata } from '../../http/metadata.ts'
import { recordEvent } from '../events/record-event.ts'
import { addDomain, domainTaken } from './add-organization-domain.ts'
import { externalIdTaken, type WholeOrganization } from './create-organization.ts'
import { dropDomain } from './drop-organization-domain.ts'
import {
  changeOrganization,
  findOrganizationByExternalId,
  findOrganizationByStripeCustomer,
  holdOrganization,
  type Organization,
} from './organization.queries.ts'
import { toOrganizationObject } from './organization.wire.ts'
import { listDomainsOfOrganizations } from './organization-domain.queries.ts'
import { type OrganizationChanges, type WantedDomain, wantedDomains } from './organization-fields.ts'
import { markVerified } from './verify-organization-domain.ts'

/** Changes what is named and leaves the rest; domains, if named, are afterwards exactly those. */
export async function updateOrganization(
  app: AppContext,
  id: string,
  changes: OrganizationChanges,
): Promise<WholeOrganization> {
  return await inTransaction(app, async (tx) => {
    const before = await holdOrganization(tx.db, id)
    if (!before) throw notFound('Organization', id)
    await refuseTaken(tx, before, changes)
    const wanted = wantedDomains(changes)
    if (wanted) await replaceDomains(tx, id, wanted)
    const organization = await changeOrganization(tx.db, id, {
      ...toColumns(before, changes),
      updated_at: tx.clock.now().toISOString(),
    })
    if (!organization) throw notFound('Organization', id)
    const domains = await listDomainsOfOrganizations(tx.db, [id])
    await recordEvent(tx, 'organization.updated', toOrganizationObject(organization, domains))
    return { organization, domains }
  })
}

function toColumns(before: Organization, changes: OrganizationChanges): Partial<Organization> {
  const { name, allow_profiles_outside_organization: allow, external_id, stripe_customer_id, metadata } = changes
  return {
    ...(name ? { name } : {}),
    ...(typeof allow === 'boolean' ? { allow_profiles_outside_organization: allow ? 1 : 0 } : {}),
    ...(external_id === undefined ? {} : { external_id }),
    ...(stripe_customer_id === undefined ? {} : { stripe_customer_id }),
    ...(metadata === undefined ? {} : { metadata: metadata === null ? {} : mergeMetadata(before.metadata, metadata) }),
  }
}

/** The unique indexes decide; this names the field before they do. */
async function refuseTaken(tx: TransactionContext, before: Organization, changes: OrganizationChanges): Promise<void> {
  const { external_id, stripe_customer_id } = changes
  const byExternalId = external_id ? await findOrganizationByExternalId(tx.db, external_id) : undefined
  if (byExternalId && byExternalId.id !== before.id) throw externalIdTaken()
  const byCustomer = stripe_customer_id ? await findOrganizationByStripeCustomer(tx.db, stripe_customer_id) : undefined
  if (byCustomer && byCustomer.id !== before.id) {
    throw new ApiError(400, 'This Stripe customer ID is already used.', { code: 'stripe_customer_id_already_used' })
  }
}

async function replaceDomains(tx: TransactionContext, id: string, wanted: WantedDomain[]): Promise<void> {
  const present = new Map((await listDomainsOfOrganizations(tx.db, [id])).map((row) => [row.domain, row]))
  for (const one of wanted) {
    const row = present.get(one.domain)
    present.delete(one.domain)
    if (!row) await addDomain(tx, id, one)
    else if (one.state !== 'pending' && !(await markVerified(tx, row.id, 'manual'))) throw domainTaken(row.domain)
  }
  for (const row of present.values()) await dropDomain(tx, row.id)
}
