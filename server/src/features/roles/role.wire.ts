import { z } from 'zod'
import { instant } from '../../http/instant.ts'
import { ENVIRONMENT, type Role } from './role.queries.ts'

export const roleObject = z
  .object({
    object: z.literal('role'),
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    type: z.enum(['EnvironmentRole', 'OrganizationRole']),
    resource_type_slug: z.literal('organization'),
    permissions: z.array(z.string()),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'Role' })

export type RoleObject = z.infer<typeof roleObject>

export function toRoleObject(role: Role): RoleObject {
  return {
    object: 'role',
    id: role.id,
    slug: role.slug,
    name: role.name,
    description: role.description,
    type: role.organization_id === ENVIRONMENT ? 'EnvironmentRole' : 'OrganizationRole',
    resource_type_slug: 'organization',
    permissions: role.permissions,
    created_at: role.created_at,
    updated_at: role.updated_at,
  }
}

/** Roles come whole, in order of priority, and not in pages. */
export const roleList = z.object({ object: z.literal('list'), data: z.array(roleObject) }).meta({ id: 'RoleList' })

export function toRoleList(roles: Role[]): z.infer<typeof roleList> {
  return { object: 'list', data: roles.map(toRoleObject) }
}

/** What the events of the official catalogue carry, which is less than the object. */
export interface RoleEventData {
  object: 'role'
  slug: string
  resource_type_slug: string
  permissions: string[]
  created_at: string
  updated_at: string
}

export interface OrganizationRoleEventData {
  object: 'organization_role'
  organization_id: string
  slug: string
  name: string
  description: string | null
  resource_type_slug: string
  permissions: string[]
  created_at: string
  updated_at: string
}

export function toRoleEventData(role: Role): RoleEventData {
  return {
    object: 'role',
    slug: role.slug,
    resource_type_slug: 'organization',
    permissions: role.permissions,
    created_at: role.created_at,
    updated_at: role.updated_at,
  }
}

export function toOrganizationRoleEventData(role: Role): OrganizationRoleEventData {
  return {
    object: 'organization_role',
    organization_id: role.organization_id,
    slug: role.slug,
    name: role.name,
    description: role.description,
    resource_type_slug: 'organization',
    permissions: role.permissions,
    created_at: role.created_at,
    updated_at: role.updated_at,
  }
}
