import { z } from 'zod'
import { defineRoute } from '../../http/define-route.ts'
import { ApiError, notFound } from '../../http/errors.ts'
import { pageOf, pageParameters, positionIn, readPage, toList } from '../../http/pagination.ts'
import { created, ok } from '../../http/reply.ts'
import { acceptInvitation, findInvitationByToken } from './accept-invitation.ts'
import { createInvitation } from './create-invitation.ts'
import { findInvitation, listInvitations as readInvitations } from './invitation.queries.ts'
import { invitationObject, toInvitationObject } from './invitation.wire.ts'
import { resendInvitation } from './resend-invitation.ts'
import { revokeInvitation } from './revoke-invitation.ts'

const PATH = '/user_management/invitations'
const TAG = 'Invitations'

const params = z.object({ id: z.string().meta({ description: 'The ID of the invitation.' }) })
const email = z.email().max(254)
const locale = z
  .string()
  .max(35)
  .nullable()
  .optional()
  .meta({ description: 'The language of the mail, such as `fr-CA`.' })
const optionalId = z.string().nullable().optional()

const createInvitationRoute = defineRoute({
  method: 'post',
  path: PATH,
  summary: 'Send an invitation',
  description: 'Mails a link. Whoever follows it joins, with an account of that address.',
  tag: TAG,
  caller: 'api-key',
  isCreate: true,
  body: z.object({
    email: email.meta({ description: 'Who is invited.' }),
    organization_id: optionalId.meta({ description: 'The organization to join.' }),
    role_slug: z.string().max(48).nullable().optional().meta({
      description: 'The role in the organization; without one it is `member`.',
    }),
    expires_in_days: z.int().nullable().optional().meta({ description: '1 to 30; without it 7.' }),
    inviter_user_id: optionalId.meta({ description: 'The ID of the user who invites; the mail names them.' }),
    locale,
  }),
  responses: { 201: invitationObject },
  refusals: [400, 404, 429],
  handle: async (app, { body }) => created(toInvitationObject(app, await createInvitation(app, body))),
})

const listInvitations = defineRoute({
  method: 'get',
  path: PATH,
  summary: 'List invitations',
  tag: TAG,
  caller: 'api-key',
  query: z.object({
    ...pageParameters,
    organization_id: z.string().optional().meta({ description: 'Only to this organization.' }),
    email: email.optional().meta({ description: 'Only of this address.' }),
  }),
  responses: { 200: pageOf(invitationObject) },
  async handle(app, { query }) {
    const filter = { email: query.email, organizationId: query.organization_id }
    const page = await readPage(
      query,
      positionIn((id) => findInvitation(app.db, id)),
      (keyset) => readInvitations(app.db, filter, keyset),
    )
    return ok(toList(page, (invitation) => toInvitationObject(app, invitation)))
  },
})

const getInvitationByToken = defineRoute({
  method: 'get',
  path: `${PATH}/by_token/{token}`,
  summary: 'Get an invitation by its token',
  tag: TAG,
  caller: 'api-key',
  params: z.object({ token: z.string().max(512).meta({ description: 'The token of the link.' }) }),
  responses: { 200: invitationObject },
  async handle(app, { params }) {
    const invitation = await findInvitationByToken(app, params.token)
    // Not in the official words, which repeat what was asked for: that may be a token, with a letter too many.
    if (!invitation) throw new ApiError(404, 'No invitation has this token.', { code: 'entity_not_found' })
    return ok(toInvitationObject(app, invitation))
  },
})

const getInvitation = defineRoute({
  method: 'get',
  path: `${PATH}/{id}`,
  summary: 'Get an invitation',
  tag: TAG,
  caller: 'api-key',
  params,
  responses: { 200: invitationObject },
  async handle(app, { params }) {
    const invitation = await findInvitation(app.db, params.id)
    if (!invitation) throw notFound('Invitation', params.id)
    return ok(toInvitationObject(app, invitation))
  },
})

const acceptInvitationRoute = defineRoute({
  method: 'post',
  path: `${PATH}/{id}/accept`,
  summary: 'Accept an invitation',
  description: 'In the name of the user who has the address: they become an active member of the organization.',
  tag: TAG,
  caller: 'api-key',
  params,
  responses: { 200: invitationObject },
  refusals: [400],
  handle: async (app, { params }) => ok(toInvitationObject(app, await acceptInvitation(app, params.id))),
})

const resendInvitationRoute = defineRoute({
  method: 'post',
  path: `${PATH}/{id}/resend`,
  summary: 'Resend an invitation',
  description: 'Mails the same link again; it works as long as before.',
  tag: TAG,
  caller: 'api-key',
  params,
  body: z.object({ locale }).optional(),
  responses: { 200: invitationObject },
  refusals: [400, 429],
  handle: async (app, { params, body }) =>
    ok(toInvitationObject(app, await resendInvitation(app, params.id, body?.locale))),
})

const revokeInvitationRoute = defineRoute({
  method: 'post',
  path: `${PATH}/{id}/revoke`,
  summary: 'Revoke an invitation',
  tag: TAG,
  caller: 'api-key',
  params,
  responses: { 200: invitationObject },
  refusals: [400],
  handle: async (app, { params }) => ok(toInvitationObject(app, await revokeInvitation(app, params.id))),
})

export const invitationRoutes = [
  createInvitationRoute,
  listInvitations,
  getInvitationByToken,
  getInvitation,
  acceptInvitationRoute,
  resendInvitationRoute,
  revokeInvitationRoute,
]
