import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import type { RevocationRow, SessionRow } from '../../database/schema.ts'
import { defineRoute } from '../../http/define-route.ts'
import { ApiError, notFound } from '../../http/errors.ts'
import { instant } from '../../http/instant.ts'
import { created, ok } from '../../http/reply.ts'
import { byApiKey } from './ending.ts'
import { liveLimits } from './live-limits.ts'
import { findRevocation } from './revocation.queries.ts'
import { revokeSessions } from './revoke-sessions.ts'
import { sessionObject, toSessionObject } from './session.wire.ts'
import { type SessionFilter, sessionFilter, toFilterColumns } from './session-filter.ts'
import { countLiveSessions, listLiveSessions } from './session-search.queries.ts'
import { walkSessions } from './walk-sessions.ts'

const EXAMPLES = 5

const revocationObject = z
  .object({
    object: z.literal('session_revocation'),
    id: z.string(),
    recorded_count: z.number().meta({
      description: 'Sessions whose end and event have been recorded so far; all of them are refused from the start.',
    }),
    created_at: instant,
    completed_at: instant.nullable(),
  })
  .meta({ id: 'SessionRevocation' })

const previewObject = z.object({
  object: z.literal('session_revocation_preview'),
  count: z.number(),
  examples: z.array(sessionObject),
})

function toRevocationObject(row: RevocationRow): z.input<typeof revocationObject> {
  return {
    object: 'session_revocation',
    id: row.id,
    recorded_count: row.ended_count,
    created_at: row.created_at,
    completed_at: row.completed_at,
  }
}

export const createRevocation = defineRoute({
  method: 'post',
  path: '/user_management/sessions/revocations',
  summary: 'Revoke every session that a filter covers',
  description: 'All of them are refused from the answer on. Their events follow; the revocation tells how far that is.',
  tag: 'Sessions',
  caller: 'api-key',
  body: z.object({
    ...sessionFilter,
    dry_run: z
      .boolean()
      .default(false)
      .meta({ description: 'Only tell how many sessions it would end, with examples.' }),
  }),
  responses: { 200: previewObject, 201: revocationObject },

  async handle(app, { body, caller }) {
    const { dry_run, ...filter } = body
    refuseEmptyFilter(filter)
    if (dry_run) return ok(await preview(app, filter))
    return created(
      toRevocationObject(await revokeSessions(app, filter, { reason: 'mass_revoke', actor: byApiKey(caller) })),
    )
  },
})

/** Whoever forgets the filter should not sign everybody out; `created_before` alone does, on purpose. */
function refuseEmptyFilter({ except_session_id, ...filter }: SessionFilter): void {
  if (Object.values(filter).some((value) => value !== undefined)) return
  const message =
    'Name at least one filter beside except_session_id. To revoke every session, send created_before with the present time.'
  throw new ApiError(422, message, {
    code: 'invalid_request_parameters',
    errors: [{ code: 'required', field: 'user_id', message }],
  })
}

async function preview(app: AppContext, filter: SessionFilter): Promise<z.input<typeof previewObject>> {
  const now = app.clock.now()
  const [columns, limits] = [toFilterColumns(filter, now), liveLimits(app.config.session, now)]
  let count = 0
  const examples: SessionRow[] = []
  for await (const stretch of walkSessions(app.db, columns, undefined)) {
    const found = await countLiveSessions(app.db, columns, limits, stretch)
    count += found
    const limit = EXAMPLES - examples.length
    if (found > 0 && limit > 0)
      examples.push(...(await listLiveSessions(app.db, columns, limits, { ...stretch, limit })))
  }
  return {
    object: 'session_revocation_preview',
    count,
    examples: examples.map((session) => toSessionObject(session, now)),
  }
}

export const getRevocation = defineRoute({
  method: 'get',
  path: '/user_management/sessions/revocations/{id}',
  summary: 'See how far a revocation has been recorded',
  tag: 'Sessions',
  caller: 'api-key',
  params: z.object({ id: z.string().meta({ description: 'The ID of the revocation.' }) }),
  responses: { 200: revocationObject },

  async handle(app, { params }) {
    const row = await findRevocation(app.db, params.id)
    if (!row) throw notFound('Revocation', params.id)
    return ok(toRevocationObject(row))
  },
})
