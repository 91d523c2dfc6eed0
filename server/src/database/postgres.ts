import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient, sql } from 'kysely'
import { continueEventLog } from './continue-event-log.ts'
import { type Database, DatabaseUnusableError } from './database.ts'
import { migrate } from './migrate.ts'
import { refuseNul } from './nul-character.ts'
import { refuseInsideTransaction } from './outside-transaction.ts'
import { createPostgresSignals } from './postgres-signals.ts'
import { createTransactions } from './postgres-transaction.ts'
import type { Schema } from './schema.ts'

const POOL_SIZE = 10
const CONNECT_TIMEOUT_MS = 2_000
const QUERY_TIMEOUT_MS = 5_000
const TRIES = 3
const INT8 = 20
/** serialization_failure and deadlock_detected: the transaction was undone by PostgreSQL and may simply be run again. */
const RETRIED = new Set(['40001', '40P01'])

/**
 * PostgreSQL by URL. Every wait is bounded: a server-side timeout alone does not help when packets vanish, so the
 * client has its own and throws the connection away (measured: without that, a black-holed pool never recovers).
 */
export async function openPostgres(url: string): Promise<Database> {
  // Loaded here, because the embedded database should not pay for it.
  const { Client, Pool, types } = (await import('pg')).default
  const connection = {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    statement_timeout: 4_000,
    lock_timeout: 2_000,
    idle_in_transaction_session_timeout: 10_000,
    keepAlive: true,
    pipeline: true,
    application_name: 'gatehouse',
    // Counts and positions stay far below 2^53.
    types: {
      getTypeParser: ((oid, format) =>
        oid === INT8 ? Number : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
    },
  }
  const [pool, poolApart] = [new Pool({ ...connection, max: POOL_SIZE }), new Pool({ ...connection, max: 1 })]
  // An idle connection that breaks is replaced by the pool; without a listener the process would end.
  for (const one of [pool, poolApart]) one.on('error', () => {})
  // One for both: the names of prepared statements must be unique on a connection.
  const clients = withoutBrokenClients(pool)
  const writer = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: clients }) })
  const inTransaction = createTransactions(clients)
  await checkServer(writer, url)
  await migrate(writer)
  await continueEventLog(writer)
  return {
    kind: 'postgres',
    reader: readerOn(clients),
    readerApart: readerOn(withoutBrokenClients(poolApart)),
    transaction: (work) => withRetries(() => inTransaction(work)),
    statement: (work) => withRetries(() => work(writer)),
    signals: createPostgresSignals(() => new Client(connection), pool),
    async close() {
      await Promise.all([pool.end(), poolApart.end()])
    },
  }
}

function readerOn(pool: PostgresPool): Kysely<Schema> {
  const outsideTransactions: PostgresPool = {
    ...pool,
    async connect() {
      refuseInsideTransaction()
      return await pool.connect()
    },
  }
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: outsideTransactions }) })
}

/** Refuses a server that would lose acknowledged writes. */
async function checkServer(db: Kysely<Schema>, url: string): Promise<void> {
  try {
    const { rows } = await sql<{ name: string; setting: string }>`
      select name, setting from pg_settings where name in ('fsync', 'synchronous_commit')`.execute(db)
    const unsafe = rows.find((row) => row.setting === 'off')
    if (!unsafe) return
    throw new DatabaseUnusableError(
      `PostgreSQL runs with ${unsafe.name}=off, so a sign-out could be lost in a crash. Set ${unsafe.name}=on.`,
    )
  } catch (error) {
    if (error instanceof DatabaseUnusableError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new DatabaseUnusableError(
      `Cannot reach PostgreSQL at ${withoutPassword(url)} (${reason}). Check DATABASE_URL and that the server runs.`,
    )
  }
}

function withoutPassword(url: string): string {
  const parsed = URL.parse(url)
  if (!parsed) return 'DATABASE_URL'
  return `${parsed.host}${parsed.pathname}`
}

async function withRetries<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === TRIES || !RETRIED.has(codeOf(error))) throw error
    }
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/**
 * Kysely gives a client back to the pool without saying that its connection broke. Here a client whose connection is
 * lost is thrown away, and nothing more is asked of it: a rollback would only wait in vain. Statements are named after
 * their text, so that PostgreSQL plans each once per connection.
 */
function withoutBrokenClients(pool: import('pg').Pool): PostgresPool {
  const names = new Map<string, string>()
  const nameOf = (text: string) => {
    const name = names.get(text) ?? `s${names.size}`
    names.set(text, name)
    return name
  }
  const losses = new WeakMap<import('pg').PoolClient, Error>()
  const known = new WeakMap<import('pg').PoolClient, PostgresPoolClient>()
  // While a client is lent the pool does not listen, and a connection that ends between two queries would end the process.
  pool.on('connect', (client) => client.on('error', (error) => losses.set(client, error)))
  const guard = (client: import('pg').PoolClient) => {
    // Only these two are called; cursors, which have another signature, are not used.
    const guarded = {
      async query(text: string, values: readonly unknown[]) {
        refuseNul(values)
        const loss = losses.get(client)
        if (loss) throw loss
        try {
          const isStatement = values.length > 0
          return await client.query(isStatement ? { name: nameOf(text), text, values: [...values] } : text)
        } catch (error) {
          if (error instanceof Error && isConnectionLost(error)) losses.set(client, error)
          throw error
        }
      },
      release: () => client.release(losses.get(client)),
    }
    return guarded as unknown as PostgresPoolClient
  }
  return {
    options: pool.options,
    end: async () => {},
    async connect() {
      const client = await pool.connect()
      const guarded = known.get(client) ?? guard(client)
      known.set(client, guarded)
      return guarded
    },
  }
}

/**
 * What the server refuses carries an SQLSTATE of five characters, and the connection stays good, unless it says that it
 * ends it: connection exceptions, an operator, a failover, a transaction left idle.
 */
function isConnectionLost(error: Error): boolean {
  const code = codeOf(error)
  return code.length !== 5 || /^(08|57P|25P03)/.test(code)
}
