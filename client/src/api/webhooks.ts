import type { Operations } from './build-operations.ts'
import type { Caller } from './caller.ts'
import type { GatehouseEvent } from './events.ts'
import { toCamelCase } from './letter-case.ts'
import { isBytes, type SignedWebhook, toText, verifyWebhook, type WebhookPayload } from './verify-webhook.ts'

type Requests = Operations['webhooks']

export interface Webhooks extends Requests {
  /** What a request to a webhook endpoint tells, once its signature has been verified. @throws SignatureVerificationException */
  constructEvent(webhook: SignedWebhook): Promise<GatehouseEvent>
  /** The signature alone; never false. @throws SignatureVerificationException */
  verifyHeader(webhook: SignedWebhook): Promise<true>
}

/** The requests of the table, and what is done with what comes in: no request, and no API key. */
export function buildWebhooks({ connection }: Caller, requests: Requests): Webhooks {
  const verifyHeader = (webhook: SignedWebhook) => verifyWebhook(connection.platform.clock, webhook)
  return {
    ...requests,
    verifyHeader,
    constructEvent: async (webhook) => {
      await verifyHeader(webhook)
      return readEvent(webhook.payload)
    },
  }
}

/** The secret is shared with the server alone, so what is signed with it is an event. */
function readEvent(payload: WebhookPayload): GatehouseEvent {
  const event = typeof payload === 'string' || isBytes(payload) ? JSON.parse(toText(payload)) : payload
  return toCamelCase(event) as GatehouseEvent
}
