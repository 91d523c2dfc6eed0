import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { notFound } from '../../http/errors.ts'
import { instant } from '../../http/instant.ts'
import { ok } from '../../http/reply.ts'
import { backchannelDelivery } from '../backchannel-logout/backchannel-delivery.wire.ts'
import { actorObject } from '../sessions/session-detail.wire.ts'
import { toPosition } from './place.ts'
import { findSessionReceipt, type SessionReceipt } from './session-receipt.ts'

const sessionReceipt = z
  .object({
    object: z.literal('session_receipt'),
    session_id: z.string(),
    status: z.enum(['active', 'ended']),
    ended_at: instant.nullable(),
    reason: z.string().nullable(),
    actor: actorObject.nullable(),
    position: z.string().nullable().meta({ description: 'Where the revocation feed tells of it.' }),
    verifiers: z.array(
      z.object({
        verifier_id: z.string(),
        name: z.string(),
        connected: z
          .boolean()
          .meta({ description: 'Whether it has reported within the last 25 seconds, and not that it is closed.' }),
        enforced_at: instant.nullable().meta({
          description: 'When its report arrived that it refuses the session, at the latest; null: it has not said so.',
        }),
      }),
    ),
    back_channel: z.array(backchannelDelivery),
    worst_remaining_seconds: z.number().meta({
      description:
        '0 when every verifier of the list has said that it refuses it, and there is one; else the time until the last access token of the session has expired, by clocks that are up to a minute behind too.',
    }),
  })
  .meta({ id: 'SessionReceipt' })

export const getSessionReceipt = defineRoute({
  method: 'get',
  path: '/user_management/sessions/{id}/receipt',
  summary: 'See who has taken notice of the end of a session',
  description:
    'Listed are the verifiers that were connected when the session ended, and those that have come since; for an hour after the end.',
  tag: 'Sessions',
  caller: 'api-key',
  params: z.object({ id: z.string().meta({ description: 'The ID of the session.' }) }),
  responses: { 200: sessionReceipt },

  async handle(app, { params }) {
    const receipt = await findSessionReceipt(app, params.id)
    if (!receipt) throw notFound('Session', params.id)
    return ok(toReceiptObject(receipt))
  },
})

function toReceiptObject({
  session,
  end,
  verifiers,
  deliveries,
  worstRemainingMs,
}: SessionReceipt): z.input<typeof sessionReceipt> {
  return {
    object: 'session_receipt',
    session_id: session.id,
    status: end ? 'ended' : 'active',
    ended_at: end?.endedAt ?? null,
    reason: end?.reason ?? null,
    actor: end?.actor ?? null,
    position: end?.place ? toPosition(end.place) : null,
    verifiers: verifiers.map(({ id, name, isConnected, enforcedAt }) => ({
      verifier_id: id,
      name,
      connected: isConnected,
      enforced_at: enforcedAt,
    })),
    back_channel: deliveries,
    worst_remaining_seconds: worstRemainingMs / 1000,
  }
}
