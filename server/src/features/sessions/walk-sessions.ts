import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Reader } from '../../database/database.ts'
import type { Position } from '../../database/keyset.ts'
import type { FilterColumns } from './session-filter.ts'
import { findEndOfStretch, type Stretch } from './session-search.queries.ts'

/**
 * The stretches in which all sessions that a filter may cover are looked at, oldest first. In between others have their
 * turn: on SQLite a statement keeps the whole process waiting.
 */
export async function* walkSessions(
  db: Reader,
  filter: FilterColumns,
  start: Position | undefined,
): AsyncGenerator<Stretch> {
  for (let from = start; ; ) {
    const to = await findEndOfStretch(db, filter, { direction: 'asc', from })
    yield { from, to }
    if (!to) return
    from = to
    await nextTurn()
  }
}
