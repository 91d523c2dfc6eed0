import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { AppContext } from '../../src/context.ts'
import type { SessionRow } from '../../src/database/schema.ts'
import { inTransaction } from '../../src/database/transaction.ts'
import { issueAuthorizationCode } from '../../src/features/authentication/authorization-code.ts'
import { findLiveBrowserSessionById } from '../../src/features/sessions/browser-session.queries.ts'
import { startBrowserSession } from '../../src/features/sessions/browser-session.ts'
import type { User } from '../../src/features/users/user.queries.ts'
import { describeRequest } from '../../src/http/request-info.ts'
import { type Answer, API_KEY, authenticate, CLIENT_ID } from '../harness.ts'
import { onEachDatabase } from '../support/databases.ts'
import { addUserLike, countRevocations, createUser, rounds, useNodes } from './nodes.ts'

const RACES = 60

onEachDatabase('exchanging a code', (database) => {
  const nodes = useNodes(database)
  let user: User

  before(async () => {
    user = await createUser(nodes.one)
  })

  test('twice at once succeeds once, and the replay ends what it got', async () => {
    await nodes.runRaces(Array(rounds(RACES)), async () => {
      const { browserSessionId, codes } = await signInBrowser(nodes.one.app, user.id, 1)
      const answers: Answer[] = []
      const exchange = async () => void answers.push(await exchangeCode(codes[0]))

      await nodes.atOnce([exchange, exchange])

      const [winner, loser] = answers.sort((a, b) => a.status - b.status)
      assert.deepEqual([winner?.status, loser?.status, loser?.body.error], [200, 400, 'invalid_grant'])
      const sessions = await sessionsOfBrowser(browserSessionId)
      assert.deepEqual(
        sessions.map((session) => session.end_reason),
        ['code_reuse'],
      )
      assert.equal((await nodes.any().refresh(winner?.body.refresh_token)).status, 400)
    })

    const told = await countRevocations(nodes.one.app)
    assert.deepEqual([told.size, new Set(told.values())], [rounds(RACES), new Set([1])])
  })

  test('never succeeds once a sign-out in the same browser was answered', async () => {
    const met = { before: 0, refused: 0 }

    await nodes.runRaces(Array(rounds(RACES)), async () => {
      const { browserSessionId, codes } = await signInBrowser(nodes.one.app, user.id, 3)
      const sibling = (await exchangeCode(codes[0])).body
      const [{ id: siblingId } = { id: '' }] = await sessionsOfBrowser(browserSessionId)
      let racing = {} as Answer
      let late = {} as Answer
      let startedBefore: SessionRow[] = []

      await nodes.atOnce([
        async () => {
          racing = await exchangeCode(codes[1])
        },
        async () => {
          await nodes.any().logOut(siblingId)
          startedBefore = await sessionsOfBrowser(browserSessionId)
          late = await exchangeCode(codes[2])
        },
      ])

      assert.equal(late.status, 400)
      const started = await sessionsOfBrowser(browserSessionId)
      assert.equal(started.length, racing.status === 200 ? 2 : 1)
      assert.equal(started.length, startedBefore.length, 'a session started after the sign-out was answered')
      met[racing.status === 200 ? 'before' : 'refused']++
      const { app } = nodes.any()
      assert.equal(await findLiveBrowserSessionById(app.db, browserSessionId, app.clock.now()), undefined)
      assert.equal((await nodes.any().refresh(sibling.refresh_token)).status, 400)
    })

    assert.ok(met.before > 0 && met.refused > 0, JSON.stringify(met))
  })

  test('leaves no session behind when the user is deleted at that moment', async () => {
    const met = { exchanged: 0, refused: 0 }

    await nodes.runRaces(Array(rounds(RACES)), async () => {
      const leaving = await addUserLike(nodes.one.app, user)
      const { browserSessionId, codes } = await signInBrowser(nodes.one.app, leaving.id, 1)
      let exchanged = {} as Answer

      await nodes.atOnce([
        async () => {
          exchanged = await exchangeCode(codes[0])
        },
        async () => {
          assert.equal((await nodes.any().api('DELETE', `/user_management/users/${leaving.id}`)).status, 200)
        },
      ])

      met[exchanged.status === 200 ? 'exchanged' : 'refused']++
      const sessions = await sessionsOfBrowser(browserSessionId)
      assert.equal(sessions.length, exchanged.status === 200 ? 1 : 0)
      const told = await countRevocations(nodes.one.app)
      for (const { id, end_reason } of sessions) assert.deepEqual([end_reason, told.get(id)], ['user_deleted', 1])
      if (exchanged.status !== 200) return
      assert.equal((await nodes.any().refresh(exchanged.body.refresh_token)).status, 400)
    })

    assert.ok(met.exchanged > 0 && met.refused > 0, JSON.stringify(met))
  })

  const exchangeCode = (code: string | undefined) =>
    authenticate(nodes.any(), { grant_type: 'authorization_code', client_secret: API_KEY, code })

  const sessionsOfBrowser = (id: string): Promise<SessionRow[]> =>
    nodes.one.app.db.selectFrom('session').selectAll().where('browser_session_id', '=', id).execute()
})

/** A browser where this user signed in, and codes for the applications they go to from there. */
async function signInBrowser(app: AppContext, userId: string, count: number) {
  const request = describeRequest({
    id: 'req',
    method: 'POST',
    url: 'http://localhost/sign-in',
    headers: new Headers(),
    peerAddress: undefined,
    trustedProxies: 0,
  })
  const binding = {
    application_id: CLIENT_ID,
    redirect_uri: 'http://localhost:3000/callback',
    code_challenge: null,
    nonce: null,
    organization_id: null,
  }
  return await inTransaction(app, async (tx) => {
    const given = { userId, authMethod: 'password' as const, previous: undefined, request }
    const { browserSession } = await startBrowserSession(tx, given)
    const codes: string[] = []
    for (let made = 0; made < count; made++) codes.push(await issueAuthorizationCode(tx, binding, browserSession))
    return { browserSessionId: browserSession.id, codes }
  })
}
