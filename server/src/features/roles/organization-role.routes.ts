import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import { defineRoute } from '../../http/define-route.ts'
import { notFound } from '../../http/errors.ts'
import { created, ok } from '../../http/reply.ts'
import { findOrganization } from '../organizations/organization.queries.ts'
import { addPermission, removePermissionOfRole, renameRole, setPermissions } from './change-role.ts'
import { createOrganizationRole } from './create-role.ts'
import { givenPermission, givenPermissions } from './permissions-of-role.ts'
import { ENVIRONMENT, findRole, listRoles } from './role.queries.ts'
import { roleList, roleObject, toRoleList, toRoleObject } from './role.wire.ts'
import { nameChanges, organizationRoleFields } from './role-slug.ts'

const PATH = '/authorization/organizations/{organizationId}/roles'
const TAG = 'Roles'

const organizationId = z.string().meta({ description: 'The ID of the organization.' })
const slug = z.string().meta({ description: 'The slug of the role.' })
const params = z.object({ organizationId, slug })

const createRole = defineRoute({
  method: 'post',
  path: PATH,
  summary: 'Create a role of an organization',
  tag: TAG,
  caller: 'api-key',
  isCreate: true,
  params: z.object({ organizationId }),
  body: organizationRoleFields,
  responses: { 201: roleObject },
  refusals: [409],
  handle: async (app, { params, body }) =>
    created(toRoleObject(await createOrganizationRole(app, params.organizationId, body))),
})

const listOrganizationRoles = defineRoute({
  method: 'get',
  path: PATH,
  summary: 'List the roles an organization can give',
  description: "The environment's and its own, in order of priority.",
  tag: TAG,
  caller: 'api-key',
  params: z.object({ organizationId }),
  responses: { 200: roleList },
  handle: async (app, { params }) => ok(await rolesOf(app, params.organizationId)),
})

/** As version 7 of the Node SDK asks for the same list. */
const listOrganizationRolesOlder = defineRoute({
  method: 'get',
  path: '/organizations/{organizationId}/roles',
  summary: 'List the roles an organization can give (older path)',
  tag: TAG,
  caller: 'api-key',
  params: z.object({ organizationId }),
  responses: { 200: roleList },
  handle: async (app, { params }) => ok(await rolesOf(app, params.organizationId)),
})

async function rolesOf(app: AppContext, id: string) {
  if (!(await findOrganization(app.db, id))) throw notFound('Organization', id)
  return toRoleList(await listRoles(app.db, [ENVIRONMENT, id]))
}

const getRole = defineRoute({
  method: 'get',
  path: `${PATH}/{slug}`,
  summary: 'Get a role of an organization',
  tag: TAG,
  caller: 'api-key',
  params,
  responses: { 200: roleObject },
  async handle(app, { params }) {
    const role = await findRole(app.db, params)
    if (!role) throw notFound('Role', params.slug)
    return ok(toRoleObject(role))
  },
})

const updateRole = defineRoute({
  method: 'patch',
  path: `${PATH}/{slug}`,
  summary: 'Update a role of an organization',
  tag: TAG,
  caller: 'api-key',
  params,
  body: nameChanges,
  responses: { 200: roleObject },
  handle: async (app, { params, body }) => ok(toRoleObject(await renameRole(app, params, body))),
})

const setRolePermissions = defineRoute({
  method: 'put',
  path: `${PATH}/{slug}/permissions`,
  summary: 'Set the permissions of a role of an organization',
  tag: TAG,
  caller: 'api-key',
  params,
  body: givenPermissions,
  responses: { 200: roleObject },
  handle: async (app, { params, body }) => ok(toRoleObject(await setPermissions(app, params, body.permissions))),
})

const addRolePermission = defineRoute({
  method: 'post',
  path: `${PATH}/{slug}/permissions`,
  summary: 'Add a permission to a role of an organization',
  tag: TAG,
  caller: 'api-key',
  params,
  body: givenPermission,
  responses: { 200: roleObject },
  handle: async (app, { params, body }) => ok(toRoleObject(await addPermission(app, params, body.slug))),
})

const removeRolePermission = defineRoute({
  method: 'delete',
  path: `${PATH}/{slug}/permissions/{permissionSlug}`,
  summary: 'Remove a permission from a role of an organization',
  tag: TAG,
  caller: 'api-key',
  params: z.object({
    organizationId,
    slug,
    permissionSlug: z.string().meta({ description: 'The slug of the permission.' }),
  }),
  responses: { 200: roleObject },
  async handle(app, { params: { permissionSlug, ...name } }) {
    return ok(toRoleObject(await removePermissionOfRole(app, name, permissionSlug)))
  },
})

/** Deleting is in `features/deletion`: members may have the role. */
export const organizationRoleRoutes = [
  createRole,
  listOrganizationRoles,
  listOrganizationRolesOlder,
  getRole,
  updateRole,
  setRolePermissions,
  addRolePermission,
  removeRolePermission,
]
