import type { AppContext } from '../../context.ts'
import type { SessionEndReason, SessionRow } from '../../database/schema.ts'
import type { BackchannelDelivery } from '../backchannel-logout/backchannel-delivery.wire.ts'
import { listBackChannelDeliveries } from '../backchannel-logout/list-backchannel-deliveries.ts'
import type { Actor } from '../sessions/ending.ts'
import { isWithin, liveLimits } from '../sessions/live-limits.ts'
import { findCoveringRevocation } from '../sessions/revocation.queries.ts'
import { findSession } from '../sessions/session.queries.ts'
import { CLOCK_SKEW_SECONDS } from './feed-window.ts'
import type { Place } from './place.ts'
import { findRevokingEvent, listVerifiers } from './verifier.queries.ts'
import { KEPT_MS, writeAcknowledgements } from './write-acknowledgements.ts'

/** Verifiers report every 10 seconds; one that has been silent for longer than two of these is gone. */
const CONNECTED_MS = 25_000

export interface SessionReceipt {
  session: SessionRow
  /** Undefined: it is alive. */
  end: End | undefined
  verifiers: { id: string; name: string; isConnected: boolean; enforcedAt: string | null }[]
  deliveries: BackchannelDelivery[]
  /** Until when an access token of it may still be taken somewhere, in milliseconds from now; 0: nowhere. */
  worstRemainingMs: number
}

interface End {
  endedAt: string
  reason: SessionEndReason | null
  actor: Actor | null
  /** Where the feed tells of it; undefined: it did not have to. */
  place: Place | undefined
}

/** What is known of the end of a session and of who has taken notice. Undefined: there is no such session. */
export async function findSessionReceipt(app: AppContext, id: string): Promise<SessionReceipt | undefined> {
  const session = await findSession(app.db, id)
  if (!session) return undefined
  // What was reported to this node a moment ago should be in it.
  await writeAcknowledgements(app)
  const end = await findEnd(app, session)
  const verifiers = end ? await findVerifiers(app, end) : []
  return {
    session,
    end,
    verifiers,
    deliveries: await listBackChannelDeliveries(app.db, id),
    worstRemainingMs: isEnforced(verifiers) ? 0 : remainingMs(app, session),
  }
}

async function findEnd(app: AppContext, session: SessionRow): Promise<End | undefined> {
  const { id, ended_at: endedAt, end_reason: reason, end_actor } = session
  if (endedAt !== null) {
    // `updated_at` is the time of the end by the clock that wrote the event as well.
    const place = await findRevokingEvent(app.db, { member: 'id', id, endedAt: new Date(session.updated_at) })
    return { endedAt, reason, actor: end_actor === null ? null : JSON.parse(end_actor), place }
  }
  const revocation = await findCoveringRevocation(app.db, id)
  if (revocation) {
    const { id: revocationId, created_at, reason: why, actor } = revocation
    const event = { member: 'revocation_id' as const, id: revocationId, endedAt: new Date(created_at) }
    return {
      endedAt: created_at,
      reason: why,
      actor: JSON.parse(actor),
      place: await findRevokingEvent(app.db, event),
    }
  }
  const now = app.clock.now()
  if (isWithin(liveLimits(app.config.session, now), session)) return undefined
  const isExpired = session.expires_at <= now.toISOString()
  return {
    endedAt: isExpired ? session.expires_at : now.toISOString(),
    reason: isExpired ? 'expired' : 'inactive',
    actor: null,
    place: undefined,
  }
}

/**
 * Who was there when it ended, or has come since; not who had closed before and refused every token. Of what is long past
 * nothing is kept.
 */
async function findVerifiers(app: AppContext, { endedAt, place }: End): Promise<SessionReceipt['verifiers']> {
  const now = app.clock.now().getTime()
  const ended = Date.parse(endedAt)
  if (ended < now - KEPT_MS) return []
  const rows = await listVerifiers(app.db, new Date(ended - CONNECTED_MS), place)
  const there = rows.filter(({ closed_at }) => closed_at === null || Date.parse(closed_at) > ended)
  return there.map((row) => ({
    id: row.id,
    name: row.name,
    isConnected: row.closed_at === null && Date.parse(row.last_seen_at) >= now - CONNECTED_MS,
    enforcedAt: row.enforced_at ?? row.closed_at,
  }))
}

/**
 * One that fell silent counts: it may be alive behind a broken connection, and take tokens of an ended session while it
 * is stale. With nobody to say anything, nothing is known.
 */
function isEnforced(verifiers: SessionReceipt['verifiers']): boolean {
  return verifiers.length > 0 && verifiers.every(({ enforcedAt }) => enforcedAt !== null)
}

/** The latest access token was issued at the latest refresh; a clock that is behind takes it for longer. */
function remainingMs(app: AppContext, { refreshed_at, expires_at }: SessionRow): number {
  const latestEnd = Date.parse(refreshed_at) + app.config.session.accessTokenSeconds * 1000
  const refusedByAll = Math.min(latestEnd, Date.parse(expires_at)) + CLOCK_SKEW_SECONDS * 1000
  return Math.max(0, refusedByAll - app.clock.now().getTime())
}
