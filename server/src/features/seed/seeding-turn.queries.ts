import type { Writer } from '../../database/database.ts'

/** Of all nodes one gets the turn; the others when it is given up, or not good any more. */
export async function takeSeedingTurn(
  db: Writer,
  { takenBy, now, goodUntil }: { takenBy: string; now: Date; goodUntil: Date },
): Promise<boolean> {
  const turn = { taken_by: takenBy, good_until: goodUntil.toISOString() }
  const row = await db
    .insertInto('seeding_turn')
    .values({ id: 1, ...turn })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet(turn).where('seeding_turn.good_until', '<=', now.toISOString()),
    )
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Changes nothing for whoever has lost the turn by now. */
export async function extendSeedingTurn(db: Writer, takenBy: string, goodUntil: Date): Promise<void> {
  await db
    .updateTable('seeding_turn')
    .set({ good_until: goodUntil.toISOString() })
    .where('taken_by', '=', takenBy)
    .execute()
}

export async function giveUpSeedingTurn(db: Writer, takenBy: string): Promise<void> {
  await db.deleteFrom('seeding_turn').where('taken_by', '=', takenBy).execute()
}
