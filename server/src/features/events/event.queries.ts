import type { Reader, Writer } from '../../database/database.ts'
import type { EventRow } from '../../database/schema.ts'
import { inPageOrder, type Keyset, type Position } from '../../http/pagination.ts'

/** An event row with its JSON decoded. */
export type StoredEvent = Omit<EventRow, 'data' | 'context'> & {
  data: Record<string, unknown>
  context: Record<string, unknown>
}

export async function insertEvent(
  db: Writer,
  event: Omit<StoredEvent, 'data' | 'context'> & {
    data: object
    context: object
  },
): Promise<void> {
  const row = {
    ...event,
    data: JSON.stringify(event.data),
    context: JSON.stringify(event.context),
  }
  await db.insertInto('event').values(row).execute()
}

export async function findEventPosition(db: Reader, id: string): Promise<Position | undefined> {
  return await db.selectFrom('event').select(['id', 'created_at']).where('id', '=', id).executeTakeFirst()
}

export interface EventFilter {
  names: string[]
  from?: string | undefined
  to?: string | undefined
}

export async function listEvents(db: Reader, filter: EventFilter, keyset: Keyset): Promise<StoredEvent[]> {
  let query = db.selectFrom('event').selectAll()
  if (filter.names.length > 0) query = query.where('event', 'in', filter.names)
  if (filter.from) query = query.where('created_at', '>=', filter.from)
  if (filter.to) query = query.where('created_at', '<=', filter.to)
  const rows = await inPageOrder(query, keyset).execute()
  return rows.map((row) => ({
    ...row,
    data: JSON.parse(row.data),
    context: JSON.parse(row.context),
  }))
}
