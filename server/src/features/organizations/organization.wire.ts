import { z } from 'zod'
import type { OrganizationDomainRow } from '../../database/schema.ts'
import { instant } from '../../http/instant.ts'
import type { Organization } from './organization.queries.ts'

export const organizationDomainObject = z
  .object({
    object: z.literal('organization_domain'),
    id: z.string(),
    organization_id: z.string(),
    domain: z.string(),
    state: z.enum(['failed', 'legacy_verified', 'pending', 'verified']),
    verification_strategy: z.enum(['dns', 'manual']),
    verification_prefix: z.string().optional(),
    verification_token: z.string().optional().meta({
      description: 'A TXT record of the domain that says `<verification_prefix>=<verification_token>` verifies it.',
    }),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'OrganizationDomain' })

export type OrganizationDomainObject = z.infer<typeof organizationDomainObject>

/** With what the TXT record must say, as long as somebody has to write it. */
export function toOrganizationDomainObject(row: OrganizationDomainRow): OrganizationDomainObject {
  const isOpen = row.state === 'pending' || row.state === 'failed'
  return {
    object: 'organization_domain',
    id: row.id,
    organization_id: row.organization_id,
    domain: row.domain,
    state: row.state,
    verification_strategy: row.verification_strategy,
    ...(isOpen ? { verification_prefix: row.verification_prefix, verification_token: row.verification_token } : {}),
    created_at: row.created_at,
    updated_at: row.updated_at,
  }
}

export const organizationObject = z
  .object({
    object: z.literal('organization'),
    id: z.string(),
    name: z.string(),
    allow_profiles_outside_organization: z.boolean(),
    domains: z.array(organizationDomainObject),
    stripe_customer_id: z.string().optional(),
    external_id: z.string().nullable(),
    metadata: z.record(z.string(), z.string()),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'Organization' })

export type OrganizationObject = z.infer<typeof organizationObject>

export function toOrganizationObject(
  organization: Organization,
  domains: readonly OrganizationDomainRow[],
): OrganizationObject {
  const { stripe_customer_id } = organization
  return {
    object: 'organization',
    id: organization.id,
    name: organization.name,
    allow_profiles_outside_organization: organization.allow_profiles_outside_organization === 1,
    domains: domains.map(toOrganizationDomainObject),
    ...(stripe_customer_id === null ? {} : { stripe_customer_id }),
    external_id: organization.external_id,
    metadata: organization.metadata,
    created_at: organization.created_at,
    updated_at: organization.updated_at,
  }
}
