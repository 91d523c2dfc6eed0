import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { noContent } from '../../http/reply.ts'
import { deletePermission } from './delete-permission.ts'

export const deletePermissionRoute = defineRoute({
  method: 'delete',
  path: '/authorization/permissions/{slug}',
  summary: 'Delete a permission',
  tag: 'Permissions',
  caller: 'api-key',
  params: z.object({ slug: z.string().meta({ description: 'The slug of the permission.' }) }),
  responses: { 204: 'empty' },

  async handle(app, { params }) {
    await deletePermission(app, params.slug)
    return noContent()
  },
})
