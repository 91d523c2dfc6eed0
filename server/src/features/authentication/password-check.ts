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

/**
 * The user whose password this is, or undefined. An unknown address costs the same work and records the same event,
 * so that neither the answer nor its time tells who has an account.
 */
export async function checkPassword(app: AppContext, attempt: PasswordAttempt): Promise<User | undefined> {
  const user = await findUserByEmail(app.db, attempt.email)
  const matches = await app.passwords.verify(user?.password_hash, attempt.password)
  if (user && matches) return user
  await inTransaction(app, (tx) =>
    recordEvent(tx, 'authentication.password_failed', {
      ...describeAttempt(attempt, user?.id ?? null),
      status: 'failed',
      error: { code: 'invalid_credentials', message: 'Invalid credentials.' },
    }),
  )
  return undefined
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
