import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { pageOf, pageParameters, positionIn, readPage, toList } from '../../http/pagination.ts'
import { ok } from '../../http/reply.ts'
import { findUser, listUsers as readUsers } from './user.queries.ts'
import { toUserObject, userObject } from './user.wire.ts'

export const listUsers = defineRoute({
  method: 'get',
  path: '/user_management/users',
  summary: 'List users',
  tag: 'Users',
  caller: 'api-key',
  query: z.object({
    ...pageParameters,
    email: z.string().optional().meta({ description: 'Only the user with this address.' }),
    organization_id: z.string().optional().meta({ description: 'Only active members of this organization.' }),
    organization: z.string().optional().meta({ description: 'The older name of `organization_id`.' }),
  }),
  responses: { 200: pageOf(userObject) },

  async handle(app, { query }) {
    const filter = { email: query.email, organizationId: query.organization_id ?? query.organization }
    const page = await readPage(
      query,
      positionIn((id) => findUser(app.db, id)),
      (keyset) => readUsers(app.db, filter, keyset),
    )
    return ok(toList(page, toUserObject))
  },
})
