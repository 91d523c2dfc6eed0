import type { TransactionContext } from '../../context.ts'
import type { RevocationRow } from '../../database/schema.ts'
import type { SessionsRevokedEventData } from '../events/event-catalogue.ts'
import { recordEvent } from '../events/record-event.ts'
import type { Ending } from './ending.ts'
import { hasHadSession, hasSessionMoved } from './session-organization.queries.ts'

/** How far the clocks of nodes and applications may differ. */
const CLOCK_SKEW_SECONDS = 60

type Marked = Pick<RevocationRow, 'id' | 'user_id' | 'application_id' | 'organization_id' | 'except_session_id'>

/**
 * For whoever has nothing but the claims of a token: which of them to refuse. What they do not tell for certain is left
 * out, so the mark covers more: an address, and a way to sign in. Without any token to refuse there is none.
 */
export async function markRevocation(tx: TransactionContext, row: Marked, { actor, reason }: Ending): Promise<void> {
  const organization = await markedOrganization(tx, row.organization_id)
  if (organization === 'no-tokens') return
  await recordEvent(tx, 'gatehouse.sessions_revoked', toMark(tx, row, organization), { actor, reason })
}

/** A membership has ended: tokens that name the organization may be those of sessions that have moved on since. */
export async function markEndOfMember(
  tx: TransactionContext,
  { user_id, organization_id }: { user_id: string; organization_id: string },
  { actor, reason }: Ending,
): Promise<void> {
  if (!(await hasSessionMoved(tx.db, oldestToken(tx), { userId: user_id }))) return
  const row = { id: tx.ids.next('revocation'), user_id, organization_id, application_id: null, except_session_id: null }
  await recordEvent(tx, 'gatehouse.sessions_revoked', toMark(tx, row, organization_id), { actor, reason })
}

/**
 * Null, any, where a session that is in the organization may have a token from before it moved there. No token names
 * the organization where no session has been in it; one that has moved on may still have such a token.
 */
async function markedOrganization(
  tx: TransactionContext,
  organizationId: string | null,
): Promise<string | null | 'no-tokens'> {
  if (organizationId === null) return null
  const since = oldestToken(tx)
  if (await hasSessionMoved(tx.db, since, { organizationId })) return null
  const hasTokens = (await hasHadSession(tx.db, organizationId)) || (await hasSessionMoved(tx.db, since))
  return hasTokens ? organizationId : 'no-tokens'
}

function oldestToken({ clock, config }: TransactionContext): Date {
  return new Date(clock.now().getTime() - (config.session.accessTokenSeconds + CLOCK_SKEW_SECONDS) * 1000)
}

/** `not_before` is the next full second, because tokens are dated in whole ones. */
function toMark(tx: TransactionContext, row: Marked, organizationId: string | null): SessionsRevokedEventData {
  return {
    revocation_id: row.id,
    not_before: new Date((Math.floor(tx.clock.now().getTime() / 1000) + 1) * 1000).toISOString(),
    user_id: row.user_id,
    client_id: row.application_id,
    organization_id: organizationId,
    except_session_id: row.except_session_id,
  }
}
