import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { pageOf, pageParameters, positionIn, readSearchedPage, toList } from '../../http/pagination.ts'
import { ok } from '../../http/reply.ts'
import { findSession } from './session.queries.ts'
import { sessionDetail, toSessionDetail } from './session-detail.wire.ts'
import { sessionFilter, toFilterColumns } from './session-filter.ts'
import { searchSessions } from './session-search.queries.ts'

export const listSessions = defineRoute({
  method: 'get',
  path: '/user_management/sessions',
  summary: 'List sessions by filter, ended ones too',
  description:
    'A page may hold fewer sessions than `limit`, even none, while its cursor is not null: the filter is rare, so many ' +
    'sessions have been looked at, and the next page goes on behind them. Only a null cursor is the end of the list.',
  tag: 'Sessions',
  caller: 'api-key',
  query: z.object({ ...pageParameters, ...sessionFilter }),
  responses: { 200: pageOf(sessionDetail) },

  async handle(app, { query }) {
    const now = app.clock.now()
    const page = await readSearchedPage(
      query,
      positionIn((id) => findSession(app.db, id)),
      (keyset) => searchSessions(app.db, toFilterColumns(query, now), keyset),
    )
    return ok(toList(page, (session) => toSessionDetail(session, now)))
  },
})
