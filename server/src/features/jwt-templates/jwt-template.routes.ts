import { z } from 'zod'
import type { JwtTemplateRow } from '../../database/schema.ts'
import { defineRoute } from '../../http/define-route.ts'
import { ApiError } from '../../http/errors.ts'
import { instant } from '../../http/instant.ts'
import { noContent, ok } from '../../http/reply.ts'
import { findJwtTemplate } from './jwt-template.queries.ts'
import { dropJwtTemplate, setJwtTemplate } from './set-jwt-template.ts'

const PATH = '/user_management/jwt_template'
const TAG = 'JWT template'

const jwtTemplateObject = z
  .object({
    object: z.literal('jwt_template'),
    content: z.string(),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'JwtTemplate' })

const getJwtTemplate = defineRoute({
  method: 'get',
  path: PATH,
  summary: 'Get the JWT template',
  tag: TAG,
  caller: 'api-key',
  responses: { 200: jwtTemplateObject },
  refusals: [404],
  async handle(app) {
    const row = await findJwtTemplate(app.db)
    if (!row) throw noTemplate()
    return ok(toObject(row))
  },
})

const putJwtTemplate = defineRoute({
  method: 'put',
  path: PATH,
  summary: 'Update the JWT template',
  description: 'What it renders to is added to the access tokens that are issued from then on.',
  tag: TAG,
  caller: 'api-key',
  body: z.object({
    content: z.string().meta({
      description:
        "A JSON object in which `{{ user.email }}`, `{{ organization.name || 'none' }}` and the like stand for values.",
    }),
  }),
  responses: { 200: jwtTemplateObject },
  handle: async (app, { body }) => ok(toObject(await setJwtTemplate(app, body.content))),
})

/** Ours: with WorkOS that is a click in the dashboard. */
const deleteJwtTemplate = defineRoute({
  method: 'delete',
  path: PATH,
  summary: 'Delete the JWT template',
  tag: TAG,
  caller: 'api-key',
  responses: { 204: 'empty' },
  refusals: [404],
  async handle(app) {
    if (!(await dropJwtTemplate(app))) throw noTemplate()
    return noContent()
  },
})

export const jwtTemplateRoutes = [getJwtTemplate, putJwtTemplate, deleteJwtTemplate]

function toObject(row: JwtTemplateRow): z.infer<typeof jwtTemplateObject> {
  return { object: 'jwt_template', content: row.content, created_at: row.created_at, updated_at: row.updated_at }
}

function noTemplate(): ApiError {
  return new ApiError(404, 'There is no JWT template.', { code: 'entity_not_found' })
}
