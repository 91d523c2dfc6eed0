import { z } from 'zod'
import type { OrganizationMembershipRow } from '../../database/schema.ts'
import { instant } from '../../http/instant.ts'

/** A membership as the official API shows it in a group: without its roles and its user. */
export const groupMemberObject = z
  .object({
    object: z.literal('organization_membership'),
    id: z.string(),
    user_id: z.string(),
    organization_id: z.string(),
    organization_name: z.string(),
    status: z.enum(['active', 'inactive', 'pending']),
    directory_managed: z.boolean(),
    custom_attributes: z.record(z.string(), z.unknown()),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'GroupMember' })

export type GroupMemberObject = z.infer<typeof groupMemberObject>

export function toGroupMemberObject(row: OrganizationMembershipRow & { organization_name: string }): GroupMemberObject {
  return {
    object: 'organization_membership',
    id: row.id,
    user_id: row.user_id,
    organization_id: row.organization_id,
    organization_name: row.organization_name,
    status: row.status,
    directory_managed: false,
    custom_attributes: {},
    created_at: row.created_at,
    updated_at: row.updated_at,
  }
}
