import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { notFound } from '../../http/errors.ts'
import { ok } from '../../http/reply.ts'
import { findUserByExternalId } from './user.queries.ts'
import { toUserObject, userObject } from './user.wire.ts'

export const getUserByExternalId = defineRoute({
  method: 'get',
  path: '/user_management/users/external_id/{external_id}',
  summary: 'Get a user by external ID',
  tag: 'Users',
  caller: 'api-key',
  params: z.object({ external_id: z.string().meta({ description: 'The ID that your system gave the user.' }) }),
  responses: { 200: userObject },

  async handle(app, { params }) {
    const user = await findUserByExternalId(app.db, params.external_id)
    if (!user) throw notFound('User', params.external_id)
    return ok(toUserObject(user))
  },
})
