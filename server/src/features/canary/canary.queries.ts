import type { Writer } from '../../database/database.ts'

/** Of all nodes one gets the turn; the next turn is not before `nextAt`. */
export async function takeCanaryTurn(db: Writer, now: Date, nextAt: Date): Promise<boolean> {
  const turn = { next_at: nextAt.toISOString() }
  const row = await db
    .insertInto('canary_turn')
    .values({ id: 1, ...turn })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet(turn).where('canary_turn.next_at', '<=', now.toISOString()),
    )
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
