import { sql } from 'kysely'
import type { Reader, Writer } from '../../database/database.ts'
import type { SessionRow } from '../../database/schema.ts'

/** Part of a rotation or replay, which has locked the row. Nothing returned: it has ended. */
export async function moveSession(
  db: Writer,
  id: string,
  { organizationId, now }: { organizationId: string; now: Date },
): Promise<SessionRow | undefined> {
  return await db
    .updateTable('session')
    .set({ organization_id: organizationId, moved_at: now.toISOString() })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
}

/** The ids of those that have not ended. */
export async function listSessionsOfMember(
  db: Reader,
  { user_id, organization_id }: { user_id: string; organization_id: string },
): Promise<string[]> {
  const rows = await db
    .selectFrom('session')
    .select('id')
    .where('user_id', '=', user_id)
    .where('organization_id', '=', organization_id)
    .where('ended_at', 'is', null)
    .execute()
  return rows.map((row) => row.id)
}

/**
 * Whether some session moved from one organization to another since: one of this user, one that is now in this
 * organization, any.
 */
export async function hasSessionMoved(
  db: Reader,
  since: Date,
  { userId, organizationId }: { userId?: string; organizationId?: string } = {},
): Promise<boolean> {
  let query = db.selectFrom('session').select('id').where('moved_at', '>', since.toISOString())
  if (userId !== undefined) query = query.where('user_id', '=', userId)
  if (organizationId !== undefined) query = query.where(sql`(organization_id || '')`, '=', organizationId)
  return (await query.limit(1).executeTakeFirst()) !== undefined
}

/** Whether one ever was. */
export async function hasHadSession(db: Reader, organizationId: string): Promise<boolean> {
  const row = await db
    .selectFrom('session')
    .select('id')
    .where('organization_id', '=', organizationId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
