import type { AppContext, TransactionContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { networkKey } from '../../platform/ip-range.ts'
import { emailKey } from '../users/user.queries.ts'
import { isOnLaptop } from './is-on-laptop.ts'
import { type Budget, millisecondsUntilNextAttempt, refill, removeFullBudgets, takeAttempt } from './pace.queries.ts'

/** Of one address on one account: what the official product allows. */
const PAIR: Budget = { most: 10, intervalMs: 6_000 }
/** Of one address on all accounts: people behind one router, but no list of stolen passwords. */
const ADDRESS: Budget = { most: 60, intervalMs: 1_000 }
/** On one account from everywhere: a hundred failures in a row (NIST SP 800-63B-4, 3.2.2), and a hundred an hour. */
const ACCOUNT: Budget = { most: 100, intervalMs: 36_000 }

/**
 * On one account from everywhere by the API, only where the limits of WorkOS are asked for: with so few anybody who knows
 * the address keeps its owner out.
 */
const ACCOUNT_BY_API: Budget = { most: 10, intervalMs: 6_000 }

const SWEEP_BATCH = 500

export interface SignInAttempt {
  email: string
  ipAddress: string | null
  /** Not the person's, but that of an application's server, which all of its people share. */
  isSharedAddress: boolean
  /** An application asks, and not a page of ours. */
  isByApi: boolean
}

/**
 * Counts an attempt before the password is looked at (T35). Answers for how many seconds there will be none; undefined:
 * go on. What is refused takes nothing from the account, so nobody is locked out by one who is too fast; whoever signs in
 * has the whole budget again. Whether the account exists makes no difference.
 */
export async function paceSignIn(app: AppContext, attempt: SignInAttempt): Promise<number | undefined> {
  if (isOnLaptop(app, attempt.ipAddress)) return undefined
  const account = accountKey(attempt.email)
  const network = networkKey(attempt.ipAddress) ?? 'unknown'
  const budgets: [key: string, budget: Budget][] = [
    [`pair ${network} ${account}`, PAIR],
    ...(attempt.isSharedAddress ? [] : ([[`address ${network}`, ADDRESS]] satisfies [string, Budget][])),
    ...(attempt.isByApi && app.config.rateLimits === 'workos'
      ? ([[`api ${account}`, ACCOUNT_BY_API]] satisfies [string, Budget][])
      : []),
    [account, ACCOUNT],
  ]
  return await inTransaction(app, async (tx) => {
    const now = tx.clock.now()
    for (const [key, budget] of budgets) {
      if (await takeAttempt(tx.db, key, budget, now)) continue
      const waitMs = await millisecondsUntilNextAttempt(tx.db, key, budget, now)
      return Math.max(1, Math.ceil(waitMs / 1000))
    }
    return undefined
  })
}

/** Somebody who knows the password was there, so what failed before was no attack that came closer. */
export async function forgiveFailures(tx: TransactionContext, email: string): Promise<void> {
  await refill(tx.db, accountKey(email))
}

export async function removeFullSignInBudgets(app: AppContext): Promise<void> {
  while ((await inTransaction(app, (tx) => removeFullBudgets(tx.db, app.clock.now(), SWEEP_BATCH))) === SWEEP_BATCH);
}

function accountKey(email: string): string {
  return `account ${emailKey(email)}`
}
