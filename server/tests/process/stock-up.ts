import { inTransaction } from '../../src/database/transaction.ts'
import { listApplications } from '../../src/features/applications/application.queries.ts'
import { recordEvent } from '../../src/features/events/record-event.ts'
import { startSession } from '../../src/features/sessions/start-session.ts'
import { addUser } from '../../src/features/users/create-user.ts'
import { tokenOf } from '../races/nodes.ts'
import type { Place } from '../support/databases.ts'
import { openProductionNode } from '../support/production-node.ts'
import type { Journal } from './journal.ts'

const SESSIONS = 800

/** People who are signed in already, written as a sign-in writes them but for the password. */
export async function stockUp(place: Place, journal: Journal): Promise<void> {
  const { app, close } = await openProductionNode(place)
  const [application] = await listApplications(app.db)
  const user = await addUser(app, { email: 'crowd@example.com', email_verified: true })
  await inTransaction(app, async (tx) => {
    for (let count = 0; count < SESSIONS; count++) {
      const who = { ip_address: null, user_agent: null, user_id: user.id, email: user.email }
      await recordEvent(tx, 'authentication.password_succeeded', { type: 'password', status: 'succeeded', ...who })
      const session = await startSession(tx, {
        userId: user.id,
        applicationId: application?.id ?? '',
        browserSessionId: null,
        organizationId: null,
        authMethod: 'password',
        authenticatedAt: tx.clock.now().toISOString(),
        ipAddress: null,
        userAgent: null,
      })
      const tokens = [tokenOf(app, session.id, 0)]
      journal.sessions.set(session.id, {
        id: session.id,
        userId: user.id,
        tokens,
        isEnded: false,
        doubt: undefined,
        isUntried: false,
      })
    }
  })
  await close()
}
