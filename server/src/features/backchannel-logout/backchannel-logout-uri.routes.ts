import { z } from 'zod'
import type { BackchannelLogoutUriRow } from '../../database/schema.ts'
import { defineRoute } from '../../http/define-route.ts'
import { instant } from '../../http/instant.ts'
import { pageOf, pageParameters, positionIn, readPage, toList } from '../../http/pagination.ts'
import { created, noContent, ok } from '../../http/reply.ts'
import { findBackchannelLogoutUri, listBackchannelLogoutUris } from './backchannel-logout-uri.queries.ts'
import { registerBackchannelLogoutUri, unregisterBackchannelLogoutUri } from './register-backchannel-logout-uri.ts'

const PATH = '/user_management/backchannel_logout_uris'
const TAG = 'Back-channel logout'

/** Ours, in the shape of the official lists of URIs: AuthKit has no back-channel logout. */
const uriObject = z
  .object({
    object: z.literal('backchannel_logout_uri'),
    id: z.string(),
    client_id: z.string(),
    uri: z.string(),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'BackchannelLogoutUri' })

const createBackchannelLogoutUri = defineRoute({
  method: 'post',
  path: PATH,
  summary: 'Create a back-channel logout URI',
  description:
    'From then on the application is sent a logout token there whenever one of its sessions ends, whatever the reason ' +
    '(OpenID Connect Back-Channel Logout 1.0).',
  tag: TAG,
  caller: 'api-key',
  isCreate: true,
  body: z.object({
    uri: z.string().meta({ description: 'An https address of the application: https://app.example.com/backchannel' }),
    client_id: z.string().optional().meta({ description: 'The ID of the application, if there is more than one.' }),
  }),
  responses: { 201: uriObject },
  refusals: [409],
  async handle(app, { body }) {
    return created(toUriObject(await registerBackchannelLogoutUri(app, { uri: body.uri, clientId: body.client_id })))
  },
})

const listAll = defineRoute({
  method: 'get',
  path: PATH,
  summary: 'List back-channel logout URIs',
  tag: TAG,
  caller: 'api-key',
  query: z.object(pageParameters),
  responses: { 200: pageOf(uriObject) },
  async handle(app, { query }) {
    const page = await readPage(
      query,
      positionIn((id) => findBackchannelLogoutUri(app.db, id)),
      (keyset) => listBackchannelLogoutUris(app.db, keyset),
    )
    return ok(toList(page, toUriObject))
  },
})

const deleteBackchannelLogoutUri = defineRoute({
  method: 'delete',
  path: `${PATH}/{id}`,
  summary: 'Delete a back-channel logout URI',
  tag: TAG,
  caller: 'api-key',
  params: z.object({ id: z.string().meta({ description: 'The ID of the back-channel logout URI.' }) }),
  responses: { 204: 'empty' },
  async handle(app, { params }) {
    await unregisterBackchannelLogoutUri(app, params.id)
    return noContent()
  },
})

export const backchannelLogoutUriRoutes = [createBackchannelLogoutUri, listAll, deleteBackchannelLogoutUri]

function toUriObject(row: BackchannelLogoutUriRow): z.input<typeof uriObject> {
  return {
    object: 'backchannel_logout_uri',
    id: row.id,
    client_id: row.application_id,
    uri: row.uri,
    created_at: row.created_at,
    updated_at: row.updated_at,
  }
}
