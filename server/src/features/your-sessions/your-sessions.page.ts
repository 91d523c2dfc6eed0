import { z } from 'zod'
import type { AppContext, TransactionContext } from '../../context.ts'
import type { BrowserSessionRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { defineRoute } from '../../http/define-route.ts'
import { type Reply, scriptedPage, seeOther } from '../../http/reply.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import { type Frame, frameOf } from '../../pages/frame.ts'
import { YOUR_SESSIONS_PATH } from '../../pages/paths.ts'
import { refuseForeignForm } from '../authentication/flow-browser.ts'
import { signInForOwnPage } from '../authentication/open-flow.ts'
import { findBrowserSession } from '../sessions/browser-session.ts'
import { clearDeadCookies } from '../sessions/dead-cookies.ts'
import { formTokenOf, isFormTokenOf } from '../sessions/form-token.ts'
import { SIGNED_OUT_PATH } from '../sessions/signed-out.page.ts'
import { findUser } from '../users/user.queries.ts'
import { describeUserAgent } from './describe-user-agent.ts'
import { endOwnSession, endOwnSessionsElsewhere } from './end-own-session.ts'
import { listOwnSessions, type OwnSession } from './list-own-sessions.ts'
import { NOTICES, type Notice, type ShownSession, yourSessionsView } from './your-sessions.view.ts'

/** Whoever is not signed in is asked to, and comes back here; with `prompt=login` everybody is. */
export const yourSessionsPage = defineRoute({
  method: 'get',
  path: YOUR_SESSIONS_PATH,
  summary: 'Your sessions',
  tag: 'Pages',
  caller: 'anyone',
  isPage: true,
  query: z.object({
    prompt: z.literal('login').optional().catch(undefined),
    notice: z.enum(NOTICES).optional().catch(undefined),
  }),
  responses: { 200: 'html', 303: 'empty' },

  async handle(app, { query, request }) {
    const own = query.prompt === undefined ? await findBrowserSession(app, request) : undefined
    const user = own && (await findUser(app.db, own.user_id))
    if (!user) return await signInForOwnPage(app, request)
    const frame = frameOf(app, request)
    const { sessions, isMore } = await listOwnSessions(app, own)
    const shown = await Promise.all(sessions.map((session) => describeSession(app, frame, session)))
    const page = {
      email: user.email,
      formToken: formTokenOf(app, own),
      browserSessionId: own.id,
      sessions: shown,
      isMore,
      notice: isOwnRedirect(request) ? query.notice : undefined,
      now: app.clock.now(),
    }
    return scriptedPage(yourSessionsView(frame, page))
  },
})

export const endSessionForm = defineRoute({
  method: 'post',
  path: YOUR_SESSIONS_PATH,
  summary: 'End a session of yours, or all elsewhere',
  tag: 'Pages',
  caller: 'anyone',
  isPage: true,
  body: z.object({ csrf_token: z.string().max(200).default(''), end: z.string().max(200).default('') }),
  responses: { 303: 'empty' },

  async handle(app, { body, request }) {
    refuseForeignForm(app, request)
    const own = await findBrowserSession(app, request)
    if (!own) return await signInForOwnPage(app, request)
    if (!isFormTokenOf(app, own, body.csrf_token)) return backWith('stale')
    return await inTransaction(app, async (tx) => {
      if (body.end !== 'elsewhere') return await endOne(tx, own, body.end, request)
      await endOwnSessionsElsewhere(tx, own)
      return backWith('endedElsewhere', await clearDeadCookies(tx, request))
    })
  },
})

async function endOne(
  tx: TransactionContext,
  own: BrowserSessionRow,
  id: string,
  request: RequestInfo,
): Promise<Reply<303, undefined>> {
  if (!(await endOwnSession(tx, own, id))) return backWith('gone')
  const cookies = await clearDeadCookies(tx, request)
  const isStillSignedIn = await findBrowserSession(tx, request)
  return isStillSignedIn ? backWith('ended', cookies) : seeOther(SIGNED_OUT_PATH, {}, cookies)
}

function backWith(notice: Notice, cookies: string[] = []): Reply<303, undefined> {
  return seeOther(YOUR_SESSIONS_PATH, { notice }, cookies)
}

/** A link on another site must not make the page say that something had been done. Old browsers say nothing. */
function isOwnRedirect(request: RequestInfo): boolean {
  return ['same-origin', undefined].includes(request.header('sec-fetch-site'))
}

async function describeSession(app: AppContext, { language }: Frame, session: OwnSession): Promise<ShownSession> {
  return {
    ...session,
    device: await describeUserAgent(session.userAgent),
    place: await app.places.find(session.ipAddress, language),
  }
}
