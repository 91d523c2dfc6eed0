import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { rotateRefreshToken } from '../../src/features/sessions/rotate-refresh-token.ts'
import { findSession } from '../../src/features/sessions/session.queries.ts'
import { CLIENT_ID, decodeToken } from '../harness.ts'
import { onEachDatabase } from '../support/databases.ts'
import { countOf, countRevocations, patience, rounds, startSessions, tokenOf, useNodes } from './nodes.ts'

const TABS = 20
const PEOPLE = 10
/** Each; PostgreSQL, where each tab waits for a commit of its own, gets fewer. `RACE_ROUNDS=10` makes it 1,000 and more in all. */
const REFRESHES = { sqlite: 25, postgres: 10 }
const REFRESHES_OVER_HTTP = 2
const REFRESHES_BEFORE_STRAGGLER = 15

onEachDatabase('twenty tabs that refresh at once', (database) => {
  const nodes = useNodes(database)
  let userId: string

  before(async () => {
    userId = (await nodes.one.createUser()).id
  })

  test('get the same successor each time, and nobody is signed out', patience, async () => {
    const sessions = await startSessions(nodes.one.app, userId, PEOPLE)
    const refreshes = rounds(REFRESHES[database.kind])

    await nodes.runRaces(sessions, async ({ sessionId }) => {
      for (let count = 0; count < refreshes; count++) {
        const successors = await inEachTab(async () => {
          const { app } = nodes.any()
          const { session } = await rotateRefreshToken(app, tokenOf(app, sessionId, count), {
            applicationId: CLIENT_ID,
          })
          return session.refresh_count
        })
        assert.deepEqual(successors, Array(TABS).fill(count + 1))
      }
    })

    for (const { sessionId } of sessions) {
      const session = await findSession(nodes.one.app.db, sessionId)
      assert.equal(session?.refresh_count, refreshes)
      assert.equal(session.ended_at, null)
    }
    assert.equal((await countRevocations(nodes.one.app)).size, 0)
  })

  test('leave none behind: one that is many refreshes late within 30 seconds is answered like the others', async () => {
    const [session] = await startSessions(nodes.one.app, userId, 1)
    assert.ok(session)
    let current = session.refreshToken
    for (let count = 0; count < REFRESHES_BEFORE_STRAGGLER; count++) {
      const { status, body } = await nodes.any().refresh(current)
      assert.equal(status, 200, JSON.stringify(body))
      current = body.refresh_token
    }

    const straggler = await nodes.any().refresh(session.refreshToken)

    assert.equal(straggler.body.refresh_token, current)
    assert.equal((await nodes.any().refresh(current)).status, 200)
    assert.equal((await countRevocations(nodes.one.app)).size, 0)
  })

  test('get the same refresh token over HTTP, and an access token each', async () => {
    const sessions = await startSessions(nodes.one.app, userId, PEOPLE)

    await nodes.runRaces(sessions, async ({ sessionId, refreshToken }) => {
      let current = refreshToken
      for (let count = 0; count < rounds(REFRESHES_OVER_HTTP); count++) {
        const answers = await inEachTab(() => nodes.any().refresh(current))
        const [first] = answers
        for (const { status, body } of answers) {
          assert.equal(status, 200, JSON.stringify(body))
          assert.equal(body.refresh_token, first?.body.refresh_token)
          assert.equal(decodeToken(body.access_token).sid, sessionId)
        }
        const accessTokens = new Set(answers.map(({ body }) => decodeToken(body.access_token).jti))
        assert.equal(accessTokens.size, TABS)
        current = first?.body.refresh_token
        assert.equal(countOf(current), count + 1)
      }
    })

    assert.equal((await countRevocations(nodes.one.app)).size, 0)
  })

  async function inEachTab<T>(act: () => Promise<T>): Promise<T[]> {
    const answers: T[] = []
    const tab = async () => void answers.push(await act())
    await nodes.atOnce(Array(TABS).fill(tab))
    return answers
  }
})
