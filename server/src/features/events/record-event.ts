import type { TransactionContext } from '../../context.ts'
import { insertEvent } from './event.queries.ts'
import { type EventContext, type EventData, type EventName, REVOKING_EVENTS } from './event-catalogue.ts'

/** Part of the change it tells of: it needs the transaction's context, so the two commit together or not at all. */
export async function recordEvent<Name extends EventName>(
  tx: TransactionContext,
  name: Name,
  data: EventData<Name>,
  context: EventContext = {},
): Promise<void> {
  await insertEvent(tx.db, {
    id: tx.ids.next('event'),
    event: name,
    data,
    context,
    created_at: tx.clock.now().toISOString(),
  })
  if (REVOKING_EVENTS.includes(name)) tx.afterCommit.add(tx.feed.wake)
}
