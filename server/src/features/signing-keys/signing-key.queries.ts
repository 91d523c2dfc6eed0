import type { Reader, Writer } from '../../database/database.ts'
import type { SigningKeyRow } from '../../database/schema.ts'

/** Newest first. */
export async function listPublishedSigningKeys(db: Reader, now: Date): Promise<SigningKeyRow[]> {
  return await db
    .selectFrom('signing_key')
    .selectAll()
    .where((where) => where.or([where('retired_at', 'is', null), where('retired_at', '>', now.toISOString())]))
    .orderBy('active_from', 'desc')
    .orderBy('id', 'desc')
    .execute()
}

export async function insertSigningKey(db: Writer, row: SigningKeyRow): Promise<void> {
  await db.insertInto('signing_key').values(row).execute()
}

/** Also brings forward a retirement that was planned for later. */
export async function retireOtherSigningKeys(db: Writer, keptId: string, at: Date): Promise<void> {
  const time = at.toISOString()
  await db
    .updateTable('signing_key')
    .set({ retired_at: time })
    .where('id', '!=', keptId)
    .where((where) => where.or([where('retired_at', 'is', null), where('retired_at', '>', time)]))
    .execute()
}
