import type { AppContext } from '../../context.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import { findFlow } from '../authentication/hosted-flow.ts'

/** The sign-in to come back to, if it is still open in this browser. Without one the page works all the same. */
export async function findOpenFlow(
  app: AppContext,
  id: string | undefined,
  request: RequestInfo,
): Promise<{ id: string; signInHref: string } | undefined> {
  const flow = await findFlow(app, id, request)
  return flow?.browser_session_id === null ? { id: flow.id, signInHref: `/sign-in?request=${flow.id}` } : undefined
}
