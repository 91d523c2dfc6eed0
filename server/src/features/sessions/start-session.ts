import type { TransactionContext } from '../../context.ts'
import type { SessionAuthMethod, SessionRow } from '../../database/schema.ts'
import { recordEvent } from '../events/record-event.ts'
import { insertSession } from './session.queries.ts'
import { toSessionObject } from './session.wire.ts'

export interface NewSession {
  userId: string
  applicationId: string
  browserSessionId: string | null
  authMethod: SessionAuthMethod
  authenticatedAt: string
  ipAddress: string | null
  userAgent: string | null
}

/** The one operation that makes sessions. */
export async function startSession(tx: TransactionContext, given: NewSession): Promise<SessionRow> {
  const now = tx.clock.now()
  const time = now.toISOString()
  const session: SessionRow = {
    id: tx.ids.next('session'),
    user_id: given.userId,
    application_id: given.applicationId,
    browser_session_id: given.browserSessionId,
    organization_id: null,
    auth_method: given.authMethod,
    ip_address: given.ipAddress,
    user_agent: given.userAgent,
    authenticated_at: given.authenticatedAt,
    refresh_count: 0,
    refreshed_at: time,
    rotation_times: '',
    expires_at: new Date(now.getTime() + tx.config.session.maximumLengthSeconds * 1000).toISOString(),
    ended_at: null,
    end_reason: null,
    end_actor: null,
    created_at: time,
    updated_at: time,
  }
  await insertSession(tx.db, session)
  await recordEvent(tx, 'session.created', toSessionObject(session, now), {
    client_id: session.application_id,
  })
  return session
}
