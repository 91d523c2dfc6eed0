/**
 * For statements of a transaction that do not need each other's answers: PostgreSQL gets them in one go and not one round
 * trip after another. Waits for all of them even when one fails, so that none is left to run after its transaction.
 */
export async function together<T extends unknown[]>(...statements: { [I in keyof T]: Promise<T[I]> }): Promise<T> {
  await Promise.allSettled(statements)
  return (await Promise.all(statements)) as T
}
