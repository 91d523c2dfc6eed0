import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { notFound } from '../../http/errors.ts'
import { pageOf, toList } from '../../http/pagination.ts'
import { ok } from '../../http/reply.ts'
import { backchannelDelivery } from '../backchannel-logout/backchannel-delivery.wire.ts'
import { listBackChannelDeliveries } from '../backchannel-logout/list-backchannel-deliveries.ts'
import { findSession } from './session.queries.ts'

export const listSessionDeliveries = defineRoute({
  method: 'get',
  path: '/user_management/sessions/{id}/backchannel_deliveries',
  summary: 'List the back-channel logouts of a session',
  description: 'Which receivers were told that the session ended, and which are still to be told. All on one page.',
  tag: 'Back-channel logout',
  caller: 'api-key',
  params: z.object({ id: z.string().meta({ description: 'The ID of the session.' }) }),
  responses: { 200: pageOf(backchannelDelivery) },

  async handle(app, { params }) {
    const session = await findSession(app.db, params.id)
    if (!session) throw notFound('Session', params.id)
    const data = await listBackChannelDeliveries(app.db, session.id)
    return ok(toList({ data, list_metadata: { before: null, after: null } }, (delivery) => delivery))
  },
})
