import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { recordExpiredSessions, recordInactiveSessions } from '../../src/features/sessions/record-expired-sessions.ts'
import { findSession } from '../../src/features/sessions/session.queries.ts'
import type { User } from '../../src/features/users/user.queries.ts'
import { type Answer, API_KEY, authenticate, PASSWORD } from '../harness.ts'
import { onEachDatabase } from '../support/databases.ts'
import {
  addUserLike,
  countEventsOfSessions,
  countRevocations,
  createUser,
  rounds,
  startSessions,
  useNodes,
} from './nodes.ts'

const RACES = 60
/** They end in one transaction, for which another node waits. */
const EXPIRING = 12

onEachDatabase('ending a session', (database) => {
  const nodes = useNodes(database)
  let user: User

  before(async () => {
    user = await createUser(nodes.one)
  })

  test('twice at once, and by the API as well, is answered each time and told once', async () => {
    const sessions = await startSessions(nodes.one.app, user.id, rounds(RACES))

    await nodes.runRaces(sessions, async ({ sessionId, refreshToken }) => {
      const answers: string[] = []
      const logOut = async () => {
        const response = await nodes.any().logOut(sessionId, 'http://localhost:3000/bye')
        answers.push(`${response.status} ${response.headers.get('location')}`)
      }
      const revoke = async () => {
        const { status } = await nodes.any().api('POST', '/user_management/sessions/revoke', { session_id: sessionId })
        answers.push(`${status}`)
      }

      await nodes.atOnce([logOut, logOut, revoke])

      const redirect = '302 http://localhost:3000/bye'
      assert.deepEqual(answers.sort(), ['200', redirect, redirect])
      assert.equal((await nodes.any().refresh(refreshToken)).status, 400)
    })

    const told = await countRevocations(nodes.one.app)
    assert.deepEqual([told.size, new Set(told.values())], [sessions.length, new Set([1])])
  })

  test('keeps the time and the reason of the first end', async () => {
    const sessions = await startSessions(nodes.one.app, user.id, rounds(RACES))

    await nodes.runRaces(sessions, async ({ sessionId }) => {
      const logOut = async () => void (await nodes.any().logOut(sessionId))
      await nodes.atOnce([logOut, logOut])
      const first = await findSession(nodes.one.app.db, sessionId)
      await nodes.any().api('POST', '/user_management/sessions/revoke', { session_id: sessionId })

      assert.equal(first?.end_reason, 'sign_out')
      assert.deepEqual(await findSession(nodes.two.app.db, sessionId), first)
    })
  })

  test('by deleting its user leaves nothing alive of a sign-in with the password at that moment', async () => {
    // The race is decided after the password was checked.
    for (const { app } of [nodes.one, nodes.two]) app.passwords.verify = async () => true
    const met = { signedIn: 0, refused: 0 }

    await nodes.runRaces(Array(rounds(RACES)), async () => {
      const leaving = await addUserLike(nodes.one.app, user)
      let signIn = {} as Answer
      await nodes.atOnce([
        async () => {
          const credentials = { email: leaving.email, password: PASSWORD, client_secret: API_KEY }
          signIn = await authenticate(nodes.any(), { grant_type: 'password', ...credentials })
        },
        async () => {
          assert.equal((await nodes.any().api('DELETE', `/user_management/users/${leaving.id}`)).status, 200)
        },
      ])

      const { db } = nodes.one.app
      const sessions = await db.selectFrom('session').selectAll().where('user_id', '=', leaving.id).execute()
      const told = await countRevocations(nodes.one.app)
      for (const { id, end_reason } of sessions) assert.deepEqual([end_reason, told.get(id)], ['user_deleted', 1])
      met[signIn.status === 200 ? 'signedIn' : 'refused']++
      assert.equal(sessions.length, signIn.status === 200 ? 1 : 0)
      if (signIn.status !== 200) return assert.equal(signIn.body.code, 'invalid_credentials')
      assert.equal((await nodes.any().refresh(signIn.body.refresh_token)).status, 400)
    })
    assert.ok(met.signedIn > 0 && met.refused > 0, JSON.stringify(met))
  })
})

onEachDatabase('a session whose time is over', (database) => {
  const nodes = useNodes(database, { session: { maximumLengthSeconds: 1000, inactivityTimeoutSeconds: 600 } })

  for (const [reason, seconds, record] of [
    ['expired', 1001, recordExpiredSessions],
    ['inactive', 601, recordInactiveSessions],
  ] as const) {
    test(`is recorded as ${reason} exactly once, by two nodes at once and again afterwards`, async () => {
      const user = await createUser(nodes.one)
      const sessions = await startSessions(nodes.one.app, user.id, rounds(EXPIRING))
      for (const node of new Set([nodes.one, nodes.two])) node.passSeconds(seconds)

      await nodes.atOnce(
        [nodes.one, nodes.two, nodes.one, nodes.two].map(
          ({ app }) =>
            () =>
              record(app),
        ),
      )
      await record(nodes.two.app)

      const told = await countEventsOfSessions(nodes.one.app, 'gatehouse.session_expired')
      for (const { sessionId } of sessions) {
        assert.equal((await findSession(nodes.two.app.db, sessionId))?.end_reason, reason)
        assert.equal(told.get(sessionId), 1)
      }
      assert.equal((await countRevocations(nodes.one.app)).size, 0)
    })
  }
})
