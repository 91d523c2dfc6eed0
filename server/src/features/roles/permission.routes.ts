import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { notFound } from '../../http/errors.ts'
import { pageOf, pageParameters, positionIn, readPage, toList } from '../../http/pagination.ts'
import { created, ok } from '../../http/reply.ts'
import { createPermission, renamePermission } from './change-permission.ts'
import { findPermission, findPermissionById, listPermissions as readPermissions } from './permission.queries.ts'
import { permissionObject, toPermissionObject } from './permission.wire.ts'
import { nameChanges, permissionFields } from './role-slug.ts'

const PATH = '/authorization/permissions'
const TAG = 'Permissions'

const params = z.object({ slug: z.string().meta({ description: 'The slug of the permission.' }) })

const createPermissionRoute = defineRoute({
  method: 'post',
  path: PATH,
  summary: 'Create a permission',
  tag: TAG,
  caller: 'api-key',
  isCreate: true,
  body: permissionFields,
  responses: { 201: permissionObject },
  refusals: [409],
  handle: async (app, { body }) => created(toPermissionObject(await createPermission(app, body))),
})

const listPermissions = defineRoute({
  method: 'get',
  path: PATH,
  summary: 'List permissions',
  tag: TAG,
  caller: 'api-key',
  query: z.object(pageParameters),
  responses: { 200: pageOf(permissionObject) },
  async handle(app, { query }) {
    const page = await readPage(
      query,
      positionIn((id) => findPermissionById(app.db, id)),
      (keyset) => readPermissions(app.db, keyset),
    )
    return ok(toList(page, toPermissionObject))
  },
})

const getPermission = defineRoute({
  method: 'get',
  path: `${PATH}/{slug}`,
  summary: 'Get a permission',
  tag: TAG,
  caller: 'api-key',
  params,
  responses: { 200: permissionObject },
  async handle(app, { params }) {
    const row = await findPermission(app.db, params.slug)
    if (!row) throw notFound('Permission', params.slug)
    return ok(toPermissionObject(row))
  },
})

const updatePermission = defineRoute({
  method: 'patch',
  path: `${PATH}/{slug}`,
  summary: 'Update a permission',
  tag: TAG,
  caller: 'api-key',
  params,
  body: nameChanges,
  responses: { 200: permissionObject },
  handle: async (app, { params, body }) => ok(toPermissionObject(await renamePermission(app, params.slug, body))),
})

export const permissionRoutes = [createPermissionRoute, listPermissions, getPermission, updatePermission]
