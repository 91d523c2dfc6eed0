import type { AppContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import type { AuthenticationEventData } from '../events/event-catalogue.ts'
import { recordEvent } from '../events/record-event.ts'
import { findUserByEmail, type User } from '../users/user.queries.ts'

export interface PasswordAttempt {
  email: string
  password: string
  ipAddress: string | null
  userAgent: string | null
}

export type PasswordVerdict = { kind: 'match'; user: User } | { kind: 'no-match' } | { kind: 'suspended' }

/**
 * Whose password this is. An unknown address costs the same work and records the same event, so that neither the answer
 * nor its time tells who has an account; and that somebody is suspended is told only to whoever has their password.
 */
export async function checkPassword(app: AppContext, attempt: PasswordAttempt): Promise<PasswordVerdict> {
  const user = await findUserByEmail(app.db, attempt.email)
  const matches = await app.passwords.verify(user?.password_hash, attempt.password)
  app.metrics.passwordChecks.add(user && matches ? 'right' : 'wrong')
  const verdict = judge(user, matches)
  if (verdict.kind === 'match') return verdict
  await inTransaction(app, (tx) =>
    recordEvent(tx, 'authentication.password_failed', {
      ...describeAttempt(attempt, user?.id ?? null),
      status: 'failed',
      error: FAILURES[verdict.kind],
    }),
  )
  return verdict
}

function judge(user: User | undefined, matches: boolean): PasswordVerdict {
  if (!user || !matches) return { kind: 'no-match' }
  return user.suspended_at === null ? { kind: 'match', user } : { kind: 'suspended' }
}

const FAILURES = {
  'no-match': { code: 'invalid_credentials', message: 'Invalid credentials.' },
  suspended: { code: 'user_suspended', message: 'This user is suspended.' },
}

export function describeAttempt(
  attempt: Omit<PasswordAttempt, 'password'>,
  userId: string | null,
): Omit<AuthenticationEventData, 'status'> {
  return {
    type: 'password',
    ip_address: attempt.ipAddress,
    user_agent: attempt.userAgent,
    user_id: userId,
    email: attempt.email,
  }
}
