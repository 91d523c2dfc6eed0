import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { okEmpty } from '../../http/reply.ts'
import { byApiKey } from '../sessions/ending.ts'
import { deleteUser } from './delete-user.ts'

export const deleteUserRoute = defineRoute({
  method: 'delete',
  path: '/user_management/users/{id}',
  summary: 'Delete a user',
  tag: 'Users',
  caller: 'api-key',
  params: z.object({ id: z.string().meta({ description: 'The ID of the user.' }) }),
  responses: { 200: 'empty' },

  async handle(app, { params, caller }) {
    await deleteUser(app, params.id, byApiKey(caller))
    return okEmpty()
  },
})
