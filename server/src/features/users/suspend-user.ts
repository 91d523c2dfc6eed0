import type { AppContext, TransactionContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { notFound } from '../../http/errors.ts'
import { recordEvent } from '../events/record-event.ts'
import { endSessionsOfUser } from '../sessions/end-session.ts'
import type { Actor } from '../sessions/ending.ts'
import { findUser, markUserReactivated, markUserSuspended, type User } from './user.queries.ts'
import { toUserObject } from './user.wire.ts'

/**
 * Keeps a user out until somebody reactivates them: ends every session and hosted sign-in, and no way of signing in
 * starts another. Doing it again changes nothing, not the reason either. Throws a 404 if there is no such user.
 *
 * The row goes first, as with a deletion: a sign-in at the same moment either finds the user suspended, or has started
 * its session by then, and that session is ended here with the others.
 */
export async function suspendUser(app: AppContext, id: string, reason: string | null, actor: Actor): Promise<User> {
  return await inTransaction(app, async (tx) => {
    const user = await markUserSuspended(tx.db, id, {
      suspended_at: tx.clock.now().toISOString(),
      suspension_reason: reason,
      suspended_by: JSON.stringify(actor),
    })
    if (!user) return await findOrRefuse(tx, id)
    await endSessionsOfUser(tx, id, { reason: 'user_suspended', actor })
    await recordEvent(tx, 'user.updated', toUserObject(user), { actor, reason: 'user_suspended' })
    return user
  })
}

/** What ended stays ended: the user may sign in again. Throws a 404 if there is no such user. */
export async function reactivateUser(app: AppContext, id: string, actor: Actor): Promise<User> {
  return await inTransaction(app, async (tx) => {
    const user = await markUserReactivated(tx.db, id, tx.clock.now())
    if (!user) return await findOrRefuse(tx, id)
    await recordEvent(tx, 'user.updated', toUserObject(user), { actor, reason: 'user_reactivated' })
    return user
  })
}

async function findOrRefuse(tx: TransactionContext, id: string): Promise<User> {
  const user = await findUser(tx.db, id)
  if (!user) throw notFound('User', id)
  return user
}
