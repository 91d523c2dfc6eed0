import type { Reader, Writer } from '../../database/database.ts'

export async function noteDeletedOrganization(db: Writer, id: string): Promise<void> {
  await db.insertInto('deleted_organization').values({ id }).execute()
}

export async function listDeletedOrganizations(db: Reader): Promise<string[]> {
  const rows = await db.selectFrom('deleted_organization').selectAll().execute()
  return rows.map((row) => row.id)
}

export async function forgetDeletedOrganization(db: Writer, id: string): Promise<void> {
  await db.deleteFrom('deleted_organization').where('id', '=', id).execute()
}
