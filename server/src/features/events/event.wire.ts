import { z } from 'zod'
import type { StoredEvent } from './event.queries.ts'

export const eventObject = z
  .object({
    object: z.literal('event'),
    id: z.string(),
    event: z.string(),
    data: z.record(z.string(), z.unknown()),
    context: z.record(z.string(), z.unknown()),
    created_at: z.string(),
  })
  .meta({ id: 'Event' })

export function toEventObject(event: StoredEvent): z.input<typeof eventObject> {
  return {
    object: 'event',
    id: event.id,
    event: event.event,
    data: event.data,
    context: event.context,
    created_at: event.created_at,
  }
}
