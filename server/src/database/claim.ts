import { type Kysely, PostgresAdapter, type SelectQueryBuilder } from 'kysely'
import type { Schema } from './schema.ts'

/**
 * For workers that share a queue: of the rows that a query finds, those that nobody else is taking at this moment, so
 * that the workers of several nodes get different ones without waiting for each other. On SQLite there is one writer at
 * a time anyway.
 */
export function unclaimed<Table extends keyof Schema, Output>(
  db: Kysely<Schema>,
  query: SelectQueryBuilder<Schema, Table, Output>,
): SelectQueryBuilder<Schema, Table, Output> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  return isPostgres ? query.forUpdate().skipLocked() : query
}
