import type { AppContext, TransactionContext } from '../context.ts'
import { isInTransaction, markTransaction } from './outside-transaction.ts'

/** Joins the transaction of `app` if it is one, else opens one. Inside, use only `tx`. */
export function inTransaction<T>(
  app: AppContext | TransactionContext,
  work: (tx: TransactionContext) => Promise<T>,
): Promise<T> {
  if ('isTransaction' in app) return work(app)
  if (isInTransaction()) throw new Error('A transaction is open already: pass `tx` on instead of `app`.')
  return app.database.transaction((writer) => markTransaction(() => work({ ...app, db: writer, isTransaction: true })))
}
