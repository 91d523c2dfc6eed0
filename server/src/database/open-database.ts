import type { Database } from './database.ts'

/** The PostgreSQL database at `url`, else the embedded one in `folder`; migrated either way. */
export async function openDatabase(where: { url: string | undefined; folder: string }): Promise<Database> {
  if (where.url) return (await import('./postgres.ts')).openPostgres(where.url)
  return (await import('./sqlite.ts')).openSqlite(where.folder)
}
