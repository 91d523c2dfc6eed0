import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { notFound } from '../../http/errors.ts'
import { ok } from '../../http/reply.ts'
import { findListedSession } from './session.queries.ts'
import { sessionDetail, toSessionDetail } from './session-detail.wire.ts'

export const getSession = defineRoute({
  method: 'get',
  path: '/user_management/sessions/{id}',
  summary: 'Get a session, ended ones too',
  tag: 'Sessions',
  caller: 'api-key',
  params: z.object({ id: z.string().meta({ description: 'The ID of the session.' }) }),
  responses: { 200: sessionDetail },

  async handle(app, { params }) {
    const session = await findListedSession(app.db, params.id)
    if (!session) throw notFound('Session', params.id)
    return ok(toSessionDetail(session, app.clock.now()))
  },
})
