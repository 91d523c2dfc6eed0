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
import { advanceRefreshCount, findSession, noteReplay } from './session.queries.ts'

type Outcome =
  | { kind: 'alive'; session: SessionRow; at: Date; isReplay: boolean }
  | { kind: 'refused'; description: string }
  | { kind: 'theft'; session: SessionRow }

/**
 * Exchanges a refresh token; the session's row then carries the count of the token to answer with, and `at` is when it
 * was seen alive. A token presented
 * again after the grace period has been copied: the session ends for both holders (RFC 9700, 4.14.2). Throws
 * `invalid_grant` otherwise.
 */
export async function rotateRefreshToken(
  app: AppContext,
  presented: string,
  applicationId: string,
): Promise<{ session: SessionRow; at: Date }> {
  const token = readRefreshToken(app.keys.tokenKey, presented)
  if (!token) {
    app.metrics.refreshes.add('refused')
    throw invalidGrant('Invalid refresh token.')
  }
  const outcome = await inTransaction(app, async (tx): Promise<Outcome> => {
    const at = tx.clock.now()
    const rotated = await advanceRefreshCount(tx.db, { ...token, applicationId }, liveLimits(tx.config.session, at))
    return rotated
      ? { kind: 'alive', session: rotated, at, isReplay: false }
      : await judge(tx, token, applicationId, at)
  })
  app.metrics.refreshes.add(toMetric(outcome))
  if (outcome.kind === 'alive') return outcome
  if (outcome.kind === 'refused') throw invalidGrant(outcome.description)
  app.log.warn('A refresh token was used again after its grace period; its session has been ended.', {
    session_id: outcome.session.id,
    user_id: outcome.session.user_id,
  })
  throw invalidGrant('Refresh token already exchanged.')
}

function toMetric(outcome: Outcome): string {
  if (outcome.kind === 'alive') return outcome.isReplay ? 'replayed' : 'rotated'
  return outcome.kind === 'theft' ? 'reused' : 'refused'
}

/** Why the token was not the current one of a live session. */
async function judge(tx: TransactionContext, token: RefreshToken, applicationId: string, at: Date): Promise<Outcome> {
  const session = await findSession(tx.db, token.sessionId)
  // A token of another application is refused like a false one: only its owner may burn it.
  if (session?.application_id !== applicationId) return { kind: 'refused', description: 'Invalid refresh token.' }
  if (session.ended_at !== null || (await isCoveredByRevocation(tx.db, session.id))) return ENDED
  if (!isWithin(liveLimits(tx.config.session, at), session))
    return { kind: 'refused', description: 'Session has expired.' }
  // After a database was restored from a backup, clients hold tokens from its future.
  if (token.count > session.refresh_count) return { kind: 'refused', description: 'Invalid refresh token.' }

  if (!isWithinGrace(token.count, session, at)) {
    await endSession(tx, session.id, { reason: 'refresh_token_reuse', actor: BY_RULE })
    return { kind: 'theft', session }
  }
  const alive = await noteReplay(tx.db, session.id, at)
  return alive ? { kind: 'alive', session: alive, at, isReplay: true } : ENDED
}

const ENDED = { kind: 'refused' as const, description: 'Session has already ended.' }
