import type { AppContext, TransactionContext } from '../../context.ts'
import type { AuthorizationRequestRow, BrowserSessionRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError } from '../../http/errors.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import { setCookie } from '../../pages/cookies.ts'
import { acceptOnSignIn } from '../invitations/accept-invitation.ts'
import { findInvitation } from '../invitations/invitation.queries.ts'
import { findLiveBrowserSessionById } from '../sessions/browser-session.queries.ts'
import { findBrowserSession, startBrowserSession } from '../sessions/browser-session.ts'
import { noteSignIn, type User } from '../users/user.queries.ts'
import {
  holdAuthorizationRequest,
  noteEndOfAuthorizationRequest,
  noteSelectionOfAuthorizationRequest,
} from './authorization-request.queries.ts'
import { recordReauthentication, recordSuccess } from './password-check.ts'
import { returnToApplication } from './return-to-application.ts'

/** Where a sign-in leads. */
export type Destination =
  /** The application, with a code for it or with why there is none. */
  | { kind: 'application'; location: string }
  | { kind: 'own-page' }
  | { kind: 'invitation-accepted' }
  | { kind: 'organization-selection'; requestId: string }

export interface FinishedSignIn {
  destination: Destination
  /** Of the hosted sign-in. */
  cookie: string
}

/**
 * Somebody proved who they are on a hosted page: signs the browser in and answers where it goes. Undefined if
 * the request ended in the meantime, or the account was deleted.
 *
 * A double click submits the form twice, and the browser drops the answer to the first. So the same person may finish
 * the same request again while they are signed in: a new code and a new cookie, but no second sign-in.
 */
export async function finishHostedSignIn(
  app: AppContext,
  open: AuthorizationRequestRow,
  user: User,
  request: RequestInfo,
): Promise<FinishedSignIn | undefined> {
  const previous = await findBrowserSession(app, request)
  return await inTransaction(app, async (tx) => {
    const flow = await holdAuthorizationRequest(tx.db, open.id, tx.clock.now())
    if (!flow) return undefined
    const started =
      flow.browser_session_id === null
        ? await signInBrowser(tx, flow, { user, previous, request })
        : await repeatSignIn(tx, flow.browser_session_id, { user, request })
    if (!started) return undefined
    return {
      destination: await destinationOf(tx, flow, started.browserSession),
      cookie: setCookie(tx.config, 'session', started.cookie, tx.config.session.maximumLengthSeconds),
    }
  })
}

/** For somebody who is signed in by now. */
export async function destinationOf(
  tx: TransactionContext,
  flow: AuthorizationRequestRow,
  browserSession: BrowserSessionRow,
): Promise<Destination> {
  const back = await returnToApplication(tx, flow, browserSession)
  if (back !== 'choose-organization') {
    return back.kind === 'own-page' && flow.invitation_id !== null ? { kind: 'invitation-accepted' } : back
  }
  await noteSelectionOfAuthorizationRequest(tx.db, flow.id, 'open')
  return { kind: 'organization-selection', requestId: flow.id }
}

type Started = Awaited<ReturnType<typeof startBrowserSession>>

async function signInBrowser(
  tx: TransactionContext,
  flow: AuthorizationRequestRow,
  { user, previous, request }: { user: User; previous: BrowserSessionRow | undefined; request: RequestInfo },
): Promise<Started | undefined> {
  const signedIn = await noteSignIn(tx.db, user, tx.clock.now())
  if (!signedIn) return undefined
  if (flow.invitation_id !== null) {
    const invitation = await findInvitation(tx.db, flow.invitation_id)
    await acceptOnSignIn(tx, invitation, signedIn, invitationRefused)
  }
  const started = await startBrowserSession(tx, { userId: user.id, authMethod: 'password', previous, request })
  await noteEndOfAuthorizationRequest(tx.db, flow.id, started.browserSession.id)
  const { ipAddress, userAgent } = request
  const attempt = { email: user.email, ipAddress, userAgent }
  await recordSuccess(tx, attempt, user.id)
  if (previous?.user_id === user.id) await recordReauthentication(tx, attempt, user.id)
  return started
}

async function repeatSignIn(
  tx: TransactionContext,
  browserSessionId: string,
  { user, request }: { user: User; request: RequestInfo },
): Promise<Started | undefined> {
  const previous = await findLiveBrowserSessionById(tx.db, browserSessionId, tx.clock.now())
  if (previous?.user_id !== user.id) return undefined
  return await startBrowserSession(tx, { userId: user.id, authMethod: 'password', previous, request })
}

/** In the moment between the page, which has asked as well, and the answer to its form. */
export function invitationRefused(): ApiError {
  return new ApiError(400, 'The invitation can no longer be accepted.', { code: 'invite_not_pending' })
}
