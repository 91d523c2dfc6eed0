import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import { inTransaction } from '../../src/database/transaction.ts'
import { insertApplicationUnlessPresent } from '../../src/features/applications/application.queries.ts'
import { findSession } from '../../src/features/sessions/session.queries.ts'
import { decodeToken, useServer } from '../harness.ts'
import { onEachDatabase } from '../support/databases.ts'
import { countRevocations, patience, rounds, startSessions, tokenOf } from './nodes.ts'

const RUNS = 40
const GRACE_SECONDS = 30
/** Refreshes one after the other, in no time: more than a person's tabs make. */
const BURST = 15
const SESSION_SECONDS = 600
const OTHER_CLIENT_ID = 'client_other'

/** What a session should be, in the simplest words. Times are seconds since it started. */
interface Model {
  now: number
  /** The number of the token that a refresh hands out or handed out last. */
  current: number
  /** When each token was first exchanged. */
  firstUse: number[]
  ended: 'sign_out' | 'refresh_token_reuse' | null
}

type Command = fc.AsyncCommand<Model, string>

type Expected =
  | { kind: 'rotated' | 'replayed'; token: number }
  | { kind: 'theft' | 'ended' | 'expired' | 'unknown'; description: string }

/** The rule: presents the token with this number, and moves the model on. */
function present(model: Model, token: number): Expected {
  if (model.ended) return { kind: 'ended', description: 'Session has already ended.' }
  if (model.now >= SESSION_SECONDS) return { kind: 'expired', description: 'Session has expired.' }
  if (token > model.current) return { kind: 'unknown', description: 'Invalid refresh token.' }
  if (token === model.current) {
    model.firstUse[token] = model.now
    model.current++
    return { kind: 'rotated', token: model.current }
  }
  const isInGrace = model.now - (model.firstUse[token] ?? 0) <= GRACE_SECONDS
  if (isInGrace) return { kind: 'replayed', token: model.current }
  model.ended = 'refresh_token_reuse'
  return { kind: 'theft', description: 'Refresh token already exchanged.' }
}

onEachDatabase('a refresh token', (database) => {
  const server = useServer(database, { session: { maximumLengthSeconds: SESSION_SECONDS } })
  const seen = new Set<string>()
  /** So that each kind of answer is met, whatever chance draws. */
  const SHORTEST = [
    [
      presentToken(0),
      presentToken(-1),
      presentToken(1),
      presentAsOtherClient(0),
      passSeconds(GRACE_SECONDS + 1),
      presentToken(-1),
    ],
    [refreshTimes(BURST), presentToken(-BURST), passSeconds(GRACE_SECONDS), refreshTimes(1), presentToken(-BURST - 1)],
    [refreshTimes(2), passSeconds(1), refreshTimes(BURST), passSeconds(GRACE_SECONDS), presentToken(-BURST - 1)],
    [step('logOut()', logOut), presentToken(0)],
    [passSeconds(SESSION_SECONDS), presentToken(0)],
  ]
  let userId: string
  let time = Date.now()

  before(async () => {
    userId = (await server.createUser()).id
    const application = { id: OTHER_CLIENT_ID, name: 'Other', created_at: new Date().toISOString() }
    await inTransaction(server.app, (tx) => insertApplicationUnlessPresent(tx.db, application))
    // Stands still, so that the thirtieth second is met exactly.
    server.app.clock.now = () => new Date(time)
  })

  test(
    'is rotated, replayed, refused and taken for a stolen one as the model says, whatever the order',
    patience,
    async () => {
      const command = fc.oneof(
        { weight: 6, arbitrary: fc.constant(0).map(presentToken) },
        { weight: 4, arbitrary: fc.integer({ min: -12, max: 1 }).map(presentToken) },
        { weight: 1, arbitrary: fc.constant(BURST).map(refreshTimes) },
        {
          weight: 3,
          arbitrary: fc.constantFrom(1, 10, GRACE_SECONDS, GRACE_SECONDS + 1, SESSION_SECONDS).map(passSeconds),
        },
        { weight: 1, arbitrary: fc.integer({ min: -2, max: 0 }).map(presentAsOtherClient) },
        { weight: 1, arbitrary: fc.constant(step('logOut()', logOut)) },
      )
      for (const history of SHORTEST) await follow(history)
      const property = fc.asyncProperty(fc.commands([command], { maxCommands: 60, size: '+1' }), follow)
      await fc.assert(property, { numRuns: rounds(RUNS) })

      const kinds = ['rotated', 'replayed', 'theft', 'ended', 'expired', 'unknown', 'other client', 'signed out']
      assert.deepEqual([...seen].sort(), kinds.sort(), 'each of these was met')
    },
  )

  async function follow(commands: Iterable<Command>): Promise<void> {
    const [session] = await startSessions(server.app, userId, 1)
    assert.ok(session)
    const model: Model = { now: 0, current: 0, firstUse: [], ended: null }
    await fc.asyncModelRun(() => ({ model, real: session.sessionId }), commands)
    assert.equal((await countRevocations(server.app)).get(session.sessionId) ?? 0, model.ended ? 1 : 0)
  }

  /** Counted from the current token: 0 is a refresh, -1 a replay, 1 a token of a future that never was. */
  function presentToken(offset: number): Command {
    return step(`present(${offset})`, (model, sessionId) =>
      presentCounted(model, sessionId, Math.max(0, model.current + offset)),
    )
  }

  async function presentCounted(model: Model, sessionId: string, token: number): Promise<void> {
    const expected = present(model, token)
    seen.add(expected.kind)
    const { status, body } = await server.refresh(tokenOf(server.app, sessionId, token))
    if ('description' in expected) {
      const refusal = { error: 'invalid_grant', error_description: expected.description }
      return assert.deepEqual([status, body], [400, refusal])
    }
    assert.equal(status, 200, JSON.stringify(body))
    assert.equal(body.refresh_token, tokenOf(server.app, sessionId, expected.token))
    const { sid, iat } = decodeToken(body.access_token)
    assert.deepEqual([sid, iat], [sessionId, Math.floor(time / 1000)])
  }

  /** One after the other, in no time. */
  function refreshTimes(times: number): Command {
    return step(`refreshTimes(${times})`, async (model, sessionId) => {
      for (let left = times; left > 0; left--) await presentCounted(model, sessionId, model.current)
    })
  }

  function presentAsOtherClient(offset: number): Command {
    return step(`presentAsOtherClient(${offset})`, async (model, sessionId) => {
      seen.add('other client')
      const token = tokenOf(server.app, sessionId, Math.max(0, model.current + offset))
      const { status, body } = await server.refresh(token, { client_id: OTHER_CLIENT_ID })
      assert.deepEqual([status, body.error_description], [400, 'Invalid refresh token.'])
    })
  }

  function passSeconds(seconds: number): Command {
    return step(`passSeconds(${seconds})`, async (model) => {
      model.now += seconds
      time += seconds * 1000
    })
  }

  async function logOut(model: Model, sessionId: string): Promise<void> {
    seen.add('signed out')
    model.ended ??= 'sign_out'
    assert.equal((await server.logOut(sessionId)).status, 302)
  }

  function step(name: string, run: (model: Model, sessionId: string) => Promise<void>): Command {
    return {
      check: () => true,
      toString: () => name,
      async run(model, sessionId) {
        await run(model, sessionId)
        const row = await findSession(server.app.db, sessionId)
        assert.deepEqual([row?.refresh_count, row?.end_reason], [model.current, model.ended])
      },
    }
  }
})
