import assert from 'node:assert/strict'
import { before, type TestContext, test } from 'node:test'
import type { SessionRow } from '../../src/database/schema.ts'
import { endSession } from '../../src/features/sessions/end-session.ts'
import { BY_SIGN_OUT_LINK } from '../../src/features/sessions/ending.ts'
import { recordRevokedSessions, revokeSessions } from '../../src/features/sessions/revoke-sessions.ts'
import { rotateRefreshToken } from '../../src/features/sessions/rotate-refresh-token.ts'
import { findSession } from '../../src/features/sessions/session.queries.ts'
import { OAuthError } from '../../src/http/errors.ts'
import { CLIENT_ID, decodeToken, type TestServer } from '../harness.ts'
import { onEachDatabase } from '../support/databases.ts'
import { countOf, countRevocations, patience, rounds, type Started, startSessions, tokenOf, useNodes } from './nodes.ts'

/** In each race three refreshes meet one sign-out. */
const RACES = 1_700
const RACES_OVER_HTTP = 100
const MASS_REVOCATIONS = 100

/** What came back: the count of the new refresh token, and when the access token was issued; undefined: refused. */
type Answer = { count: number; issuedAt: number } | undefined

/** One attempt to refresh. Numbers tell the order in which calls were made and answered in this process. */
interface Attempt {
  presented: number
  started: number
  answered: number
  got: Answer
}

interface History {
  attempts: Attempt[]
  signOut: { started: number; answered: number }
}

/** How tokens are refreshed and sessions ended: by calling the operations, or over HTTP. */
interface Door {
  refresh(node: TestServer, sessionId: string, count: number): Promise<Answer>
  signOut(node: TestServer, sessionId: string): Promise<void>
  /** What is left to the background jobs. */
  finish?(node: TestServer): Promise<void>
}

onEachDatabase('refreshing against signing out', (database) => {
  const nodes = useNodes(database)
  let userId: string

  before(async () => {
    userId = (await nodes.one.createUser()).id
  })

  test(
    'no refresh that started after the sign-out was answered succeeds, and no token is dated after it',
    patience,
    async (t) => {
      await race(t, await startSessions(nodes.one.app, userId, rounds(RACES)), operations)
    },
  )

  test('the same holds over HTTP, for the access tokens as they are handed out', async (t) => {
    await race(t, await startSessions(nodes.one.app, userId, rounds(RACES_OVER_HTTP)), http)
  })

  test('the same holds for a mass revocation, which ends sessions before their ends are written down', async (t) => {
    const { app } = nodes.one
    const sessions: Started[] = []
    while (sessions.length < rounds(MASS_REVOCATIONS)) {
      sessions.push(...(await startSessions(app, app.ids.next('user'), 1)))
    }
    await race(t, sessions, massRevocation)
  })

  async function race(t: TestContext, sessions: Started[], door: Door): Promise<void> {
    const told = await countRevocations(nodes.one.app)
    const histories = new Map<string, History>()
    await nodes.runRaces(sessions, async ({ sessionId }) => {
      histories.set(sessionId, await raceOnce(sessionId, door))
    })
    await door.finish?.(nodes.any())

    const met = { refreshed: 0, refused: 0, overlapping: 0 }
    await nodes.runRaces(histories, async ([sessionId, history]) => {
      const session = await findSession(nodes.any().app.db, sessionId)
      assert.ok(session)
      checkHistory(history, session)
      const any = Math.floor(Math.random() * (session.refresh_count + 1))
      assert.equal(await door.refresh(nodes.any(), sessionId, any), undefined, `token ${any} is alive`)
      for (const attempt of history.attempts) {
        met[attempt.got ? 'refreshed' : 'refused']++
        if (attempt.started < history.signOut.answered && attempt.answered > history.signOut.started) met.overlapping++
      }
    })
    const toldNow = await countRevocations(nodes.one.app)
    assert.equal(toldNow.size - told.size, sessions.length)
    for (const { sessionId } of sessions) assert.equal(toldNow.get(sessionId), 1, 'the end of a session is told once')
    t.diagnostic(`${sessions.length} sign-outs: ${JSON.stringify(met)}`)
    // Otherwise they hardly met, and little was tested.
    const few = sessions.length / 5
    assert.ok(met.overlapping > few && met.refreshed > few, JSON.stringify(met))
  }

  async function raceOnce(sessionId: string, door: Door): Promise<History> {
    let moment = 0
    const history: History = { attempts: [], signOut: { started: 0, answered: 0 } }
    const attempt = async (presented: number) => {
      const started = moment++
      const got = await door.refresh(nodes.any(), sessionId, presented)
      history.attempts.push({ presented, started, answered: moment++, got })
      return got?.count
    }
    const tab = async () => void (await attempt(0))
    const busyTab = async () => {
      const successor = await attempt(0)
      if (successor !== undefined) await attempt(successor)
    }
    const leave = async () => {
      history.signOut.started = moment++
      await door.signOut(nodes.any(), sessionId)
      history.signOut.answered = moment++
      await attempt(0)
    }
    await nodes.atOnce([tab, busyTab, leave])
    return history
  }
})

