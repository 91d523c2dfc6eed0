import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { listParameter } from '../../http/list-parameter.ts'
import { pageOf, pageParameters, readPage, toList } from '../../http/pagination.ts'
import { ok } from '../../http/reply.ts'
import { findEventPosition, listEvents as readEvents } from './event.queries.ts'
import { eventObject, toEventObject } from './event.wire.ts'

const MOST_NAMES = 200

const names = listParameter(MOST_NAMES)
const time = z.iso.datetime({ offset: true }).transform((value) => new Date(value).toISOString())

export const listEvents = defineRoute({
  method: 'get',
  path: '/events',
  summary: 'List events',
  tag: 'Events',
  caller: 'api-key',
  query: z.object({
    ...pageParameters,
    // Oldest first unless asked otherwise: consumers follow the log with `after`.
    order: pageParameters.order.default('asc'),
    events: names.meta({ description: 'Only events of these names.' }),
    'events[]': names.meta({ description: 'The same, as some SDKs write lists.' }),
    organization_id: z.string().optional().meta({
      description: 'Only events about this organization and what belongs to it, also after it was deleted.',
    }),
    range_start: time.optional().meta({ description: 'Only events from this time on (ISO 8601).' }),
    range_end: time.optional().meta({ description: 'Only events up to this time (ISO 8601).' }),
  }),
  responses: { 200: pageOf(eventObject) },

  async handle(app, { query }) {
    const filter = {
      names: [...(query.events ?? []), ...(query['events[]'] ?? [])],
      organizationId: query.organization_id,
      from: query.range_start,
      to: query.range_end,
    }
    const page = await readPage(
      query,
      (id) => findEventPosition(app.db, id),
      (keyset) => readEvents(app.db, filter, keyset),
    )
    return ok(toList(page, toEventObject))
  },
})
