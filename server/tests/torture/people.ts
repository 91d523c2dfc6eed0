import { inTransaction } from '../../src/database/transaction.ts'
import { listApplications } from '../../src/features/applications/application.queries.ts'
import { startBrowserSession } from '../../src/features/sessions/browser-session.ts'
import { startSession } from '../../src/features/sessions/start-session.ts'
import { addUser } from '../../src/features/users/create-user.ts'
import { describeRequest } from '../../src/http/request-info.ts'
import { tokenOf } from '../races/nodes.ts'
import { openProductionNode } from '../support/production-node.ts'

/** Somebody signed in to the hosted pages in one browser, and to an application from there. */
export interface Person {
  userId: string
  browserId: string
  cookie: string
  session: { id: string; refreshToken: string }
}

/** Fewer than the pool has connections. */
const AT_A_TIME = 8

/** Written as a sign-in writes them, but for the password, which would take longer than everything else. */
export async function signInPeople(databaseUrl: string, count: number): Promise<Person[]> {
  const { app, close } = await openProductionNode({ url: databaseUrl, folder: '', remove: async () => {} })
  const [application] = await listApplications(app.db)
  const people: Person[] = []
  const signIn = async () => {
    const email = `${app.ids.ulid().toLowerCase()}@example.com`
    const user = await addUser(app, { email, email_verified: true })
    const given = { userId: user.id, authMethod: 'password' as const, previous: undefined, request: A_REQUEST }
    return await inTransaction(app, async (tx) => {
      const { browserSession, cookie } = await startBrowserSession(tx, given)
      const session = await startSession(tx, {
        userId: user.id,
        applicationId: application?.id ?? '',
        browserSessionId: browserSession.id,
        organizationId: null,
        authMethod: 'password',
        authenticatedAt: tx.clock.now().toISOString(),
        ipAddress: null,
        userAgent: null,
      })
      const refreshToken = tokenOf(app, session.id, 0)
      return { userId: user.id, browserId: browserSession.id, cookie, session: { id: session.id, refreshToken } }
    })
  }
  for (let left = count; left > 0; left -= AT_A_TIME) {
    people.push(...(await Promise.all(Array.from({ length: Math.min(left, AT_A_TIME) }, signIn))))
  }
  await close()
  return people
}

const A_REQUEST = describeRequest({
  id: 'req',
  method: 'POST',
  url: 'http://localhost/sign-in',
  headers: new Headers(),
  peerAddress: undefined,
  trustedProxies: 0,
})
