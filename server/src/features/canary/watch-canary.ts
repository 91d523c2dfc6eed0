import { setTimeout as pause } from 'node:timers/promises'
import type { AppContext } from '../../context.ts'
import type { SessionRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { removeCanaryEventsBefore } from '../events/event.queries.ts'
import { findLiveSession } from '../introspection/live-session.queries.ts'
import { findSessionReceipt } from '../revocation-feed/session-receipt.ts'
import { CANARY_APPLICATION_ID, CANARY_USER_ID } from '../sessions/canary-session.ts'
import { endSession, forgetCanarySession } from '../sessions/end-session.ts'
import { BY_RULE } from '../sessions/ending.ts'
import { liveLimits } from '../sessions/live-limits.ts'
import { startSession } from '../sessions/start-session.ts'
import { takeCanaryTurn } from './canary.queries.ts'

/** Less than the minute between two looks at whose turn it is. */
const TURN_MS = 55_000
/** By then a signed-out session is refused everywhere, or something is wrong. */
export const BOUND_MS = 1_000
const PATIENCE_MS = 10_000
const POLL_MS = 10
/** Longer than anybody goes back to in the log. */
const EVENTS_KEPT_MS = 2 * 24 * 60 * 60 * 1000

type CanaryResult = 'refused' | 'late' | 'held' | 'never_live'

/** Where it was still taken, or not known to be refused; nothing: it is refused everywhere. */
type Holders = string[]

/**
 * Signs a session out that nobody signed in to, and measures how long it takes until it is refused everywhere: by the
 * check of this node, and by every verifier that follows the feed. Once a minute, by one node of all.
 */
export async function watchCanary(app: AppContext, patienceMs = PATIENCE_MS): Promise<void> {
  const session = await startInTurn(app)
  if (!session) return
  try {
    if (!(await isLive(app, session.id)))
      return report(app, { result: 'never_live', seconds: 0, holders: ['this node'] })
    await endSession(app, session.id, { reason: 'sign_out', actor: BY_RULE })
    const answered = performance.now()
    let holders = await findHolders(app, session.id)
    while (holders.length > 0 && performance.now() - answered < patienceMs) {
      await pause(POLL_MS)
      holders = await findHolders(app, session.id)
    }
    const seconds = (performance.now() - answered) / 1000
    app.metrics.canaryDurations.observe(seconds)
    report(app, { result: toResult(holders, seconds), seconds, holders })
  } finally {
    await forgetCanarySession(app, session.id)
  }
}

async function startInTurn(app: AppContext): Promise<SessionRow | undefined> {
  return await inTransaction(app, async (tx) => {
    const now = tx.clock.now()
    if (!(await takeCanaryTurn(tx.db, now, new Date(now.getTime() + TURN_MS)))) return undefined
    await removeCanaryEventsBefore(tx.db, new Date(now.getTime() - EVENTS_KEPT_MS))
    return await startSession(tx, {
      userId: CANARY_USER_ID,
      applicationId: CANARY_APPLICATION_ID,
      browserSessionId: null,
      organizationId: null,
      authMethod: 'password',
      authenticatedAt: now.toISOString(),
      ipAddress: null,
      userAgent: null,
    })
  })
}

async function isLive(app: AppContext, id: string): Promise<boolean> {
  return (await findLiveSession(app.db, id, liveLimits(app.config.session, app.clock.now()))) !== undefined
}

async function findHolders(app: AppContext, id: string): Promise<Holders> {
  const receipt = await findSessionReceipt(app, id)
  const verifiers = receipt?.verifiers.filter((one) => one.isConnected && one.enforcedAt === null) ?? []
  return [...((await isLive(app, id)) ? ['this node'] : []), ...verifiers.map(({ name }) => name)]
}

function toResult(holders: Holders, seconds: number): CanaryResult {
  if (holders.length > 0) return 'held'
  return seconds * 1000 > BOUND_MS ? 'late' : 'refused'
}

function report(
  app: AppContext,
  { result, seconds, holders }: { result: CanaryResult; seconds: number; holders: Holders },
): void {
  app.metrics.canaries.add(result)
  if (result === 'refused') return
  app.log.warn('A signed-out canary session was not refused everywhere in time.', {
    result,
    milliseconds: Math.round(seconds * 1000),
    by: holders.join(', ').slice(0, 1_000),
  })
}
