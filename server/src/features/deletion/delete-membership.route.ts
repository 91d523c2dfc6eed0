import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { okEmpty } from '../../http/reply.ts'
import { byApiKey } from '../sessions/ending.ts'
import { deleteMembership } from './delete-membership.ts'

export const deleteMembershipRoute = defineRoute({
  method: 'delete',
  path: '/user_management/organization_memberships/{id}',
  summary: 'Delete an organization membership',
  description: 'Ends the sessions that the user has in the organization, and deletes their API keys for it.',
  tag: 'Organization memberships',
  caller: 'api-key',
  params: z.object({ id: z.string().meta({ description: 'The ID of the organization membership.' }) }),
  responses: { 200: 'empty' },

  async handle(app, { params, caller }) {
    await deleteMembership(app, params.id, byApiKey(caller))
    return okEmpty()
  },
})
