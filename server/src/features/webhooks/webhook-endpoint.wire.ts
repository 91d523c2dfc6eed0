import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import { instant } from '../../http/instant.ts'
import type { WebhookEndpoint } from './webhook-endpoint.queries.ts'
import { openSecret } from './webhook-secret.ts'

export const webhookEndpointObject = z
  .object({
    object: z.literal('webhook_endpoint'),
    id: z.string(),
    endpoint_url: z.string(),
    secret: z
      .string()
      .meta({ description: 'What deliveries are signed with. The official API shows it each time, too.' }),
    status: z.enum(['enabled', 'disabled']),
    events: z.array(z.string()),
    created_at: instant,
    updated_at: instant,
  })
  .meta({ id: 'WebhookEndpoint' })

export type WebhookEndpointObject = z.infer<typeof webhookEndpointObject>

export function toWebhookEndpointObject(app: AppContext, endpoint: WebhookEndpoint): WebhookEndpointObject {
  return {
    object: 'webhook_endpoint',
    id: endpoint.id,
    endpoint_url: endpoint.endpoint_url,
    secret: openSecret(app, endpoint),
    status: endpoint.status,
    events: endpoint.events,
    created_at: endpoint.created_at,
    updated_at: endpoint.updated_at,
  }
}
