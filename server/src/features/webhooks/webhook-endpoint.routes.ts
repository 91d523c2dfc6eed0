import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { pageOf, pageParameters, positionIn, readPage, toList } from '../../http/pagination.ts'
import { created, noContent, ok } from '../../http/reply.ts'
import { deleteWebhookEndpoint, registerWebhookEndpoint, updateWebhookEndpoint } from './register-webhook-endpoint.ts'
import { findWebhookEndpoint, listWebhookEndpoints as readEndpoints } from './webhook-endpoint.queries.ts'
import { toWebhookEndpointObject, webhookEndpointObject } from './webhook-endpoint.wire.ts'

const PATH = '/webhook_endpoints'
const TAG = 'Webhooks'
const MOST_EVENTS = 200

const params = z.object({ id: z.string().meta({ description: 'The ID of the webhook endpoint.' }) })
const endpointUrl = z
  .string()
  .max(2048)
  .meta({ description: 'Where events are posted: https, or http on this machine in development mode.' })
/** Also names that nothing here gives rise to: applications ask for all that they know of. */
const events = z
  .array(
    z
      .string()
      .max(100)
      .regex(/^[a-z0-9_]+(\.[a-z0-9_]+)+$/, 'must be the name of an event, such as session.revoked'),
  )
  .min(1)
  .max(MOST_EVENTS)
  .meta({ description: 'The names of the events that it wants.' })

const createWebhookEndpoint = defineRoute({
  method: 'post',
  path: PATH,
  summary: 'Create a webhook endpoint',
  description:
    'It is told of what happens from now on: events are posted as JSON, signed in the `WorkOS-Signature` header, until ' +
    'it answers with 2xx. 410 disables it.',
  tag: TAG,
  caller: 'api-key',
  isCreate: true,
  body: z.object({ endpoint_url: endpointUrl, events }),
  responses: { 201: webhookEndpointObject },
  refusals: [409],
  handle: async (app, { body }) => created(toWebhookEndpointObject(app, await registerWebhookEndpoint(app, body))),
})

const listWebhookEndpoints = defineRoute({
  method: 'get',
  path: PATH,
  summary: 'List webhook endpoints',
  tag: TAG,
  caller: 'api-key',
  query: z.object(pageParameters),
  responses: { 200: pageOf(webhookEndpointObject) },
  async handle(app, { query }) {
    const page = await readPage(
      query,
      positionIn((id) => findWebhookEndpoint(app.db, id)),
      (keyset) => readEndpoints(app.db, keyset),
    )
    return ok(toList(page, (endpoint) => toWebhookEndpointObject(app, endpoint)))
  },
})

const updateWebhookEndpointRoute = defineRoute({
  method: 'patch',
  path: `${PATH}/{id}`,
  summary: 'Update a webhook endpoint',
  description:
    'What an endpoint is owed when it is disabled is given up; once it is enabled again, each can be sent again. What ' +
    'happens while it is disabled, and what happened in the moment before and was not in its list yet, is not for it: see `GET /events`.',
  tag: TAG,
  caller: 'api-key',
  params,
  body: z.object({
    endpoint_url: endpointUrl.optional(),
    events: events.optional(),
    status: z.enum(['enabled', 'disabled']).optional(),
  }),
  responses: { 200: webhookEndpointObject },
  refusals: [409],
  handle: async (app, { params, body }) =>
    ok(toWebhookEndpointObject(app, await updateWebhookEndpoint(app, params.id, body))),
})

const deleteWebhookEndpointRoute = defineRoute({
  method: 'delete',
  path: `${PATH}/{id}`,
  summary: 'Delete a webhook endpoint',
  tag: TAG,
  caller: 'api-key',
  params,
  responses: { 204: 'empty' },
  async handle(app, { params }) {
    await deleteWebhookEndpoint(app, params.id)
    return noContent()
  },
})

export const webhookEndpointRoutes = [
  createWebhookEndpoint,
  listWebhookEndpoints,
  updateWebhookEndpointRoute,
  deleteWebhookEndpointRoute,
]
