import type { Reader, Writer } from '../../database/database.ts'
import { inPageOrder, type Keyset } from '../../database/keyset.ts'
import type { InvitationRow } from '../../database/schema.ts'
import { emailKey } from '../users/user.queries.ts'

export async function findInvitation(db: Reader, id: string): Promise<InvitationRow | undefined> {
  return await db.selectFrom('invitation').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function findInvitationByHash(db: Reader, tokenHash: string): Promise<InvitationRow | undefined> {
  return await db.selectFrom('invitation').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst()
}

export async function listInvitations(
  db: Reader,
  { email, organizationId }: { email: string | undefined; organizationId: string | undefined },
  keyset: Keyset,
): Promise<InvitationRow[]> {
  let query = db.selectFrom('invitation').selectAll()
  if (email !== undefined) query = query.where('email_key', '=', emailKey(email))
  if (organizationId !== undefined) query = query.where('organization_id', '=', organizationId)
  return await inPageOrder(query, keyset).execute()
}

/** At any time, to this organization or to none. */
export async function isAddressInvited(db: Reader, email: string, organizationId: string | null): Promise<boolean> {
  const found = db.selectFrom('invitation').select('id').where('email_key', '=', emailKey(email))
  const there =
    organizationId === null
      ? found.where('organization_id', 'is', null)
      : found.where('organization_id', '=', organizationId)
  return (await there.limit(1).executeTakeFirst()) !== undefined
}

/** Nothing returned: there is one that can still be accepted. One that has expired makes room. */
export async function insertInvitation(db: Writer, row: InvitationRow, now: Date): Promise<InvitationRow | undefined> {
  await db
    .updateTable('invitation')
    .set({ open_key: null })
    .where('open_key', '=', row.open_key)
    .where('expires_at', '<=', now.toISOString())
    .execute()
  return await db
    .insertInto('invitation')
    .values(row)
    .onConflict((conflict) => conflict.column('open_key').doNothing())
    .returningAll()
    .executeTakeFirst()
}

/** Nothing returned: it was accepted, revoked or has expired before. Of all who try at the same moment one gets the row. */
export async function spendInvitation(
  db: Writer,
  id: string,
  end: { accepted_user_id: string } | 'revoked',
  now: Date,
): Promise<InvitationRow | undefined> {
  const time = now.toISOString()
  return await db
    .updateTable('invitation')
    .set({
      ...(end === 'revoked' ? { revoked_at: time } : { ...end, accepted_at: time }),
      open_key: null,
      updated_at: time,
    })
    .where('id', '=', id)
    .where('open_key', 'is not', null)
    .where('expires_at', '>', time)
    .returningAll()
    .executeTakeFirst()
}

/** Nothing returned: it cannot be accepted any more. Nobody ends it before this transaction does. */
export async function noteInvitationResent(
  db: Writer,
  id: string,
  { language, now }: { language: string | undefined; now: Date },
): Promise<InvitationRow | undefined> {
  return await db
    .updateTable('invitation')
    .set({ ...(language === undefined ? {} : { language }), updated_at: now.toISOString() })
    .where('id', '=', id)
    .where('open_key', 'is not', null)
    .where('expires_at', '>', now.toISOString())
    .returningAll()
    .executeTakeFirst()
}

export async function removeInvitationsOfOrganization(db: Writer, organizationId: string): Promise<void> {
  await db.deleteFrom('invitation').where('organization_id', '=', organizationId).execute()
}

/** Those that the user sent, and those that the user accepted. */
export async function removeInvitationsOfUser(db: Writer, userId: string): Promise<void> {
  await db.deleteFrom('invitation').where('inviter_user_id', '=', userId).execute()
  await db.deleteFrom('invitation').where('accepted_user_id', '=', userId).execute()
}
