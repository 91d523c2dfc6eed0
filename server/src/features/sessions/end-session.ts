import type { AppContext, TransactionContext } from '../../context.ts'
import type { SessionEndReason, SessionRow } from '../../database/schema.ts'
import { together } from '../../database/together.ts'
import { inTransaction } from '../../database/transaction.ts'
import { insertOwedLogouts } from '../backchannel-logout/backchannel-logout.queries.ts'
import { recordEvent } from '../events/record-event.ts'
import {
  markBrowserSessionEnded,
  markBrowserSessionExpired,
  markBrowserSessionsOfUserEnded,
} from './browser-session.queries.ts'
import { CANARY_APPLICATION_ID } from './canary-session.ts'
import { type Ending, isExpiry } from './ending.ts'
import { liveLimits } from './live-limits.ts'
import { removePendingAuthenticationsOfUser } from './pending-authentication.queries.ts'
import { markEndOfMember } from './revocation-mark.ts'
import {
  deleteCanarySession,
  findLatestRefreshOfBrowser,
  findSession,
  listUnendedSessionsOfBrowser,
  markSessionEnded,
  markSessionsOfUserEnded,
} from './session.queries.ts'
import { toSessionObject } from './session.wire.ts'
import { listSessionsOfMember } from './session-organization.queries.ts'

/**
 * The one operation that ends sessions. With the session end its refresh tokens, which are good only while it is
 * alive, and the hosted sign-in it came from, so that the next sign-in asks for the password, unless only the session's
 * time was over. Ending it again does nothing and tells of nothing. Answers the session, ended now or before; undefined if there never was one.
 */
export async function endSession(app: AppContext, id: string, ending: Ending): Promise<SessionRow | undefined> {
  return await inTransaction(app, async (tx) => {
    const session = await markSessionEnded(tx.db, id, ending, tx.clock.now())
    if (!session) return await findSession(tx.db, id)
    await together(endSignInWith(tx, session, ending), tellOfEnd(tx, session, ending))
    return session
  })
}

async function endSignInWith(tx: TransactionContext, session: SessionRow, { reason }: Ending): Promise<void> {
  const { browser_session_id: browserSessionId } = session
  if (browserSessionId === null) return
  const now = tx.clock.now()
  // Nobody left: the hosted sign-in has limits of its own, and may have been renewed or used for another session since.
  if (isExpiry(reason))
    return await markBrowserSessionExpired(tx.db, browserSessionId, liveLimits(tx.config.session, now))
  // The oldest session gives way to a newer one; if that came from the same browser, the person has not left it.
  const isKept = reason === 'session_limit' && (await findLatestRefreshOfBrowser(tx.db, browserSessionId)) !== undefined
  if (!isKept) await markBrowserSessionEnded(tx.db, browserSessionId, now)
}

/** Every session and hosted sign-in of a user, and what was about to become one; takes part in the transaction that changes the account. */
export async function endSessionsOfUser(tx: TransactionContext, userId: string, ending: Ending): Promise<void> {
  await endThoseOfUser(tx, { userId, exceptBrowserSessionId: null }, ending)
}

/** "Everywhere else": all but one hosted sign-in and the sessions that came from it. */
export async function endSessionsOfUserElsewhere(
  tx: TransactionContext,
  kept: { userId: string; browserSessionId: string },
  ending: Ending,
): Promise<void> {
  await endThoseOfUser(tx, { userId: kept.userId, exceptBrowserSessionId: kept.browserSessionId }, ending)
}

async function endThoseOfUser(
  tx: TransactionContext,
  of: { userId: string; exceptBrowserSessionId: string | null },
  ending: Ending,
): Promise<void> {
  const now = tx.clock.now()
  const sessions = await markSessionsOfUserEnded(tx.db, of, ending, now)
  await markBrowserSessionsOfUserEnded(tx.db, { userId: of.userId, exceptId: of.exceptBrowserSessionId }, now)
  await removePendingAuthenticationsOfUser(tx.db, of.userId)
  for (const session of sessions) await tellOfEnd(tx, session, ending)
}

/** A hosted sign-in with every session that came from it. */
export async function endBrowserSession(tx: TransactionContext, id: string, ending: Ending): Promise<void> {
  for (const session of await listUnendedSessionsOfBrowser(tx.db, id)) await endSession(tx, session, ending)
  await markBrowserSessionEnded(tx.db, id, tx.clock.now())
}

/** A hosted sign-in alone: the next one in this browser asks for the password. */
export async function endHostedSignIn(tx: TransactionContext, id: string): Promise<void> {
  await markBrowserSessionEnded(tx.db, id, tx.clock.now())
}

/** What a user has in one organization, and tokens that still name it; takes part in the transaction that ends the membership. */
export async function endSessionsOfMember(
  tx: TransactionContext,
  member: { user_id: string; organization_id: string },
  ending: Ending,
): Promise<void> {
  for (const id of await listSessionsOfMember(tx.db, member)) await endSession(tx, id, ending)
  await markEndOfMember(tx, member, ending)
}

/**
 * However it ended, its application's receivers are owed the news from here on. Expiry by time has no event in the
 * official catalogue; only the revocation feed tells of it.
 */
async function tellOfEnd(tx: TransactionContext, session: SessionRow, { reason, actor }: Ending): Promise<void> {
  const { id, user_id, application_id } = session
  const ended = { sessionId: id, userId: user_id, applicationId: application_id }
  if (application_id !== CANARY_APPLICATION_ID) tx.afterCommit.add(() => tx.metrics.sessionsEnded.add(reason))
  const context = { client_id: application_id, actor, reason }
  await together(
    insertOwedLogouts(tx.db, ended, tx.clock.now()),
    recordEvent(tx, eventOf(session, reason), toSessionObject(session, tx.clock.now()), context),
  )
}

function eventOf(session: SessionRow, reason: SessionEndReason) {
  if (session.application_id === CANARY_APPLICATION_ID) return 'gatehouse.canary_ended'
  return isExpiry(reason) ? 'gatehouse.session_expired' : 'session.revoked'
}

/** Of canaries nothing is kept: there is one every minute. */
export async function forgetCanarySession(app: AppContext, id: string): Promise<void> {
  await inTransaction(app, (tx) => deleteCanarySession(tx.db, id))
}
