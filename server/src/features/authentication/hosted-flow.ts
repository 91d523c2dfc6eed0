import type { AppContext } from '../../context.ts'
import type { AuthorizationRequestRow } from '../../database/schema.ts'
import { type Html, page, problemPage, type Reply, seeOther } from '../../http/reply.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import type { Frame } from '../../pages/frame.ts'
import { INVITE_PATH, YOUR_SESSIONS_PATH } from '../../pages/paths.ts'
import { isId } from '../../platform/ids.ts'
import { findInvitation } from '../invitations/invitation.queries.ts'
import { stateOf } from '../invitations/invitation.wire.ts'
import { findAuthorizationRequest } from './authorization-request.queries.ts'
import type { FinishedSignIn } from './finish-hosted-sign-in.ts'
import { identifyBrowser } from './flow-browser.ts'
import { flowExpiredView } from './flow-expired.view.ts'
import { flowFinishedView } from './flow-finished.view.ts'
import { handOffView } from './hand-off.view.ts'
import { invitationGoneView } from './invite.view.ts'

export const ORGANIZATION_SELECTION_PATH = '/organization-selection'
export const AGREEMENT_PATH = '/invite/agree'

/** The sign-in that this page belongs to, also a finished one; undefined if it expired, is unknown, or another browser's. */
export async function findFlow(
  app: AppContext,
  id: string | undefined,
  request: RequestInfo,
): Promise<AuthorizationRequestRow | undefined> {
  if (!id || !isId('authorization_request', id)) return undefined
  const { hash } = identifyBrowser(app, request)
  return await findAuthorizationRequest(app.db, {
    id,
    browserHash: hash,
    now: app.clock.now(),
  })
}

/** Somebody went back to the page in the history of the browser. Nothing of the person is shown: they may have left. */
export function flowFinished(frame: Frame): Reply<200, Html> {
  return page(flowFinishedView(frame))
}

/** A page that comes before the sign-in is opened again: it leads on, or says that all is done. Undefined while it is not. */
export function afterSignIn(
  frame: Frame,
  flow: AuthorizationRequestRow,
): Reply<200, Html> | Reply<303, undefined> | undefined {
  if (flow.organization_selection === 'open') return seeOther(ORGANIZATION_SELECTION_PATH, { request: flow.id })
  return flow.browser_session_id === null ? undefined : flowFinished(frame)
}

/** What was typed; an invited person signs in as whom the invitation names, whatever the form says. */
export function emailIn(flow: AuthorizationRequestRow, typed: string): string {
  return flow.invitation_id === null ? typed.trim() : (flow.login_hint ?? '')
}

/** Whether the invitation that the sign-in was to accept ended before it did. */
export async function hasLostInvitation(app: AppContext, flow: AuthorizationRequestRow): Promise<boolean> {
  if (flow.invitation_id === null || flow.browser_session_id !== null) return false
  const invitation = await findInvitation(app.db, flow.invitation_id)
  return invitation === undefined || stateOf(invitation, app.clock.now()) !== 'pending'
}

export function invitationGone(frame: Frame): Reply<400, Html> {
  return problemPage(invitationGoneView(frame))
}

/** Where the sign-in leads: out to the application, to our own page, or to the choice of an organization. */
export function leaveFlow(frame: Frame, { destination, cookie }: LeftFlow): Reply<200, Html> | Reply<303, undefined> {
  const cookies = cookie === undefined ? [] : [cookie]
  if (destination.kind === 'application') return page(handOffView(frame, destination.location), cookies)
  if (destination.kind === 'invitation-accepted') return seeOther(INVITE_PATH, { step: 'accepted' }, cookies)
  if (destination.kind === 'own-page') return seeOther(YOUR_SESSIONS_PATH, {}, cookies)
  return seeOther(ORGANIZATION_SELECTION_PATH, { request: destination.requestId }, cookies)
}

/** Without a cookie where the browser has it already. */
type LeftFlow = Pick<FinishedSignIn, 'destination'> & Partial<FinishedSignIn>

export function flowExpired(frame: Frame): Reply<400, Html> {
  return problemPage(flowExpiredView(frame))
}
