import { type SelectQueryBuilder, sql } from 'kysely'
import type { Schema } from './schema.ts'

/** Where a row stands in a list that is ordered by time of creation, as most are. */
export interface Position {
  id: string
  created_at: string
}

/** What a queries file needs in order to read one page; see `inPageOrder`. */
export interface Keyset<Cursor = Position> {
  direction: 'asc' | 'desc'
  from: Cursor | undefined
  limit: number
}

/** Adds a keyset to a query on one table that has `created_at` and `id`, with an index that ends in these two. */
export function inPageOrder<Table extends keyof Schema, Output>(
  query: SelectQueryBuilder<Schema, Table, Output>,
  { direction, from, limit }: Keyset,
): SelectQueryBuilder<Schema, Table, Output> {
  const compare = sql.raw(direction === 'asc' ? '>' : '<')
  const started = from ? query.where(sql<boolean>`(created_at, id) ${compare} (${from.created_at}, ${from.id})`) : query
  return started.orderBy(sql`created_at`, direction).orderBy(sql`id`, direction).limit(limit)
}
