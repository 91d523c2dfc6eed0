import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import type { InvitationRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { defineRoute } from '../../http/define-route.ts'
import { page, seeOther } from '../../http/reply.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import { frameOf } from '../../pages/frame.ts'
import { INVITE_PATH } from '../../pages/paths.ts'
import { acceptOnSignIn, findInvitationByToken } from '../invitations/accept-invitation.ts'
import { stateOf } from '../invitations/invitation.wire.ts'
import { findOrganization } from '../organizations/organization.queries.ts'
import { touchBrowserSession } from '../sessions/browser-session.queries.ts'
import { findBrowserSession } from '../sessions/browser-session.ts'
import { findUser, holdUser } from '../users/user.queries.ts'
import { invitationRefused } from './finish-hosted-sign-in.ts'
import { refuseForeignForm } from './flow-browser.ts'
import { invitationGone } from './hosted-flow.ts'
import { invitationAcceptedView, inviteView } from './invite.view.ts'
import { signInToAccept } from './open-flow.ts'

const token = z.string().max(512).default('')

/** Where the mailed link leads. Mail scanners follow it too, so it changes nothing (T64). */
export const invitePage = defineRoute({
  method: 'get',
  path: INVITE_PATH,
  summary: 'Accept an invitation',
  tag: 'Pages',
  caller: 'anyone',
  isPage: true,
  query: z.object({ invitation_token: token.catch(''), step: z.literal('accepted').optional().catch(undefined) }),
  responses: { 200: 'html', 400: 'html' },

  async handle(app, { query, request }) {
    const invitation = query.step ? undefined : await findOpen(app, query.invitation_token)
    const frame = frameOf(app, request, invitation?.language)
    if (query.step === 'accepted') return page(invitationAcceptedView(frame))
    if (!invitation) return invitationGone(frame)
    const form = { action: INVITE_PATH, name: 'invitation_token', value: query.invitation_token } as const
    return page(inviteView(frame, { form, ...(await describeInvitation(app, invitation)) }))
  },
})

/** Accepts at once for whom it invites, if they are signed in here; anybody else signs in or up as them. */
export const inviteForm = defineRoute({
  method: 'post',
  path: INVITE_PATH,
  summary: 'Accept an invitation',
  tag: 'Pages',
  caller: 'anyone',
  isPage: true,
  body: z.object({ invitation_token: token }),
  responses: { 303: 'empty', 400: 'html' },

  async handle(app, { body, request }) {
    refuseForeignForm(app, request)
    const invitation = await findOpen(app, body.invitation_token)
    if (!invitation) return invitationGone(frameOf(app, request))
    const isAccepted = await acceptIfSignedIn(app, invitation, request)
    return isAccepted ? seeOther(INVITE_PATH, { step: 'accepted' }) : await signInToAccept(app, request, invitation)
  },
})

/** What the page says of it. */
export async function describeInvitation(
  app: AppContext,
  { email, organization_id }: InvitationRow,
): Promise<{ email: string; organizationName: string | undefined }> {
  const organization = organization_id === null ? undefined : await findOrganization(app.db, organization_id)
  return { email, organizationName: organization?.name }
}

async function findOpen(app: AppContext, token: string): Promise<InvitationRow | undefined> {
  const invitation = await findInvitationByToken(app, token)
  return invitation && stateOf(invitation, app.clock.now()) === 'pending' ? invitation : undefined
}

async function acceptIfSignedIn(app: AppContext, invitation: InvitationRow, request: RequestInfo): Promise<boolean> {
  const found = await findBrowserSession(app, request)
  const person = found && (await findUser(app.db, found.user_id))
  if (!found || person?.email_key !== invitation.email_key) return false
  return await inTransaction(app, async (tx) => {
    // The user and the membership before the browser, as in every sign-in.
    const user = await holdUser(tx.db, person.id)
    if (!user) return false
    await acceptOnSignIn(tx, invitation, user, invitationRefused)
    if (!(await touchBrowserSession(tx.db, found.id, tx.clock.now()))) throw invitationRefused()
    return true
  })
}
