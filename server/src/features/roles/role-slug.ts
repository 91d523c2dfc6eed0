import { z } from 'zod'

const LONGEST = 48

const name = z.string().trim().min(1).max(LONGEST)
const description = z.string().max(150).nullable().optional()

/** Roles and permissions exist for organizations; the fine-grained resources of the official product do not exist here. */
const resourceType = z
  .literal('organization')
  .optional()
  .meta({ description: 'What the role or permission is about. Here that is always the organization.' })

const roleSlug = z
  .string()
  .max(LONGEST)
  .regex(/^[a-z0-9][a-z0-9_-]*$/, 'must be lower-case letters, digits, hyphens and underscores')

/** Roles of an organization have a prefix, so that no role of the environment ever has the same slug. */
const OWN_PREFIX = 'org-'

export const environmentRoleFields = z.object({
  slug: roleSlug.refine((slug) => !slug.startsWith(OWN_PREFIX), `must not begin with ${OWN_PREFIX}`),
  name,
  description,
  resource_type_slug: resourceType,
})

export const organizationRoleFields = z.object({
  slug: roleSlug.refine((slug) => slug.startsWith(OWN_PREFIX), `must begin with ${OWN_PREFIX}`).optional(),
  name,
  description,
  resource_type_slug: resourceType,
})

export const permissionFields = z.object({
  slug: z
    .string()
    .max(LONGEST)
    .regex(
      /^[a-z0-9*][a-z0-9_:.*-]*$/,
      'must be lower-case letters, digits, hyphens, underscores, colons, periods and asterisks',
    ),
  name,
  description,
  resource_type_slug: z.string().min(1).max(LONGEST).optional(),
})

/** Of a role and of a permission alike. */
export const nameChanges = z.object({ name: name.optional(), description })

const ROOM_FOR_SUFFIX = 8

/** `Billing Administrator` becomes `org-billing-administrator-4r7k2m`; the suffix is what makes it unique. */
export function slugOfName(name: string, suffix: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST - OWN_PREFIX.length - ROOM_FOR_SUFFIX)
    .replace(/^-+|-+$/g, '')
  return `${OWN_PREFIX}${words ? `${words}-` : ''}${suffix}`
}
