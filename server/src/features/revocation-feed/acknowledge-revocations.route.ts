import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { noContent } from '../../http/reply.ts'
import { acknowledgeRevocations } from './acknowledge-revocations.ts'
import { parsePosition } from './find-beginning.ts'

const count = z.int().min(0)

export const acknowledge = defineRoute({
  method: 'post',
  path: '/user_management/sessions/revocations/acknowledgements',
  summary: 'Report what a verifier of access tokens refuses',
  description: 'After each batch of revocations, and every 10 seconds. The receipt of a session is made of these.',
  tag: 'Sessions',
  caller: 'api-key',
  body: z.object({
    verifier_id: z
      .string()
      .regex(/^[\w-]{8,64}$/, 'must be 8 to 64 letters, digits, _ or -')
      .meta({ description: 'Random, anew for each process.' }),
    name: z.string().max(100).meta({ description: 'For people: the host, the application.' }),
    position: z.string().max(100).meta({ description: 'Everything up to this position of the feed is refused.' }),
    staleness_ms: count.meta({ description: 'For how long nothing has been heard of the feed.' }),
    live_revocations: count.meta({ description: 'How many it holds.' }),
    look_ups: count.meta({ description: 'Tokens it has checked so far.' }),
    refusals: count.meta({ description: 'Of these, tokens it has refused because of a revocation.' }),
    closed: z.boolean().default(false).meta({
      description: 'Its last report: from now on it refuses every token, so no receipt waits for it.',
    }),
  }),
  responses: { 204: 'empty' },

  async handle(app, { body, caller }) {
    const report = {
      verifierId: body.verifier_id,
      name: body.name,
      apiKeyId: caller.id,
      stalenessMs: body.staleness_ms,
      liveRevocations: body.live_revocations,
      lookUps: body.look_ups,
      refusals: body.refusals,
      isClosed: body.closed,
    }
    await acknowledgeRevocations(app, report, parsePosition(body.position, 'position'))
    return noContent()
  },
})
