import type { AppContext } from '../../context.ts'
import type { PasswordResetRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError, notFound } from '../../http/errors.ts'
import { findUserByEmail, holdUser } from '../users/user.queries.ts'
import { userSuspended } from '../users/user-suspended.ts'
import { createPasswordReset } from './create-password-reset.ts'
import { secondsUntilNextTurn, takeTurn } from './pace-of-resets.ts'

/** For holders of an API key, who may know whose address it is: makes the link and queues the mail. */
export async function requestPasswordReset(
  app: AppContext,
  email: string,
): Promise<{ reset: PasswordResetRow; token: string }> {
  return await inTransaction(app, async (tx) => {
    if (!(await takeTurn(tx, email))) throw tooMany(await secondsUntilNextTurn(tx, email))
    const found = await findUserByEmail(tx.db, email)
    const user = found && (await holdUser(tx.db, found.id))
    if (!user) throw notFound('User', email)
    if (user.suspended_at !== null) throw userSuspended()
    return await createPasswordReset(tx, user, { authorizationRequestId: null, language: null })
  })
}

function tooMany(seconds: number): ApiError {
  return new ApiError(429, 'Too many password resets for this address. Try again later.', {
    code: 'too_many_requests',
    headers: { 'retry-after': String(seconds) },
  })
}
