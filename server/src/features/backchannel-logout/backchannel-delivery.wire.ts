import { z } from 'zod'
import type { BackchannelLogoutRow } from '../../database/schema.ts'
import { instant } from '../../http/instant.ts'

/** What one receiver was told of the end of a session. */
export const backchannelDelivery = z
  .object({
    object: z.literal('backchannel_delivery'),
    client_id: z.string(),
    uri: z.string(),
    status: z.enum(['pending', 'delivered', 'failed']),
    attempts: z.int(),
    last_error: z
      .string()
      .nullable()
      .meta({ description: 'Of the latest attempt: `http_503`, `timeout`, `ECONNREFUSED`.' }),
    last_attempt_at: instant.nullable(),
    next_attempt_at: instant.nullable(),
    delivered_at: instant.nullable(),
  })
  .meta({ id: 'BackchannelDelivery' })

export type BackchannelDelivery = z.infer<typeof backchannelDelivery>

export function toBackchannelDelivery(row: BackchannelLogoutRow): BackchannelDelivery {
  return {
    object: 'backchannel_delivery',
    client_id: row.application_id,
    uri: row.uri,
    status: statusOf(row),
    attempts: row.attempts,
    last_error: row.last_error,
    last_attempt_at: row.last_attempt_at,
    next_attempt_at: row.next_attempt_at,
    delivered_at: row.delivered_at,
  }
}

function statusOf(row: BackchannelLogoutRow): BackchannelDelivery['status'] {
  if (row.delivered_at !== null) return 'delivered'
  return row.next_attempt_at === null ? 'failed' : 'pending'
}
