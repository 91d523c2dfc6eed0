import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import type { RevocationRow, SessionRow } from '../../database/schema.ts'
import { defineRoute } from '../../http/define-route.ts'
import { ApiError, type FieldError, notFound } from '../../http/errors.ts'
import { instant } from '../../http/instant.ts'
import { created, ok } from '../../http/reply.ts'
import { byApiKey } from './ending.ts'
import { liveLimits } from './live-limits.ts'
import { findRevocation } from './revocation.queries.ts'
import { revokeSessions } from './revoke-sessions.ts'
import { findSession } from './session.queries.ts'
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
  // A misspelt filter would be none, and sign out those whom it was to spare.
  body: z.strictObject({
    ...sessionFilter,
    dry_run: z
      .boolean()
      .default(false)
      .meta({ description: 'Only tell how many sessions it would end, with examples.' }),
  }),
  responses: { 200: previewObject, 201: revocationObject },

  async handle(app, { body, caller }) {
    const { dry_run, ...given } = body
    refuseEmptyFilter(given)
    await refuseUnknownException(app, given)
    const filter = notAhead(given, app.clock.now())
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
  throw refuse({ code: 'required', field: 'user_id', message })
}

/** "All but one" must not become "all" because the one was mistaken. */
async function refuseUnknownException(app: AppContext, { except_session_id, user_id }: SessionFilter): Promise<void> {
  if (except_session_id === undefined) return
  const session = await findSession(app.db, except_session_id)
  if (session && [undefined, session.user_id].includes(user_id)) return
  const whose = user_id === undefined ? '' : ' of this user'
  const message = `except_session_id names no session${whose}: nothing was revoked. Send the ID of a session that is to stay, or leave it out.`
  throw refuse({ code: 'not_found', field: 'except_session_id', message })
}

/** The caller's clock may be ahead; a session that begins after the revocation is not covered all the same. */
function notAhead(filter: SessionFilter, now: Date): SessionFilter {
  const time = now.toISOString()
  return filter.created_before !== undefined && filter.created_before > time
    ? { ...filter, created_before: time }
    : filter
}

function refuse(error: FieldError): ApiError {
  return new ApiError(422, error.message, { code: 'invalid_request_parameters', errors: [error] })
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
