import { sql } from 'kysely'
import type { Reader, Writer } from '../../database/database.ts'
import { inPageOrder, type Keyset } from '../../database/keyset.ts'
import { prepareQuery } from '../../database/prepared-query.ts'
import type { UserRow } from '../../database/schema.ts'

/** A user row with its metadata decoded. */
export type User = Omit<UserRow, 'metadata'> & {
  metadata: Record<string, string>
}

/** Addresses are compared without regard to case, and kept as they were given. */
export function emailKey(email: string): string {
  return email.toLowerCase()
}

export async function findUser(db: Reader, id: string): Promise<User | undefined> {
  const [row] = await userById(db, { id })
  return decode(row)
}

const userById = prepareQuery((db, { id }: { id: string }) => db.selectFrom('user').selectAll().where('id', '=', id))

/** In no particular order. */
export async function findUsers(db: Reader, ids: string[]): Promise<User[]> {
  if (ids.length === 0) return []
  const rows = await db.selectFrom('user').selectAll().where('id', 'in', ids).execute()
  return rows.map(decodeRow)
}

export async function findUserByEmail(db: Reader, email: string): Promise<User | undefined> {
  return decode(await db.selectFrom('user').selectAll().where('email_key', '=', emailKey(email)).executeTakeFirst())
}

export async function findUserByExternalId(db: Reader, externalId: string): Promise<User | undefined> {
  return decode(await db.selectFrom('user').selectAll().where('external_id', '=', externalId).executeTakeFirst())
}

export interface UserFilter {
  email?: string | undefined
  /** Its active members. */
  organizationId?: string | undefined
}

export async function listUsers(db: Reader, { email, organizationId }: UserFilter, keyset: Keyset): Promise<User[]> {
  let query = db.selectFrom('user').selectAll()
  if (email !== undefined) query = query.where('email_key', '=', emailKey(email))
  if (organizationId !== undefined) {
    const members = activeMembers(db, organizationId).select('user_id')
    // An address has one user at most. Without it, the page is found among the members, which are in the same order.
    const page = email === undefined ? inPageOrder(members, keyset, MEMBER_COLUMNS) : members
    query = query.where('id', 'in', db.selectFrom(page.as('member')).select('user_id'))
  }
  const rows = await inPageOrder(query, keyset).execute()
  return rows.map(decodeRow)
}

const MEMBER_COLUMNS = { created_at: 'user_created_at', id: 'user_id' }

function activeMembers(db: Reader, organizationId: string) {
  return (
    db
      .selectFrom('organization_membership')
      .where('organization_id', '=', organizationId)
      .where('status', '=', 'active')
      // One that has been deleted has no members, although their rows go later.
      .where((where) => where.exists(where.selectFrom('organization').select('id').where('id', '=', organizationId)))
  )
}

/** Nothing returned: the address, the external id or the id is taken. */
export async function insertUser(db: Writer, user: User): Promise<User | undefined> {
  return decode(
    await db
      .insertInto('user')
      .values({ ...user, metadata: JSON.stringify(user.metadata) })
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst(),
  )
}

/** Nothing returned: there is no such user. Here the credentials change, so here their version grows. */
export async function changeUser(
  db: Writer,
  id: string,
  changes: Partial<Omit<User, 'credential_version'>>,
): Promise<User | undefined> {
  const { metadata, ...columns } = changes
  const rest = { ...columns, ...credentialVersion(changes) }
  const row = await db
    .updateTable('user')
    .set(metadata === undefined ? rest : { ...rest, metadata: JSON.stringify(metadata) })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  return decode(row)
}

/** An address that is only written again, in another case or not at all different, is no change. */
function credentialVersion({ password_hash, email_key }: Partial<User>) {
  if (password_hash !== undefined) return { credential_version: sql<number>`credential_version + 1` }
  if (email_key === undefined) return {}
  return { credential_version: sql<number>`credential_version + case when email_key = ${email_key} then 0 else 1 end` }
}

/**
 * Silent: a sign-in is not a change of the user. Nothing returned: since the password was checked, the user has been
 * deleted, suspended, or has got another one.
 */
export async function noteSignIn(db: Writer, checked: User, now: Date): Promise<User | undefined> {
  const row = await db
    .updateTable('user')
    .set({ last_sign_in_at: now.toISOString() })
    .where('id', '=', checked.id)
    .where('password_hash', '=', checked.password_hash)
    .where('suspended_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  return decode(row)
}

/** Nobody deletes the user before this transaction ends: an update locks the row on both databases. */
export async function holdUser(db: Writer, id: string): Promise<User | undefined> {
  return await changeUser(db, id, { id })
}

/**
 * Links to a new password that were mailed before are good no more. Nothing returned: there is no such user, or this
 * one is suspended already.
 */
export async function markUserSuspended(
  db: Writer,
  id: string,
  {
    suspended_at,
    suspension_reason,
    suspended_by,
  }: Pick<UserRow, 'suspension_reason' | 'suspended_by'> & { suspended_at: string },
): Promise<User | undefined> {
  const row = await db
    .updateTable('user')
    .set((where) => ({
      suspended_at,
      suspension_reason,
      suspended_by,
      credential_version: where('credential_version', '+', 1),
      updated_at: suspended_at,
    }))
    .where('id', '=', id)
    .where('suspended_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  return decode(row)
}

/** Nothing returned: there is no such user, or this one is not suspended. */
export async function markUserReactivated(db: Writer, id: string, now: Date): Promise<User | undefined> {
  const row = await db
    .updateTable('user')
    .set({ suspended_at: null, suspension_reason: null, suspended_by: null, updated_at: now.toISOString() })
    .where('id', '=', id)
    .where('suspended_at', 'is not', null)
    .returningAll()
    .executeTakeFirst()
  return decode(row)
}

export async function removeUser(db: Writer, id: string): Promise<User | undefined> {
  return decode(await db.deleteFrom('user').where('id', '=', id).returningAll().executeTakeFirst())
}

function decode(row: UserRow | undefined): User | undefined {
  return row && decodeRow(row)
}

function decodeRow(row: UserRow): User {
  return { ...row, metadata: JSON.parse(row.metadata) }
}
