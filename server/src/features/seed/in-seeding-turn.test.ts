import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { startServer, type TestServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { inTransaction } from '../../database/transaction.ts'
import { applySeed } from './apply-seed.ts'
import { inSeedingTurn, TURN_MS } from './in-seeding-turn.ts'
import { seedOf } from './seed-file.ts'
import { takeSeedingTurn } from './seeding-turn.queries.ts'

onEachDatabase('nodes that start on one database with one seed file', (database) => {
  // Also on SQLite, where they are two connections to one file.
  let one: TestServer
  let two: TestServer
  before(async () => {
    const place = await database.create()
    one = await startServer({ ...database, create: async () => place })
    two = await startServer({ ...database, create: async () => ({ ...place, remove: async () => {} }) })
  })
  after(async () => {
    await two.close()
    await one.close()
  })
  const isThere = async (email: string) =>
    (await one.api('GET', `/user_management/users?email=${email}`)).body.data.length === 1

  test('do it one after another: nothing is made twice, and all start', async () => {
    const seed = seedOf({
      users: [{ email: 'a@example.com' }],
      permissions: [{ slug: 'p:x', name: 'X' }],
      organizations: [{ name: 'A', memberships: [{ email: 'a@example.com' }] }, { name: 'B' }],
    })

    await Promise.all([applySeed(one.app, seed), applySeed(two.app, seed)])

    assert.deepEqual((await one.newEvents()).sort(), [
      'organization.created',
      'organization.created',
      'organization_membership.created',
      'permission.created',
      'user.created',
    ])
  })

  test('are kept waiting by one that died at it, but for a few seconds only', async () => {
    await takeTurn('a dead node')
    const applied = applySeed(two.app, seedOf({ users: [{ email: 'b@example.com' }] }))
    for (let tries = 0; tries < 1000 && !isWaiting(two); tries++) await setTimeout(5)

    assert.ok(isWaiting(two))
    assert.equal(await isThere('b@example.com'), false)
    two.passSeconds(TURN_MS / 1000)
    await applied
    assert.equal(await isThere('b@example.com'), true)
  })

  test('go on waiting for one that takes longer than a turn and is still at it', async (t) => {
    t.mock.timers.enable({ apis: ['setInterval'] })

    await inSeedingTurn(one.app, async () => {
      const start = await endOfTurn()
      one.passSeconds(TURN_MS / 1000 - 1)
      t.mock.timers.tick(TURN_MS / 2)
      for (let tries = 0; tries < 1000 && (await endOfTurn()) === start; tries++) await setTimeout(5)
      one.passSeconds(2)

      assert.equal(await takeTurn('an impatient node'), false)
    })
  })

  test('do not wait for one that was refused, or is done', async () => {
    const bad = seedOf({ users: [{ email: 'c@example.com' }], jwtTemplate: { content: '{' } })

    await assert.rejects(applySeed(one.app, bad), /jwtTemplate: /)

    assert.equal(await takeTurn('the next node'), true)
  })

  const endOfTurn = async () =>
    (await one.app.db.selectFrom('seeding_turn').select('good_until').executeTakeFirstOrThrow()).good_until
  const takeTurn = async (takenBy: string) => {
    const now = one.app.clock.now()
    const goodUntil = new Date(now.getTime() + TURN_MS)
    return await inTransaction(one.app, (tx) => takeSeedingTurn(tx.db, { takenBy, now, goodUntil }))
  }
})

function isWaiting({ logLines }: TestServer): boolean {
  return logLines.some((line) => line.includes('Another node is adding what is in its seed file'))
}
