import type { AppContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { removeOldBackchannelLogouts as removeOld } from './backchannel-logout.queries.ts'

const BATCH = 500
/** So long one can look up who was told. */
const MEMORY_MS = 30 * 24 * 60 * 60 * 1000

export async function removeOldBackchannelLogouts(app: AppContext): Promise<void> {
  const doneBefore = new Date(app.clock.now().getTime() - MEMORY_MS)
  while ((await inTransaction(app, (tx) => removeOld(tx.db, doneBefore, BATCH))) === BATCH);
}
