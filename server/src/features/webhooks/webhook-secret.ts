import type { AppContext } from '../../context.ts'
import { randomSecret } from '../../platform/secrets.ts'
import type { WebhookEndpoint } from './webhook-endpoint.queries.ts'

/** What a new endpoint's deliveries are signed with, as it is stored. */
export function sealWebhookSecret(app: AppContext, endpointId: string, secret = randomSecret()): string {
  return app.seal.seal(Buffer.from(secret), sealedFor(endpointId))
}

export function openSecret(app: AppContext, { id, sealed_secret }: WebhookEndpoint): string {
  return app.seal.open(sealed_secret, sealedFor(id)).toString()
}

function sealedFor(endpointId: string): string {
  return `webhook ${endpointId}`
}
