import type { AppContext } from '../../context.ts'
import type { AuthorizationRequestRow, BrowserSessionRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { isActiveMember } from '../memberships/membership.queries.ts'
import { touchBrowserSession } from '../sessions/browser-session.queries.ts'
import { holdAuthorizationRequest, noteSelectionOfAuthorizationRequest } from './authorization-request.queries.ts'
import { returnToApplication, type WayBack } from './return-to-application.ts'

/**
 * The person has chosen an organization on the hosted page. Undefined: they are signed out by now, or this sign-in is
 * over. Like a sign-in it may be finished again, because a double click submits the form twice.
 */
export async function selectOrganization(
  app: AppContext,
  open: AuthorizationRequestRow,
  { browserSession, organizationId }: { browserSession: BrowserSessionRow; organizationId: string },
): Promise<WayBack | 'not-a-member' | undefined> {
  return await inTransaction(app, async (tx) => {
    const now = tx.clock.now()
    const flow = await holdAuthorizationRequest(tx.db, open.id, now)
    const signedIn = flow && (await touchBrowserSession(tx.db, browserSession.id, now))
    if (!signedIn) return undefined
    if (!(await isActiveMember(tx.db, { userId: signedIn.user_id, organizationId }))) return 'not-a-member'
    await noteSelectionOfAuthorizationRequest(tx.db, flow.id, 'done')
    const back = await returnToApplication(tx, { ...flow, organization_id: organizationId }, signedIn)
    return back === 'choose-organization' ? undefined : back
  })
}
