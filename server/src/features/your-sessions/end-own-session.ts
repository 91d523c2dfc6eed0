import type { TransactionContext } from '../../context.ts'
import type { BrowserSessionRow } from '../../database/schema.ts'
import { isId } from '../../platform/ids.ts'
import { findLiveBrowserSessionById } from '../sessions/browser-session.queries.ts'
import { endBrowserSession, endSession, endSessionsOfUserElsewhere } from '../sessions/end-session.ts'
import { byUser, type Ending } from '../sessions/ending.ts'
import { liveLimits } from '../sessions/live-limits.ts'
import { findSession, listLiveSessionsAmong } from '../sessions/session.queries.ts'
import { holdUser } from '../users/user.queries.ts'

/**
 * Ends a session of the person signed in here, or a hosted sign-in with all that came from it. False if there is no such
 * thing alive; one of somebody else is answered like one that never was.
 */
export async function endOwnSession(tx: TransactionContext, own: BrowserSessionRow, id: string): Promise<boolean> {
  if (isId('session', id)) return await endOwn(tx, own, id)
  return isId('browser_session', id) && (await endOwnSignIn(tx, own, id))
}

/** All but this browser. */
export async function endOwnSessionsElsewhere(tx: TransactionContext, own: BrowserSessionRow): Promise<void> {
  // A sign-in under way waits for the row or is waited for: it does not slip through.
  await holdUser(tx.db, own.user_id)
  await endSessionsOfUserElsewhere(tx, { userId: own.user_id, browserSessionId: own.id }, endingBy(own))
}

async function endOwn(tx: TransactionContext, own: BrowserSessionRow, id: string): Promise<boolean> {
  const session = await findSession(tx.db, id)
  if (session?.user_id !== own.user_id) return false
  const alive = await listLiveSessionsAmong(tx.db, [id], liveLimits(tx.config.session, tx.clock.now()))
  if (alive.length === 0) return false
  await endSession(tx, id, endingBy(own))
  return true
}

async function endOwnSignIn(tx: TransactionContext, own: BrowserSessionRow, id: string): Promise<boolean> {
  const signIn = await findLiveBrowserSessionById(tx.db, id, tx.clock.now())
  if (signIn?.user_id !== own.user_id) return false
  await endBrowserSession(tx, id, endingBy(own))
  return true
}

function endingBy(own: BrowserSessionRow): Ending {
  return { reason: 'user_revoke', actor: byUser(own.user_id) }
}
