import { type Compilable, type CompiledQuery, type Kysely, PostgresAdapter } from 'kysely'
import type { Database, Reader } from './database.ts'
import type { Schema } from './schema.ts'

type Value = string | number | null

/**
 * For the few statements of the hottest paths: built and compiled once for each kind of database, afterwards only given
 * values. Building one takes longer than SQLite takes to run it (docs/performance.md). `build` gets placeholders in the
 * place of values: each must become a parameter of the statement, and must not be looked at.
 */
export function prepareQuery<Values extends { [Name in keyof Values]: Value }, Row>(
  build: (db: Kysely<Schema>, values: Values) => Compilable<Row>,
): (db: Reader, values: Values) => Promise<Row[]> {
  const statements = new Map<Database['kind'], Statement<Values>>()
  return async (db, values) => {
    // A Reader is a whole Kysely, of which the type shows only what anybody may use.
    const kysely = db as Kysely<Schema>
    const kind = kysely.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite'
    const statement = statements.get(kind) ?? compile(kysely, build)
    statements.set(kind, statement)
    const query = { ...statement.compiled, parameters: statement.bind(values) }
    const run = directWays.get(kysely)
    const { rows } = run ? await run(query) : await kysely.executeQuery(query)
    // The rows are those of the statement that `build` typed.
    return rows as Row[]
  }
}

type DirectWay = (query: CompiledQuery) => { rows: unknown[] } | Promise<{ rows: unknown[] }>

const directWays = new WeakMap<Kysely<Schema>, DirectWay>()

/** For a connection that is there already: prepared queries need not go through Kysely's executor, which first looks for one. */
export function answerDirectly(kysely: Kysely<Schema>, run: DirectWay): void {
  directWays.set(kysely, run)
}

interface Statement<Values> {
  compiled: CompiledQuery
  bind(values: Values): Value[]
}

/** No value begins with a NUL: both databases refuse it. */
const PLACEHOLDER = '\u0000'

function compile<Values extends { [Name in keyof Values]: Value }>(
  db: Kysely<Schema>,
  build: (db: Kysely<Schema>, values: Values) => Compilable<unknown>,
): Statement<Values> {
  const placeholders = new Proxy({}, { get: (_target, name) => PLACEHOLDER + String(name) }) as Values
  const compiled = build(db, placeholders).compile()
  const slots = compiled.parameters.map((parameter) =>
    typeof parameter === 'string' && parameter.startsWith(PLACEHOLDER)
      ? (values: Values) => values[parameter.slice(PLACEHOLDER.length) as keyof Values]
      : () => parameter as Value,
  )
  return { compiled, bind: (values) => slots.map((slot) => slot(values)) }
}
