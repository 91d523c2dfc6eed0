import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { notFound } from '../../http/errors.ts'
import { ok } from '../../http/reply.ts'
import { findUser } from './user.queries.ts'
import { toUserObject, userObject } from './user.wire.ts'

export const getUser = defineRoute({
  method: 'get',
  path: '/user_management/users/{id}',
  summary: 'Get a user',
  tag: 'Users',
  caller: 'api-key',
  params: z.object({ id: z.string().meta({ description: 'The ID of the user.' }) }),
  responses: { 200: userObject },

  async handle(app, { params }) {
    const user = await findUser(app.db, params.id)
    if (!user) throw notFound('User', params.id)
    return ok(toUserObject(user))
  },
})
