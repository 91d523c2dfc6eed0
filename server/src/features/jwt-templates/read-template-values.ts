import type { AppContext } from '../../context.ts'
import { findMembershipOf, type Membership } from '../memberships/membership.queries.ts'
import { findOrganization } from '../organizations/organization.queries.ts'
import { toOrganizationObject } from '../organizations/organization.wire.ts'
import { listDomainsOfOrganizations } from '../organizations/organization-domain.queries.ts'
import type { User } from '../users/user.queries.ts'
import { toUserObject } from '../users/user.wire.ts'
import type { TemplateValues } from './render-jwt-template.ts'
import type { JwtTemplate } from './template.ts'

export interface TokenOwner {
  user: User
  /** The organization of the session. */
  organizationId: string | null
}

/** What the template may say of them: the objects of the API as the official documentation shows them, never a row. */
export async function readTemplateValues(
  app: AppContext,
  { roots }: JwtTemplate,
  { user, organizationId }: TokenOwner,
): Promise<TemplateValues> {
  const values: TemplateValues = { user: userOf(user) }
  if (organizationId === null) return values
  if (roots.has('organization')) values.organization = await organizationOf(app, organizationId)
  if (roots.has('organization_membership')) {
    const membership = await findMembershipOf(app.db, { userId: user.id, organizationId })
    values.organization_membership = membership && membershipOf(membership)
  }
  return values
}

/** Nobody has signed in by way of another provider. */
function userOf(user: User) {
  const { last_sign_in_at: _, ...object } = toUserObject(user)
  return { ...object, identities: {} }
}

/** Without what a TXT record has to say. */
async function organizationOf(app: AppContext, id: string) {
  const organization = await findOrganization(app.db, id)
  if (!organization) return undefined
  const object = toOrganizationObject(organization, await listDomainsOfOrganizations(app.db, [id]))
  return {
    ...object,
    domains: object.domains.map(({ verification_prefix: _, verification_token: __, ...domain }) => domain),
  }
}

/** The roles by their slugs. */
function membershipOf(membership: Membership) {
  return {
    object: 'organization_membership',
    id: membership.id,
    role: membership.roleSlugs[0] ?? null,
    roles: membership.roleSlugs,
    custom_attributes: {},
    created_at: membership.created_at,
    updated_at: membership.updated_at,
  }
}
