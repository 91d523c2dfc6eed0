import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { notFound } from '../../http/errors.ts'
import { pageOf, pageParameters, positionIn, readPage, toList } from '../../http/pagination.ts'
import { noContent, ok } from '../../http/reply.ts'
import { findMembership, listMembersOfGroup } from '../memberships/membership.queries.ts'
import { addGroupMember, removeMemberOfGroup } from './change-group-members.ts'
import { findGroup, findGroupById, listGroupsOfMembership } from './group.queries.ts'
import { groupObject, toGroupObject } from './group.wire.ts'
import { groupMemberObject, toGroupMemberObject } from './group-member.wire.ts'

const PATH = '/organizations/{organizationId}/groups/{groupId}/organization-memberships'
const TAG = 'Groups'

const membershipId = z.string().meta({ description: 'The ID of the organization membership.' })
const params = z.object({
  organizationId: z.string().meta({ description: 'The ID of the organization.' }),
  groupId: z.string().meta({ description: 'The ID of the group.' }),
})

const addMember = defineRoute({
  method: 'post',
  path: PATH,
  summary: 'Add a member to a group',
  description: 'One who is in it already stays in it.',
  tag: TAG,
  caller: 'api-key',
  params,
  body: z.object({ organization_membership_id: membershipId }),
  responses: { 200: groupObject },
  handle: async (app, { params, body }) =>
    ok(toGroupObject(await addGroupMember(app, params, body.organization_membership_id))),
})

const listMembers = defineRoute({
  method: 'get',
  path: PATH,
  summary: 'List the members of a group',
  tag: TAG,
  caller: 'api-key',
  params,
  query: z.object(pageParameters),
  responses: { 200: pageOf(groupMemberObject) },
  async handle(app, { params, query }) {
    const group = await findGroup(app.db, params)
    if (!group) throw notFound('Group', params.groupId)
    const page = await readPage(
      query,
      positionIn((id) => findMembership(app.db, id)),
      (keyset) => listMembersOfGroup(app.db, group.id, keyset),
    )
    return ok(toList(page, toGroupMemberObject))
  },
})

const removeMember = defineRoute({
  method: 'delete',
  path: `${PATH}/{omId}`,
  summary: 'Remove a member from a group',
  description: 'They stay a member of the organization.',
  tag: TAG,
  caller: 'api-key',
  params: params.extend({ omId: membershipId }),
  responses: { 204: 'empty' },
  async handle(app, { params }) {
    await removeMemberOfGroup(app, params, params.omId)
    return noContent()
  },
})

const listGroupsOfMember = defineRoute({
  method: 'get',
  path: '/user_management/organization_memberships/{omId}/groups',
  summary: 'List the groups of a member',
  tag: TAG,
  caller: 'api-key',
  params: z.object({ omId: membershipId }),
  query: z.object(pageParameters),
  responses: { 200: pageOf(groupObject) },
  async handle(app, { params, query }) {
    const membership = await findMembership(app.db, params.omId)
    if (!membership) throw notFound('Organization membership', params.omId)
    const page = await readPage(
      query,
      positionIn((id) => findGroupById(app.db, id)),
      (keyset) => listGroupsOfMembership(app.db, membership.id, keyset),
    )
    return ok(toList(page, toGroupObject))
  },
})

export const groupMemberRoutes = [addMember, listMembers, removeMember, listGroupsOfMember]
