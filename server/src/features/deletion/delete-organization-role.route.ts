import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { noContent } from '../../http/reply.ts'
import { deleteOrganizationRole } from './delete-organization-role.ts'

export const deleteOrganizationRoleRoute = defineRoute({
  method: 'delete',
  path: '/authorization/organizations/{organizationId}/roles/{slug}',
  summary: 'Delete a role of an organization',
  tag: 'Roles',
  caller: 'api-key',
  params: z.object({
    organizationId: z.string().meta({ description: 'The ID of the organization.' }),
    slug: z.string().meta({ description: 'The slug of the role.' }),
  }),
  responses: { 204: 'empty' },
  refusals: [409],

  async handle(app, { params }) {
    await deleteOrganizationRole(app, params)
    return noContent()
  },
})
