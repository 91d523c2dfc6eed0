import {
  type CompiledQuery,
  DefaultQueryExecutor,
  DummyDriver,
  Kysely,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
  type QueryResult,
} from 'kysely'
import { answerDirectly } from './prepared-query.ts'
import type { Schema } from './schema.ts'
import { together } from './together.ts'

/**
 * Transactions on connections that take a statement before the one before it is answered (`pipeline` of pg). Kysely's own
 * hold every statement back until then, so that each of them is a round trip.
 */
export function createTransactions(pool: PostgresPool) {
  const writers = new WeakMap<PostgresPoolClient, Kysely<Schema>>()
  const writerOn = (client: PostgresPoolClient) => {
    const writer = writers.get(client) ?? createWriter(client)
    writers.set(client, writer)
    return writer
  }
  return async <T>(work: (writer: Kysely<Schema>) => Promise<T>): Promise<T> => {
    const client = await pool.connect()
    try {
      // The begin is not waited for: it goes out with the first statement.
      const [, answer] = await together(client.query('begin', []), work(writerOn(client)))
      const { command } = await client.query('commit', [])
      // So PostgreSQL answers the commit of a transaction in which a statement has failed.
      if (command === 'ROLLBACK') throw new Error('Nothing was committed: a statement of the transaction had failed.')
      return answer
    } catch (error) {
      await client.query('rollback', []).catch(() => {})
      throw error
    } finally {
      client.release()
    }
  }
}

/** All that a writer asks goes to this one client, at once. */
function createWriter(client: PostgresPoolClient): Kysely<Schema> {
  const run = async <R>({ sql, parameters }: CompiledQuery) => toQueryResult(await client.query<R>(sql, parameters))
  const connection = {
    executeQuery: run,
    streamQuery() {
      throw new Error('Streaming is not offered: every query is bounded.')
    },
  }
  const dialect = new PostgresDialect({ pool: () => Promise.reject(new Error('A writer has its client already.')) })
  const executor = new DefaultQueryExecutor(dialect.createQueryCompiler(), dialect.createAdapter(), {
    provideConnection: (consumer) => consumer(connection),
  })
  const writer = new Kysely<Schema>({ config: { dialect }, dialect, driver: new DummyDriver(), executor })
  answerDirectly(writer, run)
  return writer
}

function toQueryResult<R>({ command, rowCount, rows }: PostgresQueryResult<R>): QueryResult<R> {
  const isChange = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(command)
  return isChange ? { rows, numAffectedRows: BigInt(rowCount) } : { rows }
}
