import { z } from 'zod'
import type { RegisteredUriRow } from '../../database/schema.ts'
import { defineRoute } from '../../http/define-route.ts'
import { instant } from '../../http/instant.ts'
import { pageOf, pageParameters, positionIn, readPage, toList } from '../../http/pagination.ts'
import { created, noContent, ok } from '../../http/reply.ts'
import { LIST_NAMES, registerUri, unregisterUri } from './register-uri.ts'
import { findRegisteredUri, listRegisteredUris, type UriList } from './registered-uri.queries.ts'

/** The three operations on one list. Redirect URIs are in the official API; sign-out URIs are ours, in the same shape. */
function routesOf(list: UriList) {
  const path = `/user_management/${list}s`
  const tag = `${LIST_NAMES[list]}s`
  const uriObject = uriObjectOf(list)
  const toObject = (row: RegisteredUriRow): z.input<typeof uriObject> => ({
    object: list,
    id: row.id,
    uri: row.uri,
    default: row.is_default === 1,
    created_at: row.created_at,
    updated_at: row.updated_at,
  })

  return [
    defineRoute({
      method: 'post',
      path,
      summary: `Create a ${LIST_NAMES[list]}`,
      tag,
      caller: 'api-key',
      isCreate: true,
      body: z.object({
        uri: z
          .string()
          .meta({ description: 'An exact address, or one with a wildcard: https://*.example.com/callback' }),
        default: z
          .boolean()
          .optional()
          .meta({ description: 'The first entry without a wildcard is the default anyway.' }),
      }),
      responses: { 201: uriObject },
      handle: async (app, { body }) => created(toObject(await registerUri(app, list, body))),
    }),
    defineRoute({
      method: 'get',
      path,
      summary: `List ${LIST_NAMES[list]}s`,
      tag,
      caller: 'api-key',
      query: z.object(pageParameters),
      responses: { 200: pageOf(uriObject) },
      async handle(app, { query }) {
        const page = await readPage(
          query,
          positionIn((id) => findRegisteredUri(app.db, list, id)),
          (keyset) => listRegisteredUris(app.db, list, keyset),
        )
        return ok(toList(page, toObject))
      },
    }),
    defineRoute({
      method: 'delete',
      path: `${path}/{id}`,
      summary: `Delete a ${LIST_NAMES[list]}`,
      tag,
      caller: 'api-key',
      params: z.object({ id: z.string().meta({ description: `The ID of the ${LIST_NAMES[list]}.` }) }),
      responses: { 204: 'empty' },
      refusals: [409],
      async handle(app, { params }) {
        await unregisterUri(app, list, params.id)
        return noContent()
      },
    }),
  ]
}

export const registeredUriRoutes = [...routesOf('redirect_uri'), ...routesOf('sign_out_uri')]

function uriObjectOf(list: UriList) {
  return z
    .object({
      object: z.literal(list),
      id: z.string(),
      uri: z.string(),
      default: z.boolean(),
      created_at: instant,
      updated_at: instant,
    })
    .meta({ id: list === 'redirect_uri' ? 'RedirectUri' : 'SignOutUri' })
}
