import type { AppContext } from '../../context.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import { findFlow } from '../authentication/hosted-flow.ts'

interface OpenFlow {
  id: string
  language: string | null
  typedEmail: string | undefined
  signInHref: string
}

/** The sign-in to come back to, if it is still open in this browser. Without one the page works all the same. */
export async function findOpenFlow(
  app: AppContext,
  id: string | undefined,
  request: RequestInfo,
): Promise<OpenFlow | undefined> {
  const flow = await findFlow(app, id, request)
  if (flow?.browser_session_id !== null) return undefined
  return {
    id: flow.id,
    language: flow.language,
    typedEmail: flow.login_hint ?? undefined,
    signInHref: `/sign-in?request=${flow.id}`,
  }
}
