import type { AppContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { notFound } from '../../http/errors.ts'
import { recordEvent } from '../events/record-event.ts'
import { removeInvitationsOfUser } from '../invitations/invitation.queries.ts'
import { listEveryMembershipOfUser } from '../memberships/membership.queries.ts'
import { endSessionsOfUser } from '../sessions/end-session.ts'
import type { Actor } from '../sessions/ending.ts'
import { removeUser } from '../users/user.queries.ts'
import { toUserObject } from '../users/user.wire.ts'
import { dropMembership } from './delete-membership.ts'

/**
 * The row goes first: a sign-in at the same moment either finds no user any more, or has started its session by then,
 * and that session is ended here with the others.
 */
export async function deleteUser(app: AppContext, id: string, actor: Actor): Promise<void> {
  await inTransaction(app, async (tx) => {
    const user = await removeUser(tx.db, id)
    if (!user) throw notFound('User', id)
    await endSessionsOfUser(tx, id, { reason: 'user_deleted', actor })
    for (const membership of await listEveryMembershipOfUser(tx.db, id)) await dropMembership(tx, membership, actor)
    await removeInvitationsOfUser(tx.db, id)
    await recordEvent(tx, 'user.deleted', toUserObject(user))
  })
}
