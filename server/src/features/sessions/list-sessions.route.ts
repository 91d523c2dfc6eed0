import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { pageOf, pageParameters, positionIn, readPage, toList } from '../../http/pagination.ts'
import { ok } from '../../http/reply.ts'
import { findSession, listSessions as readSessions } from './session.queries.ts'
import { sessionDetail, toSessionDetail } from './session-detail.wire.ts'
import { sessionFilter, toFilterColumns } from './session-filter.ts'

export const listSessions = defineRoute({
  method: 'get',
  path: '/user_management/sessions',
  summary: 'List sessions by filter, ended ones too',
  tag: 'Sessions',
  caller: 'api-key',
  query: z.object({ ...pageParameters, ...sessionFilter }),
  responses: { 200: pageOf(sessionDetail) },

  async handle(app, { query }) {
    const now = app.clock.now()
    const page = await readPage(
      query,
      positionIn((id) => findSession(app.db, id)),
      (keyset) => readSessions(app.db, toFilterColumns(query, now), keyset),
    )
    return ok(toList(page, (session) => toSessionDetail(session, now)))
  },
})
