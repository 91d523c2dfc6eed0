import { z } from 'zod'
import { instant } from '../../http/instant.ts'
import type { User } from '../users/user.queries.ts'
import { toUserObject, userObject } from '../users/user.wire.ts'
import type { Membership } from './membership.queries.ts'

const roleName = z.object({ slug: z.string() })

export const membershipObject = z
  .object({
    object: z.literal('organization_membership'),
    id: z.string(),
    user_id: z.string(),
    organization_id: z.string(),
    organization_name: z.string(),
    status: z.enum(['active', 'inactive', 'pending']),
    role: roleName,
    roles: z.array(roleName),
    directory_managed: z.boolean(),
    custom_attributes: z.record(z.string(), z.unknown()),
    user: userObject,
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'OrganizationMembership' })

export type MembershipObject = z.infer<typeof membershipObject>

/** What events carry: the official ones leave out the user and the organization's name. */
export type MembershipEventData = Omit<MembershipObject, 'user' | 'organization_name'>

export function toMembershipObject(membership: Membership, user: User): MembershipObject {
  return {
    ...toMembershipEventData(membership),
    organization_name: membership.organization_name,
    user: toUserObject(user),
  }
}

export function toMembershipEventData(membership: Membership): MembershipEventData {
  const roles = membership.roleSlugs.map((slug) => ({ slug }))
  return {
    object: 'organization_membership',
    id: membership.id,
    user_id: membership.user_id,
    organization_id: membership.organization_id,
    status: membership.status,
    role: roles[0] ?? { slug: '' },
    roles,
    directory_managed: false,
    custom_attributes: {},
    created_at: membership.created_at,
    updated_at: membership.updated_at,
  }
}
