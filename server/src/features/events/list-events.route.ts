import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import { defineRoute } from '../../http/define-route.ts'
import { ApiError } from '../../http/errors.ts'
import { listParameter } from '../../http/list-parameter.ts'
import { pageOf, pageParameters, readPage, toList } from '../../http/pagination.ts'
import { ok } from '../../http/reply.ts'
import { findEventPosition, hasEventsOf, listEvents as readEvents } from './event.queries.ts'
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
  refusals: [400],

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
    if (page.data.length === 0 && query.organization_id !== undefined)
      await refuseUnknownOrganization(app, query.organization_id)
    return ok(toList(page, toEventObject))
  },
})

/**
 * With the status that the official specification has for it. The making of an organization is an event, so only those
 * that never were have none.
 */
async function refuseUnknownOrganization(app: AppContext, id: string): Promise<void> {
  if (await hasEventsOf(app.db, id)) return
  throw new ApiError(400, `Organization not found: '${id}'.`, { code: 'entity_not_found' })
}
