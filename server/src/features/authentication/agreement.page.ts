import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import type { AuthorizationRequestRow, BrowserSessionRow, InvitationRow } from '../../database/schema.ts'
import { defineRoute } from '../../http/define-route.ts'
import { scriptedPage } from '../../http/reply.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import { frameOf } from '../../pages/frame.ts'
import { findInvitation } from '../invitations/invitation.queries.ts'
import { stateOf } from '../invitations/invitation.wire.ts'
import { findBrowserSession } from '../sessions/browser-session.ts'
import { agreeToInvitation } from './agree-to-invitation.ts'
import { refuseForeignForm } from './flow-browser.ts'
import { AGREEMENT_PATH, findFlow, flowExpired, flowFinished, invitationGone, leaveFlow } from './hosted-flow.ts'
import { describeInvitation } from './invite.page.ts'
import { inviteView } from './invite.view.ts'

/** Somebody who is signed in as whom the invitation is for came from an application: only their consent is missing. */
export const agreementPage = defineRoute({
  method: 'get',
  path: AGREEMENT_PATH,
  summary: 'Agree to an invitation',
  tag: 'Pages',
  caller: 'anyone',
  isPage: true,
  query: z.object({ request: z.string().optional().catch(undefined) }),
  responses: { 200: 'html', 400: 'html' },

  async handle(app, { query, request }) {
    const flow = await findFlow(app, query.request, request)
    const frame = frameOf(app, request, flow?.language)
    const asked = flow && (await findAsked(app, flow, request))
    if (!asked) return flowExpired(frame)
    if (hasAgreed(asked)) return flowFinished(frame)
    const { invitation } = asked
    if (!invitation || stateOf(invitation, app.clock.now()) !== 'pending') return invitationGone(frame)
    const form = { action: AGREEMENT_PATH, name: 'request', value: asked.flowId } as const
    return scriptedPage(
      inviteView(frame, { form, script: 'signed-in', ...(await describeInvitation(app, invitation)) }),
    )
  },
})

export const agreementForm = defineRoute({
  method: 'post',
  path: AGREEMENT_PATH,
  summary: 'Agree to an invitation',
  tag: 'Pages',
  caller: 'anyone',
  isPage: true,
  body: z.object({ request: z.string().optional() }),
  responses: { 200: 'html', 303: 'empty', 400: 'html' },

  async handle(app, { body, request }) {
    refuseForeignForm(app, request)
    const flow = await findFlow(app, body.request, request)
    const frame = frameOf(app, request, flow?.language)
    const asked = flow && (await findAsked(app, flow, request))
    if (!asked) return flowExpired(frame)
    const { invitation } = asked
    const isOpen = invitation && stateOf(invitation, app.clock.now()) === 'pending'
    if (!isOpen && !hasAgreed(asked)) return invitationGone(frame)
    const destination = await agreeToInvitation(app, asked.flowId, asked.browserSession)
    return destination ? leaveFlow(frame, { destination }) : flowExpired(frame)
  },
})

interface Asked {
  flowId: string
  browserSession: BrowserSessionRow
  /** Undefined: it is gone. */
  invitation: InvitationRow | undefined
}

function hasAgreed({ invitation, browserSession }: Asked): boolean {
  return invitation?.accepted_user_id === browserSession.user_id
}

/**
 * Who was signed in when the request came, as long as they are signed in to this browser. A request that asks for the
 * password, for whatever reason, names nobody: it is not to be had without.
 */
async function findAsked(
  app: AppContext,
  flow: AuthorizationRequestRow,
  request: RequestInfo,
): Promise<Asked | undefined> {
  const browserSession = await findBrowserSession(app, request)
  if (flow.invitation_id === null || !browserSession || browserSession.id !== flow.browser_session_id) return undefined
  return { flowId: flow.id, browserSession, invitation: await findInvitation(app.db, flow.invitation_id) }
}
