import assert from 'node:assert/strict'
import type { AppContext } from '../../src/context.ts'
import type { SessionRow } from '../../src/database/schema.ts'
import { inTransaction } from '../../src/database/transaction.ts'
import { listApplications } from '../../src/features/applications/application.queries.ts'
import { startBrowserSession } from '../../src/features/sessions/browser-session.ts'
import { findSession } from '../../src/features/sessions/session.queries.ts'
import { startSession } from '../../src/features/sessions/start-session.ts'
import { addUser } from '../../src/features/users/create-user.ts'
import type { RequestInfo } from '../../src/http/request-info.ts'
import { cookieName } from '../../src/pages/cookies.ts'

/** The ids of live sessions of a new user, without the cost of a password; in production mode too. */
export async function startLiveSessions(app: AppContext, count: number): Promise<string[]> {
  const user = await addUser(app, { email: `${app.ids.ulid()}@example.com` })
  const [application] = await listApplications(app.db)
  assert.ok(application)
  return await inTransaction(app, async (tx) => {
    const ids: string[] = []
    while (ids.length < count) {
      const { id } = await startSession(tx, {
        userId: user.id,
        applicationId: application.id,
        browserSessionId: null,
        organizationId: null,
        authMethod: 'password',
        authenticatedAt: tx.clock.now().toISOString(),
        ipAddress: null,
        userAgent: null,
      })
      ids.push(id)
    }
    return ids
  })
}

export interface HostedSession {
  sessionId: string
  browserSessionId: string
  /** The whole `Cookie` header of the browser that is signed in to the hosted pages. */
  cookie: string
}

/** A session that came from the hosted pages, as after a sign-in there; of a new user, or of this one in a new browser. */
export async function startHostedSession(app: AppContext, userId?: string): Promise<HostedSession> {
  const user = userId ? { id: userId } : await addUser(app, { email: `${app.ids.ulid()}@example.com` })
  const [application] = await listApplications(app.db)
  assert.ok(application)
  return await inTransaction(app, async (tx) => {
    const request = { ipAddress: null, userAgent: null } as RequestInfo // all that is asked of it
    const given = { userId: user.id, authMethod: 'password' as const, previous: undefined, request }
    const { browserSession, cookie } = await startBrowserSession(tx, given)
    const session = await startSession(tx, {
      userId: user.id,
      applicationId: application.id,
      browserSessionId: browserSession.id,
      organizationId: null,
      authMethod: 'password',
      authenticatedAt: browserSession.authenticated_at,
      ipAddress: null,
      userAgent: null,
    })
    const name = cookieName(app.config, 'session')
    return { sessionId: session.id, browserSessionId: browserSession.id, cookie: `${name}=${cookie}` }
  })
}

/** Another application's session in the same browser: it comes from the same hosted sign-in. */
export async function startSessionBeside(app: AppContext, { sessionId }: HostedSession): Promise<string> {
  const beside = await readSession(app, sessionId)
  const session = await inTransaction(app, (tx) =>
    startSession(tx, {
      userId: beside.user_id,
      applicationId: beside.application_id,
      browserSessionId: beside.browser_session_id,
      organizationId: null,
      authMethod: beside.auth_method,
      authenticatedAt: beside.authenticated_at,
      ipAddress: null,
      userAgent: null,
    }),
  )
  return session.id
}

export async function startLiveSession(app: AppContext): Promise<string> {
  const [id] = await startLiveSessions(app, 1)
  assert.ok(id)
  return id
}

export async function isLive(app: AppContext, id: string): Promise<boolean> {
  return (await readSession(app, id)).ended_at === null
}

export async function readSession(app: AppContext, id: string): Promise<SessionRow> {
  const session = await findSession(app.db, id)
  assert.ok(session)
  return session
}

/** How often the log tells of the end of this session. */
export async function countEnds(app: AppContext, id: string): Promise<number> {
  const events = await app.db
    .selectFrom('event')
    .select('id')
    .where('event', '=', 'session.revoked')
    .where('data', 'like', `%${id}%`)
    .execute()
  return events.length
}
