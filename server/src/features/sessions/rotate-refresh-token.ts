import type { AppContext, TransactionContext } from '../../context.ts'
import type { SessionRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { invalidGrant } from '../../http/errors.ts'
import { endSession } from './end-session.ts'
import { BY_RULE } from './ending.ts'
import { isWithin, liveLimits } from './live-limits.ts'
import { type RefreshToken, readRefreshToken } from './refresh-token.ts'
import { isCoveredByRevocation } from './revocation.queries.ts'
import { isWithinGrace } from './rotation-times.ts'
import { advanceRefreshCount, advanceRefreshCountIn, findSession, noteReplay } from './session.queries.ts'
import { moveSession } from './session-organization.queries.ts'

type Outcome =
  | { kind: 'alive'; session: SessionRow; at: Date; isReplay: boolean }
  | { kind: 'refused'; description: string }
  | { kind: 'theft'; session: SessionRow }

/** What is asked for with a token, and by whom. */
export interface RefreshWish {
  applicationId: string
  /** In which organization the session shall go on; undefined: where it is. */
  destination?: Destination | undefined
}

export interface Destination {
  organizationId: string
  /** Holds what entitles the user to be there, or throws: then the token is as good as before. */
  enter(tx: TransactionContext, member: { userId: string; organizationId: string }): Promise<void>
}

/**
 * Exchanges a refresh token; the session's row then carries the count of the token to answer with, and `at` is when it
 * was seen alive. A token presented
 * again after the grace period has been copied: the session ends for both holders (RFC 9700, 4.14.2). Throws
 * `invalid_grant` otherwise.
 */
export async function rotateRefreshToken(
  app: AppContext,
  presented: string,
  wish: RefreshWish,
): Promise<{ session: SessionRow; at: Date }> {
  const token = readRefreshToken(app.keys.tokenKey, presented)
  if (!token) {
    app.metrics.refreshes.add('refused')
    throw invalidGrant('Invalid refresh token.')
  }
  const outcome = (await rotate(app, token, wish)) ?? (await inTransaction(app, (tx) => judge(tx, token, wish)))
  app.metrics.refreshes.add(toMetric(outcome))
  if (outcome.kind === 'alive') return outcome
  if (outcome.kind === 'refused') throw invalidGrant(outcome.description)
  app.log.warn('A refresh token was used again after its grace period; its session has been ended.', {
    session_id: outcome.session.id,
    user_id: outcome.session.user_id,
  })
  throw invalidGrant('Refresh token already exchanged.')
}

function toMetric(outcome: Outcome): 'rotated' | 'replayed' | 'refused' | 'reused' {
  if (outcome.kind === 'alive') return outcome.isReplay ? 'replayed' : 'rotated'
  return outcome.kind === 'theft' ? 'reused' : 'refused'
}

/** The usual case. A session that is in the organization already is entitled to be there, or it would have ended. */
async function rotate(
  app: AppContext,
  token: RefreshToken,
  { applicationId, destination }: RefreshWish,
): Promise<Outcome | undefined> {
  const { session, at } = await app.database.statement(async (db) => {
    const at = app.clock.now()
    const limits = liveLimits(app.config.session, at)
    const session = destination
      ? await advanceRefreshCountIn(db, { ...token, applicationId, organizationId: destination.organizationId }, limits)
      : await advanceRefreshCount(db, { ...token, applicationId }, limits)
    return { session, at }
  })
  return session && { kind: 'alive', session, at, isReplay: false }
}

/**
 * Why the token was not the current one of a live session, or the session was somewhere else. The former it never will
 * be again: counts only grow, and what has ended stays so.
 */
async function judge(
  tx: TransactionContext,
  token: RefreshToken,
  { applicationId, destination }: RefreshWish,
): Promise<Outcome> {
  const at = tx.clock.now()
  const session = await findSession(tx.db, token.sessionId)
  // A token of another application is refused like a false one: only its owner may burn it.
  if (session?.application_id !== applicationId) return { kind: 'refused', description: 'Invalid refresh token.' }
  if (session.ended_at !== null || (await isCoveredByRevocation(tx.db, session.id))) return ENDED
  const limits = liveLimits(tx.config.session, at)
  if (!isWithin(limits, session)) return { kind: 'refused', description: 'Session has expired.' }
  // After a database was restored from a backup, clients hold tokens from its future.
  if (token.count > session.refresh_count) return { kind: 'refused', description: 'Invalid refresh token.' }

  const isCurrent = token.count === session.refresh_count
  if (!isCurrent && !isWithinGrace(token.count, session, at)) {
    await endSession(tx, session.id, { reason: 'refresh_token_reuse', actor: BY_RULE })
    return { kind: 'theft', session }
  }
  // Before the session's row, in the order of whoever ends a membership and the sessions that came of it.
  await destination?.enter(tx, { userId: session.user_id, organizationId: destination.organizationId })
  const rotated = isCurrent ? await advanceRefreshCount(tx.db, { ...token, applicationId }, limits) : undefined
  // Somebody else may have presented the token in the meantime; then it is a replay within the grace period.
  const alive = rotated ?? (await noteReplay(tx.db, session.id, at))
  const moved = alive && (await move(tx, alive, destination))
  if (!moved) return ENDED
  return { kind: 'alive', session: moved, at, isReplay: rotated === undefined }
}

async function move(
  tx: TransactionContext,
  session: SessionRow,
  destination: Destination | undefined,
): Promise<SessionRow | undefined> {
  if (!destination || destination.organizationId === session.organization_id) return session
  return await moveSession(tx.db, session.id, { organizationId: destination.organizationId, now: tx.clock.now() })
}

const ENDED = { kind: 'refused' as const, description: 'Session has already ended.' }
