import type { Writer } from '../../database/database.ts'

/** Of all nodes one gets the turn; the next turn is not before `nextAt`. */
export async function takeCanaryTurn(db: Writer, now: Date, nextAt: Date): Promise<boolean> {
  const row = await db
    .updateTable('canary_turn')
    .set({ next_at: nextAt.toISOString() })
    .where('id', '=', 1)
    .where('next_at', '<=', now.toISOString())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
