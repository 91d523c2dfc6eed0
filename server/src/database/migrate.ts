import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { DatabaseUnusableError } from './database.ts'
import { migrations } from './migrations/index.ts'
import type { Schema } from './schema.ts'

/** Brings the tables up to date. Several nodes may start at once: on PostgreSQL the migrator takes a lock, on SQLite the caller. */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  await refuseNewerDatabase(db)
  const provider = {
    getMigrations: async (): Promise<Record<string, Migration>> => migrations,
  }
  const { error } = await new Migrator({
    db,
    provider,
    migrationTableName: 'migration',
    migrationLockTableName: 'migration_lock',
  }).migrateToLatest()
  if (error) throw error
}

async function refuseNewerDatabase(db: Kysely<Schema>): Promise<void> {
  const tables = await db.introspection.getTables({
    withInternalKyselyTables: true,
  })
  if (!tables.some((table) => table.name === 'migration')) return
  const applied = await (db as Kysely<unknown> as Kysely<{ migration: { name: string } }>)
    .selectFrom('migration')
    .select('name')
    .execute()
  const unknown = applied.find(({ name }) => !(name in migrations))
  if (!unknown) return
  throw new DatabaseUnusableError(
    `This database was written by a newer version of Gatehouse (it has the migration ${unknown.name}). Upgrade Gatehouse, or use another database.`,
  )
}
