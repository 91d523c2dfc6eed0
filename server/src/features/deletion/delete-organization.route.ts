import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { okEmpty } from '../../http/reply.ts'
import { byApiKey } from '../sessions/ending.ts'
import { deleteOrganization } from './delete-organization.ts'

export const deleteOrganizationRoute = defineRoute({
  method: 'delete',
  path: '/organizations/{id}',
  summary: 'Delete an organization',
  tag: 'Organizations',
  caller: 'api-key',
  params: z.object({ id: z.string().meta({ description: 'The ID of the organization.' }) }),
  responses: { 200: 'empty' },

  async handle(app, { params, caller }) {
    await deleteOrganization(app, params.id, byApiKey(caller))
    return okEmpty()
  },
})
