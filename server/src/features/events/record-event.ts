import type { TransactionContext } from '../../context.ts'
import { insertEvent } from './event.queries.ts'
import { type EventContext, type EventData, type EventName, REVOKING_EVENTS } from './event-catalogue.ts'

/** Part of the change it tells of: it needs the transaction's context, so the two commit together or not at all. */
export async function recordEvent<Name extends EventName>(
  tx: TransactionContext,
  name: Name,
  data: EventData<Name>,
  context: EventContext = {},
  organizationId = organizationOf(data),
): Promise<void> {
  await insertEvent(tx.db, {
    id: tx.ids.next('event'),
    event: name,
    data,
    context,
    organization_id: organizationId,
    created_at: tx.clock.now().toISOString(),
  })
  if (REVOKING_EVENTS.includes(name)) tx.afterCommit.add(tx.feed.wake)
}

/** The official shapes say it in one of these ways; whoever records another one names the organization. */
function organizationOf(data: object): string | null {
  const { object, id, organization_id, organization_domain, owner } = data as Partial<Record<string, unknown>>
  if (object === 'organization' && typeof id === 'string') return id
  if (typeof organization_id === 'string') return organization_id
  if (typeof organization_domain === 'object' && organization_domain) return organizationOf(organization_domain)
  if (typeof owner !== 'object' || owner === null || !('id' in owner)) return null
  return 'type' in owner && owner.type === 'organization' ? String(owner.id) : organizationOf(owner)
}
