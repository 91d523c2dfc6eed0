import type { AppContext } from '../../context.ts'
import { notFound } from '../../http/errors.ts'
import { addGroupMember } from '../groups/change-group-members.ts'
import { createGroup } from '../groups/create-group.ts'
import { isGroupNamed } from '../groups/group.queries.ts'
import { createMembership } from '../memberships/create-membership.ts'
import { findMembershipOf, type Membership } from '../memberships/membership.queries.ts'
import { createOrganization } from '../organizations/create-organization.ts'
import {
  findOrganization,
  findOrganizationByExternalId,
  findOrganizationByName,
  type Organization,
} from '../organizations/organization.queries.ts'
import { findUserByEmail } from '../users/user.queries.ts'
import { explained } from './explain-refusal.ts'
import type { Seed } from './seed-file.ts'

type SeedOrganization = Seed['organizations'][number]

export async function seedOrganizations(app: AppContext, organizations: Seed['organizations']): Promise<void> {
  for (const given of organizations) {
    const place = `organizations: ${given.name}`
    const { id } = (await findPresent(app, given)) ?? (await explained(app, place, () => create(app, given)))
    for (const member of given.memberships) {
      await explained(app, `${place}: ${member.email}`, () => addMember(app, id, member))
    }
    for (const group of given.groups) {
      if (await isGroupNamed(app.db, id, group.name)) continue
      await explained(app, `${place}: ${group.name}`, () => addGroup(app, id, group))
    }
  }
}

/** By the most exact name that the file has for it. */
async function findPresent(
  app: AppContext,
  { id, external_id, name }: SeedOrganization,
): Promise<Organization | undefined> {
  if (id !== undefined) return await findOrganization(app.db, id)
  if (external_id) return await findOrganizationByExternalId(app.db, external_id)
  return await findOrganizationByName(app.db, name)
}

async function create(
  app: AppContext,
  { domains, memberships: _, groups: __, ...fields }: SeedOrganization,
): Promise<Organization> {
  const { organization } = await createOrganization(app, { ...fields, domain_data: domains })
  return organization
}

async function addMember(
  app: AppContext,
  organizationId: string,
  { email, role, status }: SeedOrganization['memberships'][number],
): Promise<void> {
  const user = await findUserByEmail(app.db, email)
  if (!user) throw notFound('User', email)
  if (await findMembershipOf(app.db, { userId: user.id, organizationId })) return
  await createMembership(app, { user_id: user.id, organization_id: organizationId, role_slug: role, status })
}

/** Its members are members of the organization, by their addresses. */
async function addGroup(
  app: AppContext,
  organizationId: string,
  { members, ...fields }: SeedOrganization['groups'][number],
): Promise<void> {
  const memberships = await Promise.all(members.map((email) => membershipOf(app, organizationId, email)))
  const { id } = await createGroup(app, organizationId, fields)
  for (const membership of memberships) await addGroupMember(app, { organizationId, groupId: id }, membership.id)
}

async function membershipOf(app: AppContext, organizationId: string, email: string): Promise<Membership> {
  const user = await findUserByEmail(app.db, email)
  const membership = user && (await findMembershipOf(app.db, { userId: user.id, organizationId }))
  if (!membership) throw notFound('Organization membership', email)
  return membership
}
