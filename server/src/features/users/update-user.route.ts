import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { ok } from '../../http/reply.ts'
import { byApiKey } from '../sessions/ending.ts'
import { updateUser } from './update-user.ts'
import { toUserObject, userObject } from './user.wire.ts'
import { userChanges } from './user-fields.ts'

export const updateUserRoute = defineRoute({
  method: 'put',
  path: '/user_management/users/{id}',
  summary: 'Update a user',
  tag: 'Users',
  caller: 'api-key',
  params: z.object({ id: z.string().meta({ description: 'The ID of the user.' }) }),
  body: userChanges,
  responses: { 200: userObject },
  refusals: [400],

  async handle(app, { params, body, caller }) {
    return ok(toUserObject(await updateUser(app, params.id, body, byApiKey(caller))))
  },
})
