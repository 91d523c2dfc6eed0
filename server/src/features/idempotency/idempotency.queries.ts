import type { Reader, Writer } from '../../database/database.ts'
import type { IdempotentRequestRow } from '../../database/schema.ts'

/** A key of one caller. */
export type RequestName = Pick<IdempotentRequestRow, 'caller_id' | 'key_hash'>

export async function findKeptRequest(
  db: Reader,
  name: RequestName,
  since: Date,
): Promise<IdempotentRequestRow | undefined> {
  return await db
    .selectFrom('idempotent_request')
    .selectAll()
    .where('caller_id', '=', name.caller_id)
    .where('key_hash', '=', name.key_hash)
    .where('created_at', '>', since.toISOString())
    .executeTakeFirst()
}

/** Of all who send the key at once one gets true; so does who sends it again when the first is too old to count. */
export async function claimRequest(db: Writer, row: IdempotentRequestRow, since: Date): Promise<boolean> {
  const claimed = await db
    .insertInto('idempotent_request')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['caller_id', 'key_hash'])
        .doUpdateSet({ fingerprint: row.fingerprint, sealed_answer: row.sealed_answer, created_at: row.created_at })
        .where('idempotent_request.created_at', '<=', since.toISOString()),
    )
    .returning('key_hash')
    .executeTakeFirst()
  return claimed !== undefined
}

export async function keepAnswer(db: Writer, name: RequestName, sealedAnswer: string): Promise<void> {
  await db
    .updateTable('idempotent_request')
    .set({ sealed_answer: sealedAnswer })
    .where('caller_id', '=', name.caller_id)
    .where('key_hash', '=', name.key_hash)
    .execute()
}

export async function removeRequestsBefore(db: Writer, time: Date, most: number): Promise<number> {
  const old = await db
    .selectFrom('idempotent_request')
    .select(['caller_id', 'key_hash'])
    .where('created_at', '<=', time.toISOString())
    .limit(most)
    .execute()
  for (const { caller_id, key_hash } of old) {
    await db
      .deleteFrom('idempotent_request')
      .where('caller_id', '=', caller_id)
      .where('key_hash', '=', key_hash)
      .where('created_at', '<=', time.toISOString())
      .execute()
  }
  return old.length
}
