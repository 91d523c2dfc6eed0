import type { AppContext } from '../../context.ts'
import type { CorsOriginRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError, notFound } from '../../http/errors.ts'
import { lockEnvironment } from '../environment/environment.queries.ts'
import { countCorsOrigins, insertCorsOrigin, removeCorsOrigin } from './cors-origin.queries.ts'
import { validateCorsOrigin } from './cors-origin.ts'

export const MOST_CORS_ORIGINS = 1_000

/** The only way into the list, so that one validator guards it. */
export async function registerCorsOrigin(app: AppContext, origin: string): Promise<CorsOriginRow> {
  refuseBadOrigin(app, origin)
  return await inTransaction(app, async (tx) => {
    await lockEnvironment(tx.db)
    if ((await countCorsOrigins(tx.db)) >= MOST_CORS_ORIGINS)
      throw new ApiError(422, `There may be at most ${MOST_CORS_ORIGINS} CORS origins; delete one first.`)
    const time = tx.clock.now().toISOString()
    const row = await insertCorsOrigin(tx.db, {
      id: tx.ids.next('cors_origin'),
      origin,
      created_at: time,
      updated_at: time,
    })
    // Code and wording of the official document.
    if (!row) throw new ApiError(409, 'CORS origin already exists.', { code: 'duplicate_cors_origin' })
    return row
  })
}

export async function unregisterCorsOrigin(app: AppContext, id: string): Promise<void> {
  const wasThere = await inTransaction(app, (tx) => removeCorsOrigin(tx.db, id))
  if (!wasThere) throw notFound('CORS origin', id)
}

function refuseBadOrigin(app: AppContext, origin: string): void {
  const verdict = validateCorsOrigin(origin, { allowHttp: app.config.mode === 'development' })
  if (verdict.ok) return
  throw new ApiError(422, verdict.message, {
    code: 'invalid_request_parameters',
    errors: [{ code: verdict.code, field: 'origin', message: verdict.message }],
  })
}
