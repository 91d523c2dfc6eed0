import { z } from 'zod'
import type { RegisteredUriRow } from '../../database/schema.ts'
import { defineRoute } from '../../http/define-route.ts'
import { instant } from '../../http/instant.ts'
import { pageOf, pageParameters, positionIn, readPage, toList } from '../../http/pagination.ts'
import { created, noContent, ok } from '../../http/reply.ts'
import { LIST_NAMES, makeUriDefault, registerUri, unregisterUri } from './register-uri.ts'
import { findRegisteredUri, listRegisteredUris, type UriList } from './registered-uri.queries.ts'

function pathOf(list: UriList): string {
  return `/user_management/${list}s`
}

function objectsOf(list: UriList) {
  const uriObject = z
    .object({
      object: z.literal(list),
      id: z.string(),
      uri: z.string(),
      default: z.boolean(),
      created_at: instant,
      updated_at: instant,
    })
    .meta({ id: list === 'redirect_uri' ? 'RedirectUri' : 'SignOutUri' })
  const toObject = (row: RegisteredUriRow): z.input<typeof uriObject> => ({
    object: list,
    id: row.id,
    uri: row.uri,
    default: row.is_default === 1,
    created_at: row.created_at,
    updated_at: row.updated_at,
  })
  return { uriObject, toObject }
}

const objects = { redirect_uri: objectsOf('redirect_uri'), sign_out_uri: objectsOf('sign_out_uri') }

/** The operations on both lists. Redirect URIs are in the official API; sign-out URIs are ours, in the same shape. */
function routesOf(list: UriList) {
  const path = pathOf(list)
  const tag = `${LIST_NAMES[list]}s`
  const { uriObject, toObject } = objects[list]

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

/** For sign-out URIs alone: only those have a default that anything goes to. */
const updateSignOutUri = defineRoute({
  method: 'put',
  path: `${pathOf('sign_out_uri')}/{id}`,
  summary: `Make a ${LIST_NAMES.sign_out_uri} the default`,
  description: 'The one that was it until now stays registered.',
  tag: `${LIST_NAMES.sign_out_uri}s`,
  caller: 'api-key',
  params: z.object({ id: z.string().meta({ description: `The ID of the ${LIST_NAMES.sign_out_uri}.` }) }),
  body: z.object({
    default: z.literal(true).meta({ description: '`true`: a default ends by making another one the default.' }),
  }),
  responses: { 200: objects.sign_out_uri.uriObject },
  handle: async (app, { params }) =>
    ok(objects.sign_out_uri.toObject(await makeUriDefault(app, 'sign_out_uri', params.id))),
})

export const registeredUriRoutes = [...routesOf('redirect_uri'), ...routesOf('sign_out_uri'), updateSignOutUri]
