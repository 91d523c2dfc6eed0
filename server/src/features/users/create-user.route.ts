import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { created } from '../../http/reply.ts'
import { createUser } from './create-user.ts'
import { toUserObject, userObject } from './user.wire.ts'
import { userFields } from './user-fields.ts'

export const createUserRoute = defineRoute({
  method: 'post',
  path: '/user_management/users',
  summary: 'Create a user',
  tag: 'Users',
  caller: 'api-key',
  isCreate: true,
  body: z.object(userFields),
  responses: { 201: userObject },
  refusals: [400],

  async handle(app, { body }) {
    return created(toUserObject(await createUser(app, body)))
  },
})
