import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import { defineRoute } from '../../http/define-route.ts'
import { ApiError, notFound } from '../../http/errors.ts'
import { listParameter } from '../../http/list-parameter.ts'
import { pageOf, pageParameters, positionIn, readPage, toList } from '../../http/pagination.ts'
import { created, ok } from '../../http/reply.ts'
import { byApiKey } from '../sessions/ending.ts'
import { findUsers, type User } from '../users/user.queries.ts'
import { changeRoles, deactivateMembership, reactivateMembership } from './change-membership.ts'
import { createMembership } from './create-membership.ts'
import { findMembership, type Membership, listMemberships as readMemberships } from './membership.queries.ts'
import { type MembershipObject, membershipObject, toMembershipObject } from './membership.wire.ts'
import { roleFields } from './wanted-roles.ts'

const PATH = '/user_management/organization_memberships'
const TAG = 'Organization memberships'

const params = z.object({ id: z.string().meta({ description: 'The ID of the organization membership.' }) })
const statuses = listParameter(3).pipe(z.array(z.enum(['active', 'inactive', 'pending'])).optional())

const createMembershipRoute = defineRoute({
  method: 'post',
  path: PATH,
  summary: 'Create an organization membership',
  description: 'An inactive membership becomes active again.',
  tag: TAG,
  caller: 'api-key',
  isCreate: true,
  body: z.object({
    user_id: z.string().meta({ description: 'The ID of the user.' }),
    organization_id: z.string().meta({ description: 'The ID of the organization.' }),
    ...roleFields,
  }),
  responses: { 201: membershipObject },
  refusals: [400, 404],
  handle: async (app, { body }) => created(await createMembership(app, body)),
})

const listMemberships = defineRoute({
  method: 'get',
  path: PATH,
  summary: 'List organization memberships',
  tag: TAG,
  caller: 'api-key',
  query: z.object({
    ...pageParameters,
    user_id: z.string().optional().meta({ description: 'Only of this user.' }),
    organization_id: z.string().optional().meta({ description: 'Only in this organization.' }),
    statuses: statuses.meta({ description: 'Only in one of these states; without it the active ones.' }),
    'statuses[]': statuses.meta({ description: 'The same, as some SDKs write lists.' }),
  }),
  responses: { 200: pageOf(membershipObject) },
  refusals: [400],
  async handle(app, { query }) {
    if (query.user_id === undefined && query.organization_id === undefined) {
      throw new ApiError(400, 'Give user_id or organization_id.', { code: 'missing_user_id_or_organization_id' })
    }
    const asked = [...(query.statuses ?? []), ...(query['statuses[]'] ?? [])]
    const filter = {
      userId: query.user_id,
      organizationId: query.organization_id,
      statuses: asked.length > 0 ? asked : ['active' as const],
    }
    const page = await readPage(
      query,
      positionIn((id) => findMembership(app.db, id)),
      (keyset) => readMemberships(app.db, filter, keyset),
    )
    const users = await usersOf(app, page.data)
    // A user who was deleted between the two reads took the membership along.
    const data = page.data.filter((membership) => users.has(membership.user_id))
    return ok(toList({ ...page, data }, (membership) => toObject(membership, users)))
  },
})

const getMembership = defineRoute({
  method: 'get',
  path: `${PATH}/{id}`,
  summary: 'Get an organization membership',
  tag: TAG,
  caller: 'api-key',
  params,
  responses: { 200: membershipObject },
  async handle(app, { params }) {
    const membership = await findMembership(app.db, params.id)
    if (!membership) throw notFound('Organization membership', params.id)
    return ok(await whole(app, membership))
  },
})

const updateMembership = defineRoute({
  method: 'put',
  path: `${PATH}/{id}`,
  summary: 'Update an organization membership',
  tag: TAG,
  caller: 'api-key',
  params,
  body: z.object(roleFields),
  responses: { 200: membershipObject },
  handle: async (app, { params, body }) => ok(await whole(app, await changeRoles(app, params.id, body))),
})

const deactivate = defineRoute({
  method: 'put',
  path: `${PATH}/{id}/deactivate`,
  summary: 'Deactivate an organization membership',
  description: 'Ends the sessions that the user has in the organization.',
  tag: TAG,
  caller: 'api-key',
  params,
  responses: { 200: membershipObject },
  refusals: [400],
  handle: async (app, { params, caller }) =>
    ok(await whole(app, await deactivateMembership(app, params.id, byApiKey(caller)))),
})

const reactivate = defineRoute({
  method: 'put',
  path: `${PATH}/{id}/reactivate`,
  summary: 'Reactivate an organization membership',
  tag: TAG,
  caller: 'api-key',
  params,
  responses: { 200: membershipObject },
  refusals: [400],
  handle: async (app, { params }) => ok(await whole(app, await reactivateMembership(app, params.id))),
})

export const membershipRoutes = [
  createMembershipRoute,
  listMemberships,
  getMembership,
  updateMembership,
  deactivate,
  reactivate,
]

async function whole(app: AppContext, membership: Membership): Promise<MembershipObject> {
  return toObject(membership, await usersOf(app, [membership]))
}

async function usersOf(app: AppContext, memberships: Membership[]): Promise<Map<string, User>> {
  const users = await findUsers(
    app.db,
    memberships.map((membership) => membership.user_id),
  )
  return new Map(users.map((user) => [user.id, user]))
}

function toObject(membership: Membership, users: Map<string, User>): MembershipObject {
  const user = users.get(membership.user_id)
  if (!user) throw notFound('Organization membership', membership.id)
  return toMembershipObject(membership, user)
}
