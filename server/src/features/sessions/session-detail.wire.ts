import { z } from 'zod'
import { instant } from '../../http/instant.ts'
import type { Actor } from './ending.ts'
import type { ListedSession } from './session.queries.ts'
import { sessionObject, toSessionObject } from './session.wire.ts'

export const actorObject = z.object({
  id: z.string().nullable(),
  source: z.enum(['api', 'system']),
  name: z.string().nullable(),
})

/** The official object, and beside it what only our own operations tell. */
export const sessionDetail = sessionObject
  .extend({
    client_id: z.string(),
    last_active_at: instant,
    end_reason: z.string().nullable(),
    ended_by: actorObject.nullable(),
  })
  .meta({ id: 'SessionDetail', description: 'A session, and how it ended.' })

export type SessionDetail = z.input<typeof sessionDetail>

export function toSessionDetail(row: ListedSession, now: Date): SessionDetail {
  const revokedFor = row.ended_at === null ? row.revoked_for : null
  return {
    ...toSessionObject(row, now),
    ...(revokedFor !== null ? { status: 'revoked' as const } : {}),
    client_id: row.application_id,
    last_active_at: row.refreshed_at,
    end_reason: revokedFor ?? row.end_reason,
    ended_by: row.end_actor === null ? null : (JSON.parse(row.end_actor) as Actor),
  }
}
