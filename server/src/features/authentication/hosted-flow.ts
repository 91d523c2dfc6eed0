import type { AppContext } from '../../context.ts'
import type { AuthorizationRequestRow } from '../../database/schema.ts'
import { type Html, problemPage, type Reply } from '../../http/reply.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import { isId } from '../../platform/ids.ts'
import { findOpenAuthorizationRequest } from './authorization-request.queries.ts'
import { identifyBrowser } from './flow-browser.ts'
import { flowExpiredView } from './flow-expired.view.ts'

/** The sign-in that this page belongs to; undefined if it is over, unknown, or another browser's. */
export async function findOpenFlow(
  app: AppContext,
  id: string | undefined,
  request: RequestInfo,
): Promise<AuthorizationRequestRow | undefined> {
  if (!id || !isId('authorization_request', id)) return undefined
  const { hash } = identifyBrowser(app, request)
  return await findOpenAuthorizationRequest(app.db, {
    id,
    browserHash: hash,
    now: app.clock.now(),
  })
}

export function flowExpired(): Reply<400, Html> {
  return problemPage(flowExpiredView({}))
}
