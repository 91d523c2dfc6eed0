import type { Reader, Writer } from '../../database/database.ts'
import type { EnvironmentRow } from '../../database/schema.ts'

export async function findEnvironment(db: Reader): Promise<EnvironmentRow | undefined> {
  return await db.selectFrom('environment').selectAll().executeTakeFirst()
}

/** Several nodes may start on an empty database at once; the first one's row stays. */
export async function insertEnvironmentUnlessPresent(db: Writer, row: EnvironmentRow): Promise<void> {
  await db
    .insertInto('environment')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

/** Lets one transaction at a time pass, on all nodes: a row lock in SQL that both databases understand. */
export async function lockEnvironment(db: Writer): Promise<void> {
  await db
    .updateTable('environment')
    .set((where) => ({ mode: where.ref('mode') }))
    .where('id', '=', 1)
    .execute()
}
