import { AsyncLocalStorage } from 'node:async_hooks'

const transaction = new AsyncLocalStorage<true>()

/** Marks everything that `work` starts as being inside a transaction. */
export function markTransaction<T>(work: () => Promise<T>): Promise<T> {
  return transaction.run(true, work)
}

export function isInTransaction(): boolean {
  return transaction.getStore() === true
}

/**
 * For the reader: a query through it from inside a transaction would not see the transaction's own writes, and on
 * PostgreSQL it could wait for a connection that the transaction itself holds. So it fails at once, in every test.
 */
export function refuseInsideTransaction(): void {
  if (isInTransaction()) throw new Error('Inside a transaction use its own `tx.db`, not the outer `app.db`.')
}
