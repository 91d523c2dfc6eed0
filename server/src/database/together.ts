/**
 * For statements of a transaction that do not need each other's answers: PostgreSQL gets them in one go and not one round
 * trip after another. Waits for all of them even when one fails, so that none is left to run after its transaction, and
 * rejects with what failed first: the others may have failed only because of it.
 */
export async function together<T extends unknown[]>(...statements: { [I in keyof T]: Promise<T[I]> }): Promise<T> {
  const all = Promise.all(statements)
  await Promise.allSettled([all, ...statements])
  return (await all) as T
}
