import type { AppContext } from '../../context.ts'
import type { AuthorizationRequestRow, InvitationRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { type Reply, seeOther } from '../../http/reply.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import { findUserByEmail } from '../users/user.queries.ts'
import { insertAuthorizationRequest } from './authorization-request.queries.ts'
import { identifyBrowser } from './flow-browser.ts'

/** Somebody may leave the sign-in page open over lunch; the next morning it is safer to start again. */
const LIFETIME_MS = 12 * 60 * 60 * 1000

type Wish = Pick<
  AuthorizationRequestRow,
  | 'application_id'
  | 'redirect_uri'
  | 'state'
  | 'code_challenge'
  | 'nonce'
  | 'is_openid'
  | 'login_hint'
  | 'language'
  | 'organization_id'
  | 'organization_selection'
  | 'browser_session_id'
  | 'invitation_id'
>

/** What was asked for becomes a row, bound to this browser; the pages only carry its id. */
export async function openFlow(
  app: AppContext,
  request: RequestInfo,
  wish: Wish,
): Promise<{ id: string; cookies: string[] }> {
  const browser = identifyBrowser(app, request)
  const id = app.ids.next('authorization_request')
  const now = app.clock.now()
  await inTransaction(app, (tx) =>
    insertAuthorizationRequest(tx.db, {
      id,
      browser_hash: browser.hash,
      ...wish,
      typed_first_name: null,
      typed_last_name: null,
      created_at: now.toISOString(),
      expires_at: new Date(now.getTime() + LIFETIME_MS).toISOString(),
    }),
  )
  return { id, cookies: browser.cookies }
}

const TO_OWN_PAGE: Wish = {
  application_id: null,
  redirect_uri: null,
  state: null,
  code_challenge: null,
  nonce: null,
  is_openid: 0,
  login_hint: null,
  language: null,
  organization_id: null,
  organization_selection: null,
  browser_session_id: null,
  invitation_id: null,
}

/** For our own page of sessions. It leads nowhere else, so there is no address in it that anybody could choose. */
export async function signInForOwnPage(app: AppContext, request: RequestInfo): Promise<Reply<303, undefined>> {
  const { id, cookies } = await openFlow(app, request, TO_OWN_PAGE)
  return seeOther('/sign-in', { request: id }, cookies)
}

/** For somebody who follows the link of an invitation, from wherever: the application has no part in it. */
export async function signInToAccept(
  app: AppContext,
  request: RequestInfo,
  invitation: InvitationRow,
): Promise<Reply<303, undefined>> {
  const { email: login_hint, id: invitation_id, language } = invitation
  const { id, cookies } = await openFlow(app, request, { ...TO_OWN_PAGE, login_hint, language, invitation_id })
  return seeOther(await pageForInvited(app, invitation), { request: id }, cookies)
}

/** Whoever holds the link reads the mail of that address, and may know whether it has an account. */
export async function pageForInvited(app: AppContext, invitation: InvitationRow): Promise<'/sign-in' | '/sign-up'> {
  return (await findUserByEmail(app.db, invitation.email)) ? '/sign-in' : '/sign-up'
}
