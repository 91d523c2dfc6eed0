import { z } from 'zod'
import type { CorsOriginRow } from '../../database/schema.ts'
import { defineRoute } from '../../http/define-route.ts'
import { instant } from '../../http/instant.ts'
import { pageOf, pageParameters, positionIn, readPage, toList } from '../../http/pagination.ts'
import { created, noContent, ok } from '../../http/reply.ts'
import { findCorsOrigin, listCorsOrigins } from './cors-origin.queries.ts'
import { registerCorsOrigin, unregisterCorsOrigin } from './register-cors-origin.ts'

const PATH = '/user_management/cors_origins'
const TAG = 'CORS origins'

const corsOriginObject = z
  .object({
    object: z.literal('cors_origin'),
    id: z.string(),
    origin: z.string(),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'CorsOrigin' })

const createCorsOrigin = defineRoute({
  method: 'post',
  path: PATH,
  summary: 'Create a CORS origin',
  tag: TAG,
  caller: 'api-key',
  isCreate: true,
  body: z.object({
    origin: z.string().meta({ description: 'Whose pages may sign in and refresh: https://app.example.com' }),
  }),
  responses: { 201: corsOriginObject },
  refusals: [409],
  handle: async (app, { body }) => created(toCorsOriginObject(await registerCorsOrigin(app, body.origin))),
})

const listAllCorsOrigins = defineRoute({
  method: 'get',
  path: PATH,
  summary: 'List CORS origins',
  tag: TAG,
  caller: 'api-key',
  query: z.object(pageParameters),
  responses: { 200: pageOf(corsOriginObject) },
  async handle(app, { query }) {
    const page = await readPage(
      query,
      positionIn((id) => findCorsOrigin(app.db, id)),
      (keyset) => listCorsOrigins(app.db, keyset),
    )
    return ok(toList(page, toCorsOriginObject))
  },
})

/** Ours: in the official product an origin is removed in the dashboard, and here there must be a way too. */
const deleteCorsOrigin = defineRoute({
  method: 'delete',
  path: `${PATH}/{id}`,
  summary: 'Delete a CORS origin',
  tag: TAG,
  caller: 'api-key',
  params: z.object({ id: z.string().meta({ description: 'The ID of the CORS origin.' }) }),
  responses: { 204: 'empty' },
  async handle(app, { params }) {
    await unregisterCorsOrigin(app, params.id)
    return noContent()
  },
})

export const corsOriginRoutes = [createCorsOrigin, listAllCorsOrigins, deleteCorsOrigin]

function toCorsOriginObject(row: CorsOriginRow): z.input<typeof corsOriginObject> {
  return {
    object: 'cors_origin',
    id: row.id,
    origin: row.origin,
    created_at: row.created_at,
    updated_at: row.updated_at,
  }
}
