import type { AppContext, TransactionContext } from '../context.ts'
import { isInTransaction, markTransaction } from './outside-transaction.ts'

/** Joins the transaction of `app` if it is one, else opens one. Inside, use only `tx`. */
export async function inTransaction<T>(
  app: AppContext | TransactionContext,
  work: (tx: TransactionContext) => Promise<T>,
): Promise<T> {
  if ('isTransaction' in app) return await work(app)
  if (isInTransaction()) throw new Error('A transaction is open already: pass `tx` on instead of `app`.')
  let afterCommit = new Set<() => void>()
  const answer = await app.database.transaction((writer) => {
    // Each time anew: what was undone and is run again has announced nothing.
    afterCommit = new Set()
    return markTransaction(() => work({ ...app, db: writer, isTransaction: true, afterCommit }))
  })
  for (const act of afterCommit) act()
  return answer
}
