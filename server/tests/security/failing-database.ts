import type { CompiledQuery, Kysely, KyselyPlugin, QueryResult } from 'kysely'
import type { AppContext } from '../../src/context.ts'
import type { Writer } from '../../src/database/database.ts'
import type { Schema } from '../../src/database/schema.ts'

/** Which statement fails, counted from 1, and whether it was carried out before its answer got lost. */
export interface Fault {
  statement: number
  when: 'before' | 'after'
}

/** The same server on a database that fails at one statement, inside a transaction or outside. */
export function failAt(app: AppContext, fault: Fault): { app: AppContext; statements(): number } {
  let count = 0
  const watch = <DB extends Kysely<Schema>>(db: DB): DB => {
    // A copy of its own: the executor of the given one stays as it is.
    const copy = db.withPlugin(NO_CHANGE) as DB
    const executor = copy.getExecutor()
    const { executeQuery } = executor
    executor.executeQuery = async <R>(query: CompiledQuery) => {
      const isFault = ++count === fault.statement
      if (isFault && fault.when === 'before') throw outageOf(app)
      const result = await executeQuery.call(executor, query)
      if (isFault) throw outageOf(app)
      return result as QueryResult<R>
    }
    return copy
  }
  const transaction: Transaction = (work) => app.database.transaction((writer) => work(watch(writer)))
  return {
    // The reader is a Kysely of which only selecting is shown.
    app: { ...app, db: watch(app.db as Kysely<Schema>), database: { ...app.database, transaction } },
    statements: () => count,
  }
}

const NO_CHANGE: KyselyPlugin = { transformQuery: ({ node }) => node, transformResult: async ({ result }) => result }

/** The same server on a database whose transactions end as `around` lets them. */
export function withTransactions(app: AppContext, around: Around): AppContext {
  const transaction: Transaction = (work) => around(work, (given) => app.database.transaction(given))
  return { ...app, database: { ...app.database, transaction } }
}

type Transaction = <T>(work: (writer: Writer) => Promise<T>) => Promise<T>
export type Around = <T>(work: (writer: Writer) => Promise<T>, run: Transaction) => Promise<T>

/** As the two databases say that they are gone, or full. */
export function outageOf({ database }: AppContext): Error {
  if (database.kind === 'postgres') return new Error('Connection terminated unexpectedly')
  return Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 })
}
