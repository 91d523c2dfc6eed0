import { z } from 'zod'
import { externalId } from '../../http/external-id.ts'
import { metadata } from '../../http/metadata.ts'
import { domainName } from './domain-name.ts'

const MOST_DOMAINS = 100

const domainData = z
  .array(z.object({ domain: domainName, state: z.enum(['pending', 'verified']) }))
  .max(MOST_DOMAINS)
  .optional()
  .meta({ description: 'The domains of the organization: `verified` says that you know it owns the domain.' })

const changeable = {
  allow_profiles_outside_organization: z.boolean().nullable().optional(),
  domain_data: domainData,
  domains: z
    .array(domainName)
    .max(MOST_DOMAINS)
    .optional()
    .meta({ description: 'The older form of `domain_data`; counts as verified.', deprecated: true }),
  external_id: externalId.optional(),
  metadata: metadata.nullable().optional().meta({ description: 'Changes the keys it names; null removes one.' }),
}

const name = z.string().trim().min(1).max(255)

export const organizationFields = z.object({ name, ...changeable })
export type OrganizationFields = z.output<typeof organizationFields>

export const organizationChanges = z.object({
  name: name.nullable().optional(),
  ...changeable,
  stripe_customer_id: z.string().min(1).max(255).nullable().optional(),
})
export type OrganizationChanges = z.output<typeof organizationChanges>

export interface WantedDomain {
  domain: string
  state: 'legacy_verified' | 'pending' | 'verified'
}

/** Undefined: the domains stay as they are. */
export function wantedDomains({
  domain_data,
  domains,
}: Pick<OrganizationFields, 'domain_data' | 'domains'>): WantedDomain[] | undefined {
  if (domain_data === undefined && domains === undefined) return undefined
  const older = (domains ?? []).map((domain) => ({ domain, state: 'legacy_verified' as const }))
  // A domain named twice is one domain; what the newer form says of it counts.
  return [...new Map([...older, ...(domain_data ?? [])].map((wanted) => [wanted.domain, wanted])).values()]
}
