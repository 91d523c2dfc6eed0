import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { notFound } from '../../http/errors.ts'
import { pageOf, pageParameters, positionIn, readPage, toList } from '../../http/pagination.ts'
import { created, noContent, ok } from '../../http/reply.ts'
import { findOrganization } from '../organizations/organization.queries.ts'
import { createGroup } from './create-group.ts'
import { deleteGroup } from './delete-group.ts'
import { findGroup, findGroupById, listGroups as readGroups } from './group.queries.ts'
import { groupObject, toGroupObject } from './group.wire.ts'
import { updateGroup } from './update-group.ts'

const PATH = '/organizations/{organizationId}/groups'
const TAG = 'Groups'

const organization = { organizationId: z.string().meta({ description: 'The ID of the organization.' }) }
const params = z.object({ ...organization, groupId: z.string().meta({ description: 'The ID of the group.' }) })
const fields = {
  name: z.string().trim().min(1).max(256).meta({ description: 'The name of the group.' }),
  description: z.string().max(150).nullable().optional().meta({ description: 'What the group is for.' }),
}

const createGroupRoute = defineRoute({
  method: 'post',
  path: PATH,
  summary: 'Create a group',
  tag: TAG,
  caller: 'api-key',
  isCreate: true,
  params: z.object(organization),
  body: z.object(fields),
  responses: { 201: groupObject },
  handle: async (app, { params, body }) => created(toGroupObject(await createGroup(app, params.organizationId, body))),
})

const listGroups = defineRoute({
  method: 'get',
  path: PATH,
  summary: 'List groups',
  tag: TAG,
  caller: 'api-key',
  params: z.object(organization),
  query: z.object(pageParameters),
  responses: { 200: pageOf(groupObject) },
  async handle(app, { params, query }) {
    const { organizationId } = params
    if (!(await findOrganization(app.db, organizationId))) throw notFound('Organization', organizationId)
    const page = await readPage(
      query,
      positionIn((id) => findGroupById(app.db, id)),
      (keyset) => readGroups(app.db, organizationId, keyset),
    )
    return ok(toList(page, toGroupObject))
  },
})

const getGroup = defineRoute({
  method: 'get',
  path: `${PATH}/{groupId}`,
  summary: 'Get a group',
  tag: TAG,
  caller: 'api-key',
  params,
  responses: { 200: groupObject },
  async handle(app, { params }) {
    const group = await findGroup(app.db, params)
    if (!group) throw notFound('Group', params.groupId)
    return ok(toGroupObject(group))
  },
})

const updateGroupRoute = defineRoute({
  method: 'patch',
  path: `${PATH}/{groupId}`,
  summary: 'Update a group',
  tag: TAG,
  caller: 'api-key',
  params,
  body: z.object(fields).partial(),
  responses: { 200: groupObject },
  handle: async (app, { params, body }) => ok(toGroupObject(await updateGroup(app, params, body))),
})

const deleteGroupRoute = defineRoute({
  method: 'delete',
  path: `${PATH}/{groupId}`,
  summary: 'Delete a group',
  description: 'Its members stay members of the organization.',
  tag: TAG,
  caller: 'api-key',
  params,
  responses: { 204: 'empty' },
  async handle(app, { params }) {
    await deleteGroup(app, params)
    return noContent()
  },
})

export const groupRoutes = [createGroupRoute, listGroups, getGroup, updateGroupRoute, deleteGroupRoute]
