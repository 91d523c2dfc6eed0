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

/** The columns that an index ends in, and that hold the two halves of a `Position`. */
export interface PageColumns {
  created_at: string
  id: string
}

/** Adds a keyset to a query on one table that has `created_at` and `id`, with an index that ends in these two. */
export function inPageOrder<Table extends keyof Schema, Output>(
  query: SelectQueryBuilder<Schema, Table, Output>,
  { direction, from, limit }: Keyset,
  columns: PageColumns = { created_at: 'created_at', id: 'id' },
): SelectQueryBuilder<Schema, Table, Output> {
  const compare = sql.raw(direction === 'asc' ? '>' : '<')
  const [time, id] = [sql.ref(columns.created_at), sql.ref(columns.id)]
  const started = from ? query.where(sql<boolean>`(${time}, ${id}) ${compare} (${from.created_at}, ${from.id})`) : query
  return started.orderBy(time, direction).orderBy(id, direction).limit(limit)
}
