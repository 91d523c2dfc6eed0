import { CompiledQuery, type Kysely, type KyselyPlugin, type RootOperationNode } from 'kysely'
import type { Reader } from '../../src/database/database.ts'
import type { Schema } from '../../src/database/schema.ts'
import type { TestServer } from '../harness.ts'
import type { TestDatabase } from './databases.ts'

export interface Plan {
  sql: string
  parameters: readonly unknown[]
  text: string
  indexes: string[]
  isScan: boolean
  isSort: boolean
}

/** The statements that `work` runs on the database it is given, in order, but for those that are prepared once. */
export async function statementsOf(
  { app }: TestServer,
  work: (db: Reader) => Promise<unknown>,
): Promise<CompiledQuery[]> {
  const nodes: RootOperationNode[] = []
  const listening: KyselyPlugin = {
    transformQuery: ({ node }) => nodes[nodes.push(node) - 1] as RootOperationNode,
    transformResult: async ({ result }) => result,
  }
  // A Reader is a whole Kysely, of which the type shows only what anybody may use.
  const db = app.db as Kysely<Schema>
  await work(db.withPlugin(listening))
  return nodes.map((node) => db.getExecutor().compileQuery(node, { queryId: 'plan' }))
}

/** `isPressed`: PostgreSQL sorts and reads whole tables only where there is no other way, however few the rows. */
export async function explain(
  { app }: TestServer,
  database: TestDatabase,
  statement: CompiledQuery,
  isPressed = false,
): Promise<Plan> {
  const lines = await app.database.transaction(async (db) => {
    if (isPressed && database.kind === 'postgres')
      for (const way of ['seqscan', 'sort', 'bitmapscan', 'hashjoin', 'mergejoin'])
        await db.executeQuery(CompiledQuery.raw(`set local enable_${way} = off`))
    const explanation = database.kind === 'sqlite' ? 'explain query plan' : 'explain'
    const { rows } = await db.executeQuery<{ detail?: string; 'QUERY PLAN'?: string }>(
      CompiledQuery.raw(`${explanation} ${statement.sql}`, [...statement.parameters]),
    )
    return rows.map((row) => row.detail ?? row['QUERY PLAN'] ?? '')
  })
  const text = lines.join('\n')
  const indexes = [...text.matchAll(/\b([a-z]+_(?:of|by)_\w+)/g)].map(([, name]) => name ?? '')
  // Of a value with fewer rows than would be looked at anyway, PostgreSQL fetches all through its index and sorts them.
  const isSort = /\bSort\b|TEMP B-TREE/.test(text) && !/Bitmap Index Scan on session_/.test(text)
  const isScan = /\bSCAN (?!page\b|member\b|some\b)\w+\b(?! USING)|Seq Scan on /.test(text)
  return { sql: statement.sql, parameters: statement.parameters, text, indexes: [...new Set(indexes)], isScan, isSort }
}
