import { z } from 'zod'
import { instant } from '../../http/instant.ts'
import type { SessionsRevokedEventData } from '../events/event-catalogue.ts'
import type { FollowedEvent } from './feed.queries.ts'
import { type Place, placeOf, toPosition } from './place.ts'

const sessionEntry = z.object({
  kind: z.literal('session'),
  session_id: z.string(),
  ended_at: instant,
  reason: z.string(),
})

const notBeforeEntry = z.object({
  kind: z.literal('not_before'),
  revocation_id: z.string(),
  not_before: z.string().meta({
    description: 'Refuse every access token issued at this time or before whose claims fit the members below.',
  }),
  user_id: z.string().nullable().meta({ description: 'Only tokens with this `sub`; null: any.' }),
  client_id: z.string().nullable().meta({ description: 'Only tokens with this `client_id`; null: any.' }),
  organization_id: z.string().nullable().meta({ description: 'Only tokens with this `org_id`; null: any, and none.' }),
  except_session_id: z.string().nullable().meta({ description: 'Tokens with this `sid` are not meant.' }),
  reason: z.string(),
})

export const feedEntry = z.discriminatedUnion('kind', [sessionEntry, notBeforeEntry]).meta({
  id: 'Revocation',
  description: 'What a verifier of access tokens has to refuse. Kinds that it does not know it leaves out.',
})

export const positionedEntry = z
  .discriminatedUnion('kind', [
    sessionEntry.extend({ position: z.string() }),
    notBeforeEntry.extend({ position: z.string() }),
  ])
  .meta({ id: 'PositionedRevocation' })

export interface FeedEntry {
  id: string
  place: Place
  data: z.input<typeof feedEntry>
  /** When it was written, in milliseconds since 1970. */
  writtenAt: number
}

/** Undefined for the many events that revoke nothing. */
export function toFeedEntry(event: FollowedEvent): FeedEntry | undefined {
  if (event.data === null) return undefined
  const data = JSON.parse(event.data)
  const { reason } = JSON.parse(event.context)
  return {
    id: event.id,
    place: placeOf(event),
    data: event.event === 'gatehouse.sessions_revoked' ? toMark(data, reason) : toEnd(data, reason),
    writtenAt: Date.parse(event.created_at),
  }
}

function toEnd(session: { id: string; ended_at: string }, reason: string): FeedEntry['data'] {
  return { kind: 'session', session_id: session.id, ended_at: session.ended_at, reason }
}

function toMark(data: SessionsRevokedEventData, reason: string): FeedEntry['data'] {
  return {
    kind: 'not_before',
    revocation_id: data.revocation_id,
    not_before: data.not_before,
    user_id: data.user_id,
    client_id: data.client_id,
    // Entries of before have none.
    organization_id: data.organization_id ?? null,
    except_session_id: data.except_session_id,
    reason,
  }
}

export function toPositionedEntry({ data, place }: FeedEntry): z.input<typeof positionedEntry> {
  return { ...data, position: toPosition(place) }
}
