import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createApiClient, requestsTo } from '../support/api-client.ts'
import { onEachDatabase, type Place } from '../support/databases.ts'
import { openProductionNode } from '../support/production-node.ts'
import { at, type Credentials, createApiKey, PRODUCTION, spawnServer } from '../support/spawn-server.ts'
import { checkFacts, goOn } from './facts.ts'
import { createJournal, type Journal, type Load, work } from './journal.ts'
import { stockUp } from './stock-up.ts'

const KILLS = 20
/** Of the 20 seconds that it takes many times over, for machines that have other things to do. */
const LIMIT_MS = 240_000
const PEOPLE = 16
const TRIED_AFTER_EACH = 24
/** After so many acknowledgements of a run, and a moment more, it ends. */
const FEWEST_WRITES = 20
const MOST_WRITES = 140
const LONGEST_MOMENT_MS = 12
const AFTER_THE_GRACE_PERIOD_SECONDS = 31

onEachDatabase('a server that is killed', (database) => {
  test(`${KILLS} times in the middle of its work has lost nothing that it acknowledged`, {
    timeout: LIMIT_MS,
  }, async (t) => {
    const place = await database.create()
    const variables = { ...PRODUCTION, ...at(place), GATEHOUSE_REQUEST_LOG: 'off' }
    const credentials = await createApiKey(variables)
    const journal = createJournal()
    await stockUp(place, journal)
    const kill = async (isLast: boolean) => {
      await using server = await spawnServer('serve', variables)
      const client = createApiClient(requestsTo(server.origin), credentials)
      const load: Load = { client, journal, isOver: () => false, hazard: 'server' }
      await checkFacts(place, journal)
      await goOn(load, isLast ? Number.POSITIVE_INFINITY : TRIED_AFTER_EACH)
      if (isLast) return
      const last = journal.acknowledged + FEWEST_WRITES + Math.random() * (MOST_WRITES - FEWEST_WRITES)
      const working = work(load, PEOPLE)
      await Promise.race([working, until(() => journal.acknowledged > last)])
      await sleep(Math.random() * LONGEST_MOMENT_MS)

      server.kill('SIGKILL')

      await working
      assert.deepEqual(await server.exited, { code: null, signal: 'SIGKILL' })
    }

    for (let kills = 0; kills <= KILLS; kills++) await kill(kills === KILLS)

    await checkFacts(place, journal)
    await refusesWhatWasExchangedLongAgo(place, credentials, journal)
    const { acknowledged, users, sessions } = journal
    t.diagnostic(
      `${KILLS} kills, ${acknowledged} acknowledged writes (${users.size} users, ${sessions.size} sessions): all there, nothing by half`,
    )
    await place.remove()
  })
})

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await sleep(1)
}

/** A token from before the last exchange but one: whoever presents it after the grace period has copied it. */
async function refusesWhatWasExchangedLongAgo(place: Place, credentials: Credentials, journal: Journal): Promise<void> {
  const node = await openProductionNode(place)
  const client = createApiClient(node.request, credentials)
  node.passSeconds(AFTER_THE_GRACE_PERIOD_SECONDS)
  for (const session of journal.sessions.values()) {
    const [old, , latest] = session.tokens.slice(-3)
    if (old === undefined || latest === undefined) continue
    for (const token of [old, latest]) {
      const { status, body } = await client.authenticate({ grant_type: 'refresh_token', refresh_token: token })
      assert.equal(status, 400, JSON.stringify(body))
      assert.equal(body.error, 'invalid_grant')
    }
    session.isEnded = true
  }
  await node.close()
  await checkFacts(place, journal)
}
