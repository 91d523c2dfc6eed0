import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { notFound } from '../../http/errors.ts'
import { instant } from '../../http/instant.ts'
import { ok } from '../../http/reply.ts'
import { type Actor, byApiKey } from '../sessions/ending.ts'
import { reactivateUser, suspendUser } from './suspend-user.ts'
import { findUser, type User } from './user.queries.ts'
import { toUserObject, userObject } from './user.wire.ts'

const PATH = '/user_management/users/{id}'
const TAG = 'Users'
const params = z.object({ id: z.string().meta({ description: 'The ID of the user.' }) })

/** Ours: the official API knows no suspension, and its user object has no member for one. */
const suspensionObject = z
  .object({
    object: z.literal('user_suspension'),
    user_id: z.string(),
    reason: z.string().nullable(),
    suspended_by: z.object({
      id: z.string().nullable(),
      source: z.enum(['api', 'system']),
      name: z.string().nullable(),
    }),
    suspended_at: instant,
  })
  .meta({ id: 'UserSuspension' })

const suspendUserRoute = defineRoute({
  method: 'post',
  path: `${PATH}/suspend`,
  summary: 'Suspend a user',
  description:
    'Ends every session and hosted sign-in of the user. Until they are reactivated every way to sign in is refused, ' +
    'with the code `user_suspended` for whoever knows the password. Suspending again changes nothing.',
  tag: TAG,
  caller: 'api-key',
  params,
  body: z.object({
    reason: z.string().max(500).optional().meta({ description: 'For your own records; the user does not see it.' }),
  }),
  responses: { 200: suspensionObject },
  async handle(app, { params, body, caller }) {
    return ok(toSuspensionObject(await suspendUser(app, params.id, body.reason ?? null, byApiKey(caller))))
  },
})

const reactivateUserRoute = defineRoute({
  method: 'post',
  path: `${PATH}/reactivate`,
  summary: 'Reactivate a suspended user',
  description: 'The user may sign in again. Sessions that ended stay ended. Without a suspension it changes nothing.',
  tag: TAG,
  caller: 'api-key',
  params,
  responses: { 200: userObject },
  async handle(app, { params, caller }) {
    return ok(toUserObject(await reactivateUser(app, params.id, byApiKey(caller))))
  },
})

const getSuspension = defineRoute({
  method: 'get',
  path: `${PATH}/suspension`,
  summary: "Get a user's suspension",
  tag: TAG,
  caller: 'api-key',
  params,
  responses: { 200: suspensionObject },
  async handle(app, { params }) {
    const user = await findUser(app.db, params.id)
    if (!user) throw notFound('User', params.id)
    if (user.suspended_at === null) throw notFound('Suspension of user', params.id)
    return ok(toSuspensionObject(user))
  },
})

export const suspensionRoutes = [suspendUserRoute, reactivateUserRoute, getSuspension]

function toSuspensionObject(user: User): z.input<typeof suspensionObject> {
  const { suspended_at: suspendedAt, suspended_by: suspendedBy } = user
  if (suspendedAt === null || suspendedBy === null) throw new Error('The user is not suspended.')
  return {
    object: 'user_suspension',
    user_id: user.id,
    reason: user.suspension_reason,
    suspended_by: JSON.parse(suspendedBy) as Actor,
    suspended_at: suspendedAt,
  }
}
