import type { Reader, Writer } from '../../database/database.ts'
import type { PasswordResetRequestRow } from '../../database/schema.ts'

/**
 * Notes that somebody asks for an address, and answers whether they may: not when there were three in the time since
 * `paceSince`. One statement, so that any number of nodes keep to it.
 */
export async function notePasswordResetRequest(
  db: Writer,
  request: Pick<
    PasswordResetRequestRow,
    'email_key' | 'latest_at' | 'wanted_at' | 'authorization_request_id' | 'language'
  >,
  paceSince: Date,
): Promise<boolean> {
  const noted = await db
    .insertInto('password_reset_request')
    .values({ ...request, second_at: '', third_at: '' })
    .onConflict((conflict) =>
      conflict
        .column('email_key')
        .doUpdateSet((where) => ({
          latest_at: request.latest_at,
          second_at: where.ref('password_reset_request.latest_at'),
          third_at: where.ref('password_reset_request.second_at'),
          wanted_at: where.fn.coalesce('excluded.wanted_at', 'password_reset_request.wanted_at'),
          authorization_request_id: where.fn.coalesce(
            'excluded.authorization_request_id',
            'password_reset_request.authorization_request_id',
          ),
          language: where.fn.coalesce('excluded.language', 'password_reset_request.language'),
        }))
        .where('password_reset_request.third_at', '<=', paceSince.toISOString()),
    )
    .returning('email_key')
    .executeTakeFirst()
  return noted !== undefined
}

/** The oldest of the three that an address is paced by. */
export async function findThirdRequestAt(db: Reader, emailKey: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('password_reset_request')
    .select('third_at')
    .where('email_key', '=', emailKey)
    .executeTakeFirst()
  return row?.third_at
}

export async function listWantedResets(db: Reader, most: number): Promise<string[]> {
  const rows = await db
    .selectFrom('password_reset_request')
    .select('email_key')
    .where('wanted_at', 'is not', null)
    .orderBy('wanted_at')
    .limit(most)
    .execute()
  return rows.map((row) => row.email_key)
}

/** Nothing returned: somebody else has taken it. */
export async function takeWantedReset(db: Writer, emailKey: string): Promise<PasswordResetRequestRow | undefined> {
  return await db
    .updateTable('password_reset_request')
    .set({ wanted_at: null })
    .where('email_key', '=', emailKey)
    .where('wanted_at', 'is not', null)
    .returningAll()
    .executeTakeFirst()
}

export async function removeOldRequests(db: Writer, before: Date, most: number): Promise<number> {
  const old = db
    .selectFrom('password_reset_request')
    .select('email_key')
    .where('latest_at', '<=', before.toISOString())
    .where('wanted_at', 'is', null)
    .limit(most)
  const rows = await db
    .deleteFrom('password_reset_request')
    .where('email_key', 'in', old)
    .where('wanted_at', 'is', null)
    .where('latest_at', '<=', before.toISOString())
    .returning('email_key')
    .execute()
  return rows.length
}
