import { sql } from 'kysely'
import type { AppContext } from '../../src/context.ts'

/** Every row of every table, as text. */
export type Snapshot = Map<string, string[]>

export async function takeSnapshot(app: AppContext): Promise<Snapshot> {
  return await app.database.transaction(async (db) => {
    const snapshot: Snapshot = new Map()
    const tables = await sql<{ name: string }>`${sql.raw(TABLES[app.database.kind])}`.execute(db)
    for (const { name } of tables.rows) {
      const { rows } = await sql`select * from ${sql.table(name)}`.execute(db)
      snapshot.set(
        name,
        rows.map((row) => JSON.stringify(row)),
      )
    }
    return snapshot
  })
}

/** Kysely could tell too, but asks PostgreSQL for every column, which takes longer than reading the rows. */
const TABLES = {
  postgres: "select tablename as name from pg_tables where schemaname = 'public'",
  sqlite: "select name from sqlite_master where type = 'table' and name not like 'sqlite%'",
}

/** What is different, by table: tables in which nothing is are left out. A changed row counts as removed and added. */
export function compareSnapshots(
  before: Snapshot,
  after: Snapshot,
): Record<string, { removed: string[]; added: string[] }> {
  const changes: Record<string, { removed: string[]; added: string[] }> = {}
  for (const table of before.keys()) {
    const [old, now] = [new Set(before.get(table)), new Set(after.get(table))]
    const [removed, added] = [[...old.difference(now)], [...now.difference(old)]]
    if (removed.length + added.length > 0) changes[table] = { removed, added }
  }
  return changes
}
