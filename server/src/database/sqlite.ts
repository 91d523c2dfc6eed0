import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import {
  type CompiledQuery,
  type DatabaseConnection,
  DefaultQueryExecutor,
  type Dialect,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { type Database, DatabaseUnusableError } from './database.ts'
import { createGroupCommit } from './group-commit.ts'
import { migrate } from './migrate.ts'
import { refuseNul } from './nul-character.ts'
import { refuseInsideTransaction } from './outside-transaction.ts'
import { answerDirectly } from './prepared-query.ts'
import type { Schema } from './schema.ts'

const FILE_NAME = 'gatehouse.db'
const BUSY_TIMEOUT_MS = 5_000
/** Statements differ only in the length of their lists; more than this many means that something builds SQL from data. */
const MOST_CACHED_STATEMENTS = 500

/** The embedded database: one file in `folder`, created and migrated as needed. Durable at commit (`synchronous=FULL`). */
export async function openSqlite(folder: string): Promise<Database> {
  const file = join(folder, FILE_NAME)
  const write = openForWriting(folder, file)
  const writer = kyselyOn(write)
  await migrateInTurn(write, writer)
  // A connection of its own for everything outside transactions: it sees committed rows only, and cannot write.
  const read = new DatabaseSync(file, {
    timeout: BUSY_TIMEOUT_MS,
    readOnly: true,
  })
  const reader = kyselyOn(read, refuseInsideTransaction)
  const inGroup = createGroupCommit(write)
  return {
    kind: 'sqlite',
    reader,
    // No query waits for another here.
    readerApart: reader,
    transaction: (work) => inGroup(() => work(writer)),
    statement: (work) => inGroup(() => work(writer)),
    signals: undefined,
    async close() {
      read.close()
      write.close()
    },
  }
}

/** Kysely takes no lock here. Of several processes that start at once the first one makes the tables, and the others find them. */
async function migrateInTurn(database: DatabaseSync, writer: Kysely<Schema>): Promise<void> {
  database.exec('begin immediate')
  try {
    await migrate(writer)
    database.exec('commit')
  } catch (error) {
    if (database.isTransaction) database.exec('rollback')
    throw error
  }
}

function openForWriting(folder: string, file: string): DatabaseSync {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS })
    // The first statement is also the first to read the file, and to find that it cannot be used.
    database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on')
    // SQLite also opens what it may only read, and says so when something is written: here a number that nobody uses.
    database.exec('begin immediate; pragma user_version = 0; rollback')
    return database
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new DatabaseUnusableError(
      `Cannot use the data folder ${folder} (${reason}). Make it readable and writable, or name another one in GATEHOUSE_DATA.`,
    )
  }
}

/** Without Kysely's lock around the connection: calls that do not wait cannot come between one another. */
function kyselyOn(database: DatabaseSync, beforeUse = () => {}): Kysely<Schema> {
  const run = statementsOf(database)
  const connection: DatabaseConnection = {
    executeQuery: async <R>(query: CompiledQuery) => run(query) as QueryResult<R>,
    streamQuery() {
      throw new Error('Streaming is not offered: every query is bounded.')
    },
  }
  const dialect = dialectOf(database, connection)
  const executor = new DefaultQueryExecutor(dialect.createQueryCompiler(), dialect.createAdapter(), {
    async provideConnection(consumer) {
      beforeUse()
      return await consumer(connection)
    },
  })
  const kysely = new Kysely<Schema>({ config: { dialect }, dialect, driver: dialect.createDriver(), executor })
  answerDirectly(kysely, (query) => {
    beforeUse()
    return run(query)
  })
  return kysely
}

/** Kysely's own dialect over node:sqlite, with prepared statements kept: that halves the cost of a statement. */
function dialectOf(database: DatabaseSync, connection: DatabaseConnection): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createDriver: () => ({
      init: async () => {},
      acquireConnection: async () => connection,
      releaseConnection: async () => {},
      beginTransaction: async () => database.exec('begin immediate'),
      commitTransaction: async () => database.exec('commit'),
      rollbackTransaction: async () => database.exec('rollback'),
      destroy: async () => {},
    }),
  }
}

function statementsOf(database: DatabaseSync): (query: CompiledQuery) => QueryResult<unknown> {
  const statements = new Map<string, { statement: StatementSync; returnsRows: boolean }>()
  const prepare = (sql: string) => {
    const known = statements.get(sql)
    if (known) return known
    if (statements.size >= MOST_CACHED_STATEMENTS) statements.clear()
    const statement = database.prepare(sql)
    const prepared = { statement, returnsRows: statement.columns().length > 0 }
    statements.set(sql, prepared)
    return prepared
  }
  return ({ sql, parameters }) => {
    refuseNul(parameters)
    const { statement, returnsRows } = prepare(sql)
    // Kysely's type for parameters is unknown[]; the schema's column types are all SQLite values.
    const values = parameters as SQLInputValue[]
    if (returnsRows) return { rows: statement.all(...values) }
    const { changes } = statement.run(...values)
    return { rows: [], numAffectedRows: BigInt(changes) }
  }
}
