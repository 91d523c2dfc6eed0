import type { AppContext, TransactionContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import type { AuthenticationEventData } from '../events/event-catalogue.ts'
import { recordEvent } from '../events/record-event.ts'
import { forgiveFailures, paceSignIn } from '../rate-limits/pace-sign-in.ts'
import { findUserByEmail, type User } from '../users/user.queries.ts'

export interface PasswordAttempt {
  email: string
  password: string
  ipAddress: string | null
  isSharedAddress: boolean
  isByApi: boolean
  userAgent: string | null
}

export type PasswordVerdict =
  | { kind: 'match'; user: User }
  | { kind: 'no-match' }
  | { kind: 'suspended' }
  | { kind: 'too-many'; retryAfterSeconds: number }

/**
 * Whose password this is. An unknown address costs the same work and records the same event, so that neither the answer
 * nor its time tells who has an account, and it is counted before anything is looked at; and that somebody is suspended is told only to whoever has their password.
 */
export async function checkPassword(app: AppContext, attempt: PasswordAttempt): Promise<PasswordVerdict> {
  const retryAfterSeconds = await paceSignIn(app, attempt)
  if (retryAfterSeconds !== undefined) return { kind: 'too-many', retryAfterSeconds }
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

/** Part of the sign-in that the right password led to. */
export async function recordSuccess(tx: TransactionContext, attempt: AttemptOf, userId: string): Promise<void> {
  await forgiveFailures(tx, attempt.email)
  await recordEvent(tx, 'authentication.password_succeeded', {
    ...describeAttempt(attempt, userId),
    status: 'succeeded',
  })
}

/** Beside the success: who was signed in here has proved it once more, because `max_age` or `prompt` asked for it. */
export async function recordReauthentication(
  tx: TransactionContext,
  attempt: AttemptOf,
  userId: string,
): Promise<void> {
  await recordEvent(tx, 'authentication.reauthentication_succeeded', {
    ...describeAttempt(attempt, userId),
    type: 'reauthentication',
    status: 'succeeded',
  })
}

function judge(user: User | undefined, matches: boolean): Exclude<PasswordVerdict, { kind: 'too-many' }> {
  if (!user || !matches) return { kind: 'no-match' }
  return user.suspended_at === null ? { kind: 'match', user } : { kind: 'suspended' }
}

const FAILURES = {
  'no-match': { code: 'invalid_credentials', message: 'Invalid credentials.' },
  suspended: { code: 'user_suspended', message: 'This user is suspended.' },
}

type AttemptOf = Pick<PasswordAttempt, 'email' | 'ipAddress' | 'userAgent'>

function describeAttempt(attempt: AttemptOf, userId: string | null): Omit<AuthenticationEventData, 'status'> {
  return {
    type: 'password',
    ip_address: attempt.ipAddress,
    user_agent: attempt.userAgent,
    user_id: userId,
    email: attempt.email,
  }
}
