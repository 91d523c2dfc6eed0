import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { notFound } from '../../http/errors.ts'
import { created, ok } from '../../http/reply.ts'
import { addPermission, renameRole, setPermissions } from './change-role.ts'
import { createEnvironmentRole } from './create-role.ts'
import { givenPermission, givenPermissions } from './permissions-of-role.ts'
import { ENVIRONMENT, findRole, listRoles } from './role.queries.ts'
import { roleList, roleObject, toRoleList, toRoleObject } from './role.wire.ts'
import { environmentRoleFields, nameChanges } from './role-slug.ts'

const PATH = '/authorization/roles'
const TAG = 'Roles'

const params = z.object({ slug: z.string().meta({ description: 'The slug of the role.' }) })
const nameOf = ({ slug }: z.output<typeof params>) => ({ organizationId: ENVIRONMENT, slug })

const createRole = defineRoute({
  method: 'post',
  path: PATH,
  summary: 'Create an environment role',
  tag: TAG,
  caller: 'api-key',
  isCreate: true,
  body: environmentRoleFields,
  responses: { 201: roleObject },
  refusals: [409],
  handle: async (app, { body }) => created(toRoleObject(await createEnvironmentRole(app, body))),
})

const listEnvironmentRoles = defineRoute({
  method: 'get',
  path: PATH,
  summary: 'List environment roles',
  tag: TAG,
  caller: 'api-key',
  responses: { 200: roleList },
  handle: async (app) => ok(toRoleList(await listRoles(app.db, [ENVIRONMENT]))),
})

const getRole = defineRoute({
  method: 'get',
  path: `${PATH}/{slug}`,
  summary: 'Get an environment role',
  tag: TAG,
  caller: 'api-key',
  params,
  responses: { 200: roleObject },
  async handle(app, { params }) {
    const role = await findRole(app.db, nameOf(params))
    if (!role) throw notFound('Role', params.slug)
    return ok(toRoleObject(role))
  },
})

const updateRole = defineRoute({
  method: 'patch',
  path: `${PATH}/{slug}`,
  summary: 'Update an environment role',
  tag: TAG,
  caller: 'api-key',
  params,
  body: nameChanges,
  responses: { 200: roleObject },
  handle: async (app, { params, body }) => ok(toRoleObject(await renameRole(app, nameOf(params), body))),
})

const setRolePermissions = defineRoute({
  method: 'put',
  path: `${PATH}/{slug}/permissions`,
  summary: 'Set the permissions of an environment role',
  tag: TAG,
  caller: 'api-key',
  params,
  body: givenPermissions,
  responses: { 200: roleObject },
  handle: async (app, { params, body }) =>
    ok(toRoleObject(await setPermissions(app, nameOf(params), body.permissions))),
})

const addRolePermission = defineRoute({
  method: 'post',
  path: `${PATH}/{slug}/permissions`,
  summary: 'Add a permission to an environment role',
  tag: TAG,
  caller: 'api-key',
  params,
  body: givenPermission,
  responses: { 200: roleObject },
  handle: async (app, { params, body }) => ok(toRoleObject(await addPermission(app, nameOf(params), body.slug))),
})

export const environmentRoleRoutes = [
  createRole,
  listEnvironmentRoles,
  getRole,
  updateRole,
  setRolePermissions,
  addRolePermission,
]
