import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { listParameter } from '../../http/list-parameter.ts'
import { pageOf, pageParameters, readPage, toList } from '../../http/pagination.ts'
import { ok } from '../../http/reply.ts'
import { findEventPosition, listEvents as readEvents, type StoredEvent } from './event.queries.ts'

const MOST_NAMES = 200

const names = listParameter(MOST_NAMES)
const time = z.iso.datetime({ offset: true }).transform((value) => new Date(value).toISOString())

const eventObject = z
  .object({
    object: z.literal('event'),
    id: z.string(),
    event: z.string(),
    data: z.record(z.string(), z.unknown()),
    context: z.record(z.string(), z.unknown()),
    created_at: z.string(),
  })
  .meta({ id: 'Event' })

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
    range_start: time.optional().meta({ description: 'Only events from this time on (ISO 8601).' }),
    range_end: time.optional().meta({ description: 'Only events up to this time (ISO 8601).' }),
  }),
  responses: { 200: pageOf(eventObject) },

  async handle(app, { query }) {
    const filter = {
      names: [...(query.events ?? []), ...(query['events[]'] ?? [])],
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

function toEventObject(event: StoredEvent): z.input<typeof eventObject> {
  return {
    object: 'event',
    id: event.id,
    event: event.event,
    data: event.data,
    context: event.context,
    created_at: event.created_at,
  }
}
