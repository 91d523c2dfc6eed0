import type { AppContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { removeExpiredPendingAuthentications } from '../sessions/pending-authentication.queries.ts'
import { removeOldAuthorizationCodes } from './authorization-code.queries.ts'
import { removeExpiredAuthorizationRequests } from './authorization-request.queries.ts'

const BATCH = 500
/** A spent code is remembered for so long after its expiry, so that a late replay is still recognised. */
const CODE_MEMORY_MS = 24 * 60 * 60 * 1000

/** Pages left open and codes long expired; in batches, so that nobody waits behind a long delete. */
export async function removeExpiredSignIns(app: AppContext): Promise<void> {
  const now = app.clock.now()
  const codesExpiredBefore = new Date(now.getTime() - CODE_MEMORY_MS)
  for (;;) {
    const requests = await inTransaction(app, (tx) => removeExpiredAuthorizationRequests(tx.db, now, BATCH))
    const codes = await inTransaction(app, (tx) => removeOldAuthorizationCodes(tx.db, codesExpiredBefore, BATCH))
    const pending = await inTransaction(app, (tx) => removeExpiredPendingAuthentications(tx.db, now, BATCH))
    if (requests < BATCH && codes < BATCH && pending < BATCH) return
  }
}
