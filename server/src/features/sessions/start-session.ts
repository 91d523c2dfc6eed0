import type { TransactionContext } from '../../context.ts'
import type { SessionAuthMethod, SessionRow } from '../../database/schema.ts'
import { ipKey } from '../../platform/ip-range.ts'
import { recordEvent } from '../events/record-event.ts'
import { CANARY_APPLICATION_ID } from './canary-session.ts'
import { endSession } from './end-session.ts'
import { BY_RULE } from './ending.ts'
import { liveLimits } from './live-limits.ts'
import { insertSession, listSurplusSessions } from './session.queries.ts'
import { toSessionObject } from './session.wire.ts'

export interface NewSession {
  userId: string
  applicationId: string
  browserSessionId: string | null
  /** Whoever starts it holds the membership; null: in none. */
  organizationId: string | null
  authMethod: SessionAuthMethod
  authenticatedAt: string
  ipAddress: string | null
  userAgent: string | null
}

/** A canary's is over soon, should nobody come to sign it out. */
const CANARY_SECONDS = 60

/** The one operation that makes sessions. Of a canary's start no event tells (`watchCanary`). */
export async function startSession(tx: TransactionContext, given: NewSession): Promise<SessionRow> {
  const isCanary = given.applicationId === CANARY_APPLICATION_ID
  const session = toRow(tx, given, isCanary ? CANARY_SECONDS : tx.config.session.maximumLengthSeconds)
  await insertSession(tx.db, session)
  if (isCanary) return session
  tx.afterCommit.add(() => tx.metrics.sessionsStarted.add(session.auth_method))
  await endSurplusSessions(tx, session)
  await recordEvent(tx, 'session.created', toSessionObject(session, tx.clock.now()), {
    client_id: session.application_id,
  })
  return session
}

function toRow(tx: TransactionContext, given: NewSession, lengthSeconds: number): SessionRow {
  const now = tx.clock.now()
  const time = now.toISOString()
  return {
    id: tx.ids.next('session'),
    user_id: given.userId,
    application_id: given.applicationId,
    browser_session_id: given.browserSessionId,
    organization_id: given.organizationId,
    moved_at: null,
    auth_method: given.authMethod,
    ip_address: given.ipAddress,
    ip_key: ipKey(given.ipAddress),
    user_agent: given.userAgent,
    authenticated_at: given.authenticatedAt,
    refresh_count: 0,
    refreshed_at: time,
    rotation_times: '',
    expires_at: new Date(now.getTime() + lengthSeconds * 1000).toISOString(),
    ended_at: null,
    end_reason: null,
    end_actor: null,
    created_at: time,
    updated_at: time,
  }
}

/** The user's row is locked by every sign-in, so two of them at once count one after the other. */
async function endSurplusSessions(tx: TransactionContext, session: SessionRow): Promise<void> {
  const { maximumPerUser } = tx.config.session
  if (maximumPerUser === null) return
  const limits = liveLimits(tx.config.session, tx.clock.now())
  const surplus = await listSurplusSessions(tx.db, session.user_id, limits, maximumPerUser)
  for (const id of surplus) await endSession(tx, id, { reason: 'session_limit', actor: BY_RULE })
}
