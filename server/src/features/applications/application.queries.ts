import type { Reader, Writer } from '../../database/database.ts'
import { prepareQuery } from '../../database/prepared-query.ts'
import type { ApiKeyRow, ApplicationRow } from '../../database/schema.ts'

export async function findApplication(db: Reader, id: string): Promise<ApplicationRow | undefined> {
  const [row] = await applicationById(db, { id })
  return row
}

const applicationById = prepareQuery((db, { id }: { id: string }) =>
  db.selectFrom('application').selectAll().where('id', '=', id),
)

export async function listApplications(db: Reader): Promise<ApplicationRow[]> {
  return await db.selectFrom('application').selectAll().orderBy('created_at').orderBy('id').execute()
}

export async function insertApplicationUnlessPresent(db: Writer, row: ApplicationRow): Promise<void> {
  await db
    .insertInto('application')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

export async function findActiveApiKey(db: Reader, keyHash: string): Promise<ApiKeyRow | undefined> {
  const [row] = await activeApiKeyByHash(db, { keyHash })
  return row
}

const activeApiKeyByHash = prepareQuery((db, { keyHash }: { keyHash: string }) =>
  db.selectFrom('api_key').selectAll().where('key_hash', '=', keyHash).where('revoked_at', 'is', null),
)

/** Of these ids, those whose key works. */
export async function listActiveApiKeysAmong(db: Reader, ids: string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('api_key')
    .select('id')
    .where('id', 'in', ids)
    .where('revoked_at', 'is', null)
    .execute()
  return rows.map((row) => row.id)
}

/** Oldest first, the revoked ones too. */
export async function listApiKeys(db: Reader): Promise<ApiKeyRow[]> {
  return await db.selectFrom('api_key').selectAll().orderBy('created_at').orderBy('id').execute()
}

export async function insertApiKey(db: Writer, row: ApiKeyRow): Promise<void> {
  await db.insertInto('api_key').values(row).execute()
}

/** Answers whether there was such a key and it still worked. */
export async function markApiKeyRevoked(db: Writer, id: string, now: Date): Promise<boolean> {
  const row = await db
    .updateTable('api_key')
    .set({ revoked_at: now.toISOString() })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
