import type { Reader } from '../../database/database.ts'
import { prepareQuery } from '../../database/prepared-query.ts'

/** What a member is and may do in an organization, as access tokens say it. */
export interface MemberStanding {
  /** Slugs, by priority; never empty. */
  roles: string[]
  /** Slugs of what any of the roles permits, in order, each once. */
  permissions: string[]
  /** Slugs of what the organization is entitled to, in the order in which they were given. */
  entitlements: string[]
}

/** Undefined: the user is no active member, or the organization is gone. */
export async function findMemberStanding(
  db: Reader,
  member: { userId: string; organizationId: string },
): Promise<MemberStanding | undefined> {
  const rows = await standing(db, member)
  const [first] = rows
  if (!first) return undefined
  const permissions = rows.flatMap(({ permission_slug }) => permission_slug ?? [])
  return {
    roles: [...new Set(rows.map(({ slug }) => slug))],
    permissions: [...new Set(permissions)].sort(),
    entitlements: JSON.parse(first.entitlements),
  }
}

/** One statement, so that roles, their permissions, the organization and the membership are those of one moment. */
const standing = prepareQuery((db, { userId, organizationId }: { userId: string; organizationId: string }) =>
  db
    .selectFrom('organization_membership')
    .innerJoin('organization', 'organization.id', 'organization_membership.organization_id')
    .innerJoin('membership_role', 'membership_role.membership_id', 'organization_membership.id')
    .innerJoin('role', 'role.id', 'membership_role.role_id')
    .leftJoin('role_permission', 'role_permission.role_id', 'role.id')
    .select(['role.slug', 'role_permission.permission_slug', 'organization.entitlements'])
    .where('organization_membership.user_id', '=', userId)
    .where('organization_membership.organization_id', '=', organizationId)
    .where('organization_membership.status', '=', 'active')
    .orderBy('role.organization_id')
    .orderBy('role.priority')
    .orderBy('role.id'),
)
