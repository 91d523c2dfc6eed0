import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { notFound } from '../../http/errors.ts'
import { ok } from '../../http/reply.ts'
import { endSession } from './end-session.ts'
import { byApiKey } from './ending.ts'

export const revokeSession = defineRoute({
  method: 'post',
  path: '/user_management/sessions/revoke',
  summary: 'Revoke a session',
  tag: 'Authentication',
  caller: 'api-key',
  body: z.object({
    session_id: z.string().min(1).meta({ description: 'The ID of the session.' }),
  }),
  // An empty object rather than nothing: the Node SDKs fail on an empty JSON answer.
  responses: { 200: z.object({}) },
  refusals: [404],

  async handle(app, { body, caller }) {
    const session = await endSession(app, body.session_id, {
      reason: 'api_revoke',
      actor: byApiKey(caller),
    })
    if (!session) throw notFound('Session', body.session_id)
    return ok({})
  },
})
