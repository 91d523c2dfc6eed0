import { z } from 'zod'
import { instant } from '../../http/instant.ts'
import type { StoredEvent } from './event.queries.ts'

export const eventObject = z
  .object({
    object: z.literal('event'),
    id: z.string(),
    event: z.string(),
    data: z.record(z.string(), z.unknown()),
    context: z.record(z.string(), z.unknown()),
    created_at: instant,
  })
  .meta({ id: 'Event' })

export function toEventObject(event: StoredEvent): z.input<typeof eventObject> {
  return {
    object: 'event',
    id: event.id,
    event: event.event,
    data: event.data,
    context: toContext(event.context),
    created_at: event.created_at,
  }
}

/** An actor always has an id there; where nobody in particular acted, ours has none. */
function toContext({ actor, ...context }: StoredEvent['context']): z.input<typeof eventObject>['context'] {
  return { ...context, ...(actor ? { actor: { ...actor, id: actor.id ?? actor.source } } : {}) }
}
