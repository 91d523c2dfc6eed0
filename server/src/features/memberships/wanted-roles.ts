import { z } from 'zod'
import type { TransactionContext } from '../../context.ts'
import { ApiError } from '../../http/errors.ts'
import { DEFAULT_ROLE } from '../roles/default-roles.ts'
import { listAssignableRoles } from '../roles/role.queries.ts'

const MOST_ROLES = 50
const slug = z.string().min(1).max(48)

export const roleFields = {
  role_slug: slug.nullable().optional().meta({ description: 'The role; without one it is `member`.' }),
  role_slugs: z.array(slug).min(1).max(MOST_ROLES).nullable().optional().meta({
    description: 'Several roles. Give this or `role_slug`, not both.',
  }),
}

export interface RoleWish {
  role_slug?: string | null | undefined
  role_slugs?: string[] | null | undefined
}

/** The ids of the roles that are asked for, if the organization can give all of them. Undefined: nobody asked. */
export async function rolesAskedFor(
  tx: TransactionContext,
  organizationId: string,
  { role_slug, role_slugs }: RoleWish,
): Promise<string[] | undefined> {
  if (role_slug && role_slugs) throw invalidRole('Give `role_slug` or `role_slugs`, not both.')
  const slugs = role_slugs ?? (role_slug ? [role_slug] : undefined)
  return slugs && (await findRoles(tx, organizationId, slugs))
}

export async function defaultRoles(tx: TransactionContext, organizationId: string): Promise<string[]> {
  return await findRoles(tx, organizationId, [DEFAULT_ROLE])
}

async function findRoles(tx: TransactionContext, organizationId: string, slugs: string[]): Promise<string[]> {
  const roles = await listAssignableRoles(tx.db, organizationId, slugs)
  const unknown = slugs.find((slug) => !roles.some((role) => role.slug === slug))
  if (unknown !== undefined) throw invalidRole(`The organization has no role '${unknown}'.`)
  return roles.map((role) => role.id)
}

function invalidRole(message: string): ApiError {
  return new ApiError(422, message, { code: 'invalid_role' })
}
