import type { AppContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { networkKey } from '../../platform/ip-range.ts'
import { isOnLaptop } from './is-on-laptop.ts'
import { type Budget, takeAttempt } from './pace.queries.ts'

/** From one address: an office at once, and no flood of people who are not. */
const SIGN_UPS: Budget = { most: 60, intervalMs: 10_000 }

/**
 * Counts a sign-up on the hosted page before a password is hashed for it: anybody may make accounts there, and each is an
 * event that others are told of (T63). Answers whether there was one left for the address.
 */
export async function paceSignUp(app: AppContext, ipAddress: string | null): Promise<boolean> {
  if (isOnLaptop(app, ipAddress)) return true
  const key = `sign-up ${networkKey(ipAddress) ?? 'unknown'}`
  return await inTransaction(app, (tx) => takeAttempt(tx.db, key, SIGN_UPS, tx.clock.now()))
}
