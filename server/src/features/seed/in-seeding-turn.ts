import { setTimeout as pause } from 'node:timers/promises'
import type { AppContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { extendSeedingTurn, giveUpSeedingTurn, takeSeedingTurn } from './seeding-turn.queries.ts'

/** So long at most does a node that died while it was seeding keep the next one waiting. */
export const TURN_MS = 10_000
const EXTENSION_INTERVAL_MS = 2_500
const POLL_MS = 100

/**
 * Of the nodes that start on one database at once one is seeding at a time: looking for what is there and adding what is
 * not are many transactions, between which another node must not do the same. Whoever comes after it finds everything.
 */
export async function inSeedingTurn(app: AppContext, seed: () => Promise<void>): Promise<void> {
  const takenBy = app.ids.ulid()
  await waitForTurn(app, takenBy)
  const extend = () => inTransaction(app, (tx) => extendSeedingTurn(tx.db, takenBy, endOfTurn(app)))
  // A database that is not there now fails the seeding itself.
  const timer = setInterval(() => void extend().catch(() => {}), EXTENSION_INTERVAL_MS)
  try {
    await seed()
  } finally {
    clearInterval(timer)
    await inTransaction(app, (tx) => giveUpSeedingTurn(tx.db, takenBy))
  }
}

async function waitForTurn(app: AppContext, takenBy: string): Promise<void> {
  const take = () =>
    inTransaction(app, (tx) => takeSeedingTurn(tx.db, { takenBy, now: tx.clock.now(), goodUntil: endOfTurn(tx) }))
  if (await take()) return
  app.log.info('Another node is adding what is in its seed file; this one goes on when that is done.')
  while (!(await take())) await pause(POLL_MS)
}

function endOfTurn(app: AppContext): Date {
  return new Date(app.clock.now().getTime() + TURN_MS)
}
