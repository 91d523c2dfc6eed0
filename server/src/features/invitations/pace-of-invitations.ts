import type { TransactionContext } from '../../context.ts'
import { ApiError } from '../../http/errors.ts'
import { type Budget, millisecondsUntilNextAttempt, takeAttempt } from '../rate-limits/pace.queries.ts'
import { emailKey } from '../users/user.queries.ts'

/** Of mails to one address, whoever invites and to whatever: ten at once, then one every ten minutes (T63). */
const MAILS: Budget = { most: 10, intervalMs: 10 * 60 * 1000 }

/** Part of what would send the mail, which a refusal rolls back. */
export async function paceInvitations(tx: TransactionContext, email: string): Promise<void> {
  const key = `invitation ${emailKey(email)}`
  const now = tx.clock.now()
  if (await takeAttempt(tx.db, key, MAILS, now)) return
  const seconds = Math.max(1, Math.ceil((await millisecondsUntilNextAttempt(tx.db, key, MAILS, now)) / 1000))
  throw new ApiError(429, 'Too many invitations for this address. Try again later.', {
    code: 'too_many_requests',
    headers: { 'retry-after': String(seconds) },
  })
}
