import type { AppContext } from '../../context.ts'
import { ApiError } from '../../http/errors.ts'
import { createPermission } from '../roles/change-permission.ts'
import { renameRole, setPermissions } from '../roles/change-role.ts'
import { createEnvironmentRole, createOrganizationRole } from '../roles/create-role.ts'
import { listPermissionSlugs } from '../roles/permission.queries.ts'
import { ENVIRONMENT, findRole } from '../roles/role.queries.ts'
import { environmentRoleFields, organizationRoleFields } from '../roles/role-slug.ts'
import { explained, explainedOrLeftOut } from './explain-refusal.ts'
import type { Seed } from './seed-file.ts'
import { organizationIdById, type Seeded } from './seeded.ts'

type SeedRole = Seed['roles'][number]

export async function seedPermissions(app: AppContext, permissions: Seed['permissions']): Promise<void> {
  const known = await listPermissionSlugs(
    app.db,
    permissions.map(({ slug }) => slug),
  )
  for (const permission of permissions) {
    if (known.includes(permission.slug)) continue
    await explained(app, `permissions: ${permission.slug}`, () => createPermission(app, permission))
  }
}

/** Before organizations, whose members have them. */
export async function seedEnvironmentRoles(app: AppContext, roles: Seed['roles']): Promise<void> {
  for (const role of roles.filter((one) => one.type === 'EnvironmentRole')) {
    await explained(app, `roles: ${role.slug}`, () => seedRole(app, role, ENVIRONMENT))
  }
}

export async function seedOrganizationRoles(app: AppContext, roles: Seed['roles'], seeded: Seeded): Promise<void> {
  for (const role of roles.filter((one) => one.type === 'OrganizationRole')) {
    const { organization_id } = role
    if (organization_id !== undefined && seeded.leftOut.has(organization_id)) continue
    await explainedOrLeftOut(app, `roles: ${role.slug}`, async () => {
      if (organization_id === undefined) throw new ApiError(422, 'A role of an organization needs organization_id.')
      await seedRole(app, role, await organizationIdById(app, seeded, organization_id))
    })
  }
}

async function seedRole(app: AppContext, role: SeedRole, organizationId: string): Promise<void> {
  const name = { organizationId, slug: role.slug }
  const present = await findRole(app.db, name)
  // The two that every new database has are nobody's choice until they are changed for the first time.
  const isAsMade = present !== undefined && present.created_at === present.updated_at
  if (present && !(isAsMade && organizationId === ENVIRONMENT)) return
  if (present) await renameRole(app, name, { name: role.name, description: role.description })
  else await createRole(app, organizationId, role)
  if (role.permissions.length > 0) await setPermissions(app, name, await knownPermissions(app, role))
}

async function createRole(
  app: AppContext,
  organizationId: string,
  { slug, name, description }: SeedRole,
): Promise<void> {
  const fields = organizationId === ENVIRONMENT ? environmentRoleFields : organizationRoleFields
  const result = fields.safeParse({ slug, name, description })
  if (!result.success) {
    throw new ApiError(422, result.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '))
  }
  if (organizationId === ENVIRONMENT) await createEnvironmentRole(app, { ...result.data, slug })
  else await createOrganizationRole(app, organizationId, { ...result.data, slug })
}

/** The emulator passes over permissions that it does not know; here that is said. */
async function knownPermissions(app: AppContext, { slug, permissions }: SeedRole): Promise<string[]> {
  const known = await listPermissionSlugs(app.db, permissions)
  const unknown = permissions.filter((permission) => !known.includes(permission))
  if (unknown.length > 0) {
    app.log.warn('The seed file gives a role permissions that do not exist; add them to `permissions`.', {
      role: slug,
      permissions: unknown.join(', '),
    })
  }
  return known
}