function checkHistory({ attempts, signOut }: History, session: SessionRow): void {
  assert.ok(session.ended_at)
  const endedAt = Date.parse(session.ended_at)
  for (const { got, started, presented } of attempts) {
    if (!got) continue
    assert.ok(started < signOut.answered, 'a refresh that started after the sign-out was answered succeeded')
    assert.ok(got.issuedAt <= endedAt, `a token was issued ${got.issuedAt - endedAt} ms after the end of its session`)
    assert.ok(got.count > presented && got.count <= session.refresh_count, 'the successor is not on the chain')
  }
  for (const earlier of attempts) {
    const later = attempts.filter((attempt) => attempt.started > earlier.answered)
    for (const { got } of later) assert.ok(!got || got.count >= (earlier.got?.count ?? 0), 'the chain went back')
  }
  const granted = attempts.filter((attempt) => attempt.got)
  const exchanged = new Set(granted.map(({ presented }) => presented))
  const handedOut = new Set(granted.map(({ got }) => got?.count))
  assert.equal(exchanged.size, session.refresh_count, 'a token was exchanged for two successors')
  assert.equal(handedOut.size, session.refresh_count, 'a successor was made that nobody got')
}

const operations: Door = {
  async refresh({ app }, sessionId, count) {
    try {
      const { session, at } = await rotateRefreshToken(app, tokenOf(app, sessionId, count), {
        applicationId: CLIENT_ID,
      })
      return { count: session.refresh_count, issuedAt: at.getTime() }
    } catch (error) {
      // Anything else, a deadlock for instance, fails the test.
      if (error instanceof OAuthError) return undefined
      throw error
    }
  },
  async signOut({ app }, sessionId) {
    await endSession(app, sessionId, { reason: 'sign_out', actor: BY_SIGN_OUT_LINK })
  },
}

const massRevocation: Door = {
  refresh: operations.refresh,
  async signOut({ app }, sessionId) {
    const session = await findSession(app.db, sessionId)
    assert.ok(session)
    await revokeSessions(app, { user_id: session.user_id }, { reason: 'mass_revoke', actor: BY_SIGN_OUT_LINK })
  },
  finish: ({ app }) => recordRevokedSessions(app),
}

const http: Door = {
  async refresh(node, sessionId, count) {
    const { status, body } = await node.refresh(tokenOf(node.app, sessionId, count))
    if (status === 400) {
      assert.equal(body.error, 'invalid_grant')
      return undefined
    }
    assert.equal(status, 200, JSON.stringify(body))
    const { iat, sid } = decodeToken(body.access_token)
    assert.equal(sid, sessionId)
    return { count: countOf(body.refresh_token), issuedAt: iat * 1000 }
  },
  async signOut(node, sessionId) {
    assert.equal((await node.logOut(sessionId)).status, 302)
  },
}
