import assert from 'node:assert/strict'
import type { AppContext } from '../../src/context.ts'
import type { SessionRow } from '../../src/database/schema.ts'
import { inTransaction } from '../../src/database/transaction.ts'
import { listApplications } from '../../src/features/applications/application.queries.ts'
import { findSession } from '../../src/features/sessions/session.queries.ts'
import { startSession } from '../../src/features/sessions/start-session.ts'
import { addUser } from '../../src/features/users/create-user.ts'
import { countRevocations } from '../races/nodes.ts'

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
  return (await countRevocations(app)).get(id) ?? 0
}
