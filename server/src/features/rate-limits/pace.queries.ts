import { sql } from 'kysely'
import type { Reader, Writer } from '../../database/database.ts'

/** So many at once, and then one in each interval (milliseconds). */
export interface Budget {
  most: number
  intervalMs: number
}

/**
 * Takes one attempt out of a budget, if there is one (the generic cell rate algorithm). One statement, so that any number
 * of nodes and of attempts at once keep to it. Answers whether there was.
 */
export async function takeAttempt(db: Writer, key: string, budget: Budget, now: Date): Promise<boolean> {
  const time = now.getTime()
  const taken = await db
    .insertInto('pace')
    .values({ key, full_at: time + budget.intervalMs })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet({
          full_at: sql<number>`case when pace.full_at > ${time} then pace.full_at else ${time} end + ${budget.intervalMs}`,
        })
        .where('pace.full_at', '<=', time + (budget.most - 1) * budget.intervalMs),
    )
    .returning('key')
    .executeTakeFirst()
  return taken !== undefined
}

/** For how long there is none. */
export async function millisecondsUntilNextAttempt(
  db: Reader,
  key: string,
  budget: Budget,
  now: Date,
): Promise<number> {
  const row = await db.selectFrom('pace').select('full_at').where('key', '=', key).executeTakeFirst()
  return Math.max(0, (row?.full_at ?? 0) - (budget.most - 1) * budget.intervalMs - now.getTime())
}

export async function refill(db: Writer, key: string): Promise<void> {
  await db.deleteFrom('pace').where('key', '=', key).execute()
}

/** Full budgets need no row. */
export async function removeFullBudgets(db: Writer, now: Date, most: number): Promise<number> {
  const full = db.selectFrom('pace').select('key').where('full_at', '<=', now.getTime()).limit(most)
  const rows = await db.deleteFrom('pace').where('key', 'in', full).returning('key').execute()
  return rows.length
}
