import { z } from 'zod'
import type { PermissionRow } from '../../database/schema.ts'
import { instant } from '../../http/instant.ts'

export const permissionObject = z
  .object({
    object: z.literal('permission'),
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    system: z.boolean().meta({ description: 'Whether it was there from the start. Here none is.' }),
    resource_type_slug: z.string(),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'Permission' })

export type PermissionObject = z.infer<typeof permissionObject>

export function toPermissionObject(row: PermissionRow): PermissionObject {
  return {
    object: 'permission',
    id: row.id,
    slug: row.slug,
    name: row.name,
    description: row.description,
    system: false,
    resource_type_slug: row.resource_type_slug,
    created_at: row.created_at,
    updated_at: row.updated_at,
  }
}
