import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { notFound } from '../../http/errors.ts'
import { pageOf, pageParameters, positionIn, readPage, toList } from '../../http/pagination.ts'
import { ok } from '../../http/reply.ts'
import { liveLimits } from '../sessions/live-limits.ts'
import { findSession, listLiveSessionsOfUser } from '../sessions/session.queries.ts'
import { sessionObject, toSessionObject } from '../sessions/session.wire.ts'
import { findUser } from './user.queries.ts'

export const listUserSessions = defineRoute({
  method: 'get',
  path: '/user_management/users/{id}/sessions',
  summary: "List a user's active sessions",
  tag: 'Users',
  caller: 'api-key',
  params: z.object({ id: z.string().meta({ description: 'The ID of the user.' }) }),
  query: z.object(pageParameters),
  responses: { 200: pageOf(sessionObject) },

  async handle(app, { params, query }) {
    const user = await findUser(app.db, params.id)
    if (!user) throw notFound('User', params.id)
    const now = app.clock.now()
    const page = await readPage(
      query,
      positionIn((id) => findSession(app.db, id)),
      (keyset) => listLiveSessionsOfUser(app.db, params.id, liveLimits(app.config.session, now), keyset),
    )
    return ok(toList(page, (session) => toSessionObject(session, now)))
  },
})
