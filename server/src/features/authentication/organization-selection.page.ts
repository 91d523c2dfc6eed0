import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import type { AuthorizationRequestRow, BrowserSessionRow } from '../../database/schema.ts'
import { defineRoute } from '../../http/define-route.ts'
import { scriptedPage, seeOther } from '../../http/reply.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import { frameOf } from '../../pages/frame.ts'
import { listActiveOrganizations } from '../memberships/membership.queries.ts'
import { findBrowserSession } from '../sessions/browser-session.ts'
import { findUser } from '../users/user.queries.ts'
import { refuseForeignForm } from './flow-browser.ts'
import { findFlow, flowExpired, flowFinished, leaveFlow, ORGANIZATION_SELECTION_PATH } from './hosted-flow.ts'
import { organizationSelectionView } from './organization-selection.view.ts'
import { selectOrganization } from './select-organization.ts'

export const organizationSelectionPage = defineRoute({
  method: 'get',
  path: ORGANIZATION_SELECTION_PATH,
  summary: 'Choose an organization',
  tag: 'Pages',
  caller: 'anyone',
  isPage: true,
  query: z.object({
    request: z.string().optional().catch(undefined),
    error: z.literal('not-a-member').optional().catch(undefined),
  }),
  responses: { 200: 'html', 400: 'html' },

  async handle(app, { query, request }) {
    const flow = await findFlow(app, query.request, request)
    const frame = frameOf(app, request, flow?.language)
    if (flow?.organization_selection === 'done') return flowFinished(frame)
    const browserSession = flow && (await findSignedIn(app, flow, request))
    const user = browserSession && (await findUser(app.db, browserSession.user_id))
    const organizations = user ? await listActiveOrganizations(app.db, user.id) : []
    // Nothing is left to choose: started again, the sign-in goes on without asking.
    if (!flow || !user || organizations.length === 0) return flowExpired(frame)
    const isRefused = query.error !== undefined
    return scriptedPage(
      organizationSelectionView(frame, { requestId: flow.id, email: user.email, organizations, isRefused }),
    )
  },
})

export const organizationSelectionForm = defineRoute({
  method: 'post',
  path: ORGANIZATION_SELECTION_PATH,
  summary: 'Choose an organization',
  tag: 'Pages',
  caller: 'anyone',
  isPage: true,
  body: z.object({ request: z.string().optional(), organization: z.string().max(256).default('') }),
  responses: { 200: 'html', 303: 'empty', 400: 'html' },

  async handle(app, { body, request }) {
    refuseForeignForm(app, request)
    const flow = await findFlow(app, body.request, request)
    const frame = frameOf(app, request, flow?.language)
    const browserSession = flow && (await findSignedIn(app, flow, request))
    if (!flow || !browserSession) return flowExpired(frame)
    const back = await selectOrganization(app, flow, { browserSession, organizationId: body.organization })
    if (back === 'not-a-member') return seeOther(ORGANIZATION_SELECTION_PATH, { request: flow.id, error: back })
    return back ? leaveFlow(frame, { destination: back }) : flowExpired(frame)
  },
})

/** Who is asked to choose: whoever signed in to this request, as long as they are signed in to this browser. */
async function findSignedIn(
  app: AppContext,
  flow: AuthorizationRequestRow,
  request: RequestInfo,
): Promise<BrowserSessionRow | undefined> {
  const browserSession = await findBrowserSession(app, request)
  const isAsked = flow.organization_selection !== null && browserSession?.id === flow.browser_session_id
  return isAsked ? browserSession : undefined
}
