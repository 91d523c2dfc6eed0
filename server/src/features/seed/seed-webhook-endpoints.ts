import type { AppContext } from '../../context.ts'
import { registerWebhookEndpoint, updateWebhookEndpoint } from '../webhooks/register-webhook-endpoint.ts'
import { findEndpointByUrl } from '../webhooks/webhook-endpoint.queries.ts'
import { explained } from './explain-refusal.ts'
import type { Seed } from './seed-file.ts'

/** Last of all: an endpoint is told of what happens from then on, not of what the same file makes. */
export async function seedWebhookEndpoints(app: AppContext, endpoints: Seed['webhookEndpoints']): Promise<void> {
  for (const { url, events, secret, enabled } of endpoints) {
    if (await findEndpointByUrl(app.db, url)) continue
    await explained(app, `webhookEndpoints: ${url}`, async () => {
      const { id } = await registerWebhookEndpoint(app, { endpoint_url: url, events, secret })
      if (!enabled) await updateWebhookEndpoint(app, id, { status: 'disabled' })
    })
  }
}
