import { z } from 'zod'
import type { OrganizationGroupRow } from '../../database/schema.ts'
import { instant } from '../../http/instant.ts'

/** The official object. */
export const groupObject = z
  .object({
    object: z.literal('group'),
    id: z.string(),
    organization_id: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'Group' })

export type GroupObject = z.infer<typeof groupObject>

export interface GroupMemberEventData {
  group_id: string
  organization_membership_id: string
}

export function toGroupObject(row: OrganizationGroupRow): GroupObject {
  return {
    object: 'group',
    id: row.id,
    organization_id: row.organization_id,
    name: row.name,
    description: row.description,
    created_at: row.created_at,
    updated_at: row.updated_at,
  }
}
