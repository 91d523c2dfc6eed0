import type { AppContext } from '../../context.ts'
import { notFound } from '../../http/errors.ts'
import { isDeletionUnderWay } from '../deletion/is-deletion-under-way.ts'
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
  findOrganizationByVerifiedDomain,
  type Organization,
} from '../organizations/organization.queries.ts'
import { explained, explainedOrLeftOut } from './explain-refusal.ts'
import type { Seed } from './seed-file.ts'
import { type Seeded, userIdByEmail } from './seeded.ts'

type SeedOrganization = Seed['organizations'][number]

export async function seedOrganizations(
  app: AppContext,
  organizations: Seed['organizations'],
  seeded: Seeded,
): Promise<void> {
  for (const given of organizations) {
    const place = `organizations: ${given.name}`
    const present = await findPresent(app, given, seeded)
    if (!present && given.id !== undefined && (await isDeletionUnderWay(app, given.id))) {
      leaveOut(app, given, seeded)
      continue
    }
    const { id } = present ?? (await explained(app, place, () => create(app, given)))
    remember(seeded, given, id)
    for (const member of given.memberships) {
      await explainedOrLeftOut(app, `${place}: ${member.email}`, async () =>
        addMember(app, { ...member, organizationId: id, userId: await userIdByEmail(app, seeded, member.email) }),
      )
    }
    for (const group of given.groups) {
      if (await isGroupNamed(app.db, id, group.name)) continue
      await explainedOrLeftOut(app, `${place}: ${group.name}`, async () => {
        const members = group.members.map((email) => membershipOf(app, seeded, { organizationId: id, email }))
        await addGroup(app, id, { ...group, members: await Promise.all(members) })
      })
    }
  }
}

/** A name is no key: where the file has a better one, another organization may have that name. */
async function findPresent(
  app: AppContext,
  { id, external_id, domains = [], name }: SeedOrganization,
  seeded: Seeded,
): Promise<Organization | undefined> {
  const known =
    (id === undefined ? undefined : await findOrganization(app.db, id)) ??
    (external_id ? await findOrganizationByExternalId(app.db, external_id) : undefined)
  if (known) return known
  // A domain that is only claimed says nothing: anybody may claim it.
  const verified = domains.filter(({ state }) => state === 'verified').map(({ domain }) => domain)
  const owner = await findOrganizationByVerifiedDomain(app.db, verified)
  // Two organizations of the file with one domain are a mistake, and refused.
  const isAnother = owner && [...seeded.organizationIdsByName.values()].includes(owner.id)
  if (owner && !isAnother) return owner
  return id === undefined && !external_id ? await findOrganizationByName(app.db, name) : undefined
}

/** What is left of the one that had the id would be taken for the new one's: its memberships go, its sessions end. */
function leaveOut(app: AppContext, { id, name }: SeedOrganization, { leftOut }: Seeded): void {
  for (const key of [id, name]) if (key !== undefined) leftOut.add(key)
  app.log.warn(
    'An organization of the seed file was deleted a moment ago. It is left out, with all that belongs to it: start again in two minutes.',
    { organization: id, name },
  )
}

function remember(seeded: Seeded, { id, name }: SeedOrganization, actualId: string): void {
  // Of several with one name the first is meant, as it is the oldest in the database.
  if (!seeded.organizationIdsByName.has(name)) seeded.organizationIdsByName.set(name, actualId)
  if (id !== undefined) seeded.organizationIdsById.set(id, actualId)
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
  given: { userId: string; organizationId: string } & SeedOrganization['memberships'][number],
): Promise<void> {
  const { userId, organizationId, role, status } = given
  if (await findMembershipOf(app.db, { userId, organizationId })) return
  await createMembership(app, { user_id: userId, organization_id: organizationId, role_slug: role, status })
}

async function membershipOf(
  app: AppContext,
  seeded: Seeded,
  { organizationId, email }: { organizationId: string; email: string },
): Promise<Membership> {
  const membership = await findMembershipOf(app.db, { userId: await userIdByEmail(app, seeded, email), organizationId })
  if (!membership) throw notFound('Organization membership', email)
  return membership
}

async function addGroup(
  app: AppContext,
  organizationId: string,
  { members, ...fields }: { name: string; description?: string | null | undefined; members: Membership[] },
): Promise<void> {
  const { id } = await createGroup(app, organizationId, fields)
  for (const membership of members) await addGroupMember(app, { organizationId, groupId: id }, membership.id)
}
