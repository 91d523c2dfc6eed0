import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'
import type { Signals } from './signals.ts'

/** Sees what has been committed, and cannot write. */
export type Reader = Pick<Kysely<Schema>, 'selectFrom'>

/** Exists only inside a transaction. */
export type Writer = Kysely<Schema>

export interface Database {
  readonly kind: 'sqlite' | 'postgres'
  readonly reader: Reader
  /** The same on a connection of its own, for what must not wait behind requests. */
  readonly readerApart: Reader
  /**
   * Runs the work in a transaction of its own and answers after the durable commit; when the work throws, nothing of
   * it remains. The work must not wait for anything but its own queries, because on SQLite all writers queue behind it.
   * Call it through `inTransaction`.
   */
  transaction<T>(work: (writer: Writer) => Promise<T>): Promise<T>
  /**
   * The same for work that is one statement, which is a transaction by itself: PostgreSQL is spared the round trips for
   * its begin and its commit.
   */
  statement<T>(work: (writer: Writer) => Promise<T>): Promise<T>
  /** Undefined on SQLite, which has one node. */
  readonly signals: Signals | undefined
  close(): Promise<void>
}

/** The database cannot be used as it is; the message tells an operator what to do. */
export class DatabaseUnusableError extends Error {}
