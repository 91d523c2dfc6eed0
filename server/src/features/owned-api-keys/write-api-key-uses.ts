import type { AppContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { noteUse } from './owned-api-key.queries.ts'

const BATCH = 200

/** One row for each key that was used since the last time, however often it was. What cannot be written waits. */
export async function writeApiKeyUses(app: AppContext): Promise<void> {
  // In the same order on every node, so that two of them do not wait for each other.
  const uses = [...app.apiKeyUses.take()].sort(([one], [other]) => (one < other ? -1 : 1))
  while (uses.length > 0) {
    const batch = uses.slice(0, BATCH)
    try {
      await inTransaction(app, async (tx) => {
        for (const [id, usedAt] of batch) await noteUse(tx.db, id, usedAt)
      })
    } catch (error) {
      for (const [id, usedAt] of uses) app.apiKeyUses.note(id, usedAt)
      throw error
    }
    uses.splice(0, BATCH)
  }
}
