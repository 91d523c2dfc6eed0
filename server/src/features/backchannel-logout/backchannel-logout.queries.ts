import { sql } from 'kysely'
import { unclaimed } from '../../database/claim.ts'
import type { Reader, Writer } from '../../database/database.ts'
import { prepareQuery } from '../../database/prepared-query.ts'
import type { BackchannelLogoutRow } from '../../database/schema.ts'

/** The session that ended. */
export interface EndedSession {
  sessionId: string
  userId: string
  applicationId: string
}

/**
 * A row for each receiver of the session's application. One statement on the path of every sign-out, and while nobody has
 * registered a receiver all that it does is to look into an empty index.
 */
export async function insertOwedLogouts(db: Writer, ended: EndedSession, now: Date): Promise<void> {
  await owing(db, { ...ended, time: now.toISOString() })
}

const owing = prepareQuery((db, { sessionId, userId, applicationId, time }: EndedSession & { time: string }) =>
  db
    .insertInto('backchannel_logout')
    .columns([
      'session_id',
      'uri_id',
      'uri',
      'user_id',
      'application_id',
      'attempts',
      'next_attempt_at',
      'created_at',
      'updated_at',
    ])
    .expression(
      db
        .selectFrom('backchannel_logout_uri')
        .select([
          sql<string>`cast(${sessionId} as text)`.as('session_id'),
          'id',
          'uri',
          sql<string>`cast(${userId} as text)`.as('user_id'),
          'application_id',
          sql.lit(0).as('attempts'),
          sql<string>`cast(${time} as text)`.as('next_attempt_at'),
          sql<string>`cast(${time} as text)`.as('created_at'),
          sql<string>`cast(${time} as text)`.as('updated_at'),
        ])
        .where('application_id', '=', applicationId),
    ),
)

/** The receivers that something is due for. */
export async function listDueReceivers(db: Reader, now: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('backchannel_logout_uri as receiver')
    .select('receiver.id')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('backchannel_logout')
          .select('backchannel_logout.session_id')
          .whereRef('backchannel_logout.uri_id', '=', 'receiver.id')
          .where('next_attempt_at', '<=', now.toISOString()),
      ),
    )
    .execute()
  return rows.map((row) => row.id)
}

/** Some of those that are due for a receiver, the longest waiting first. Nobody else is given them until `leasedUntil`. */
export async function claimDueLogouts(
  db: Writer,
  uriId: string,
  { now, leasedUntil, most }: { now: Date; leasedUntil: Date; most: number },
): Promise<BackchannelLogoutRow[]> {
  const time = now.toISOString()
  const due = db
    .selectFrom('backchannel_logout')
    .select('session_id')
    .where('uri_id', '=', uriId)
    .where('next_attempt_at', '<=', time)
    .orderBy('next_attempt_at')
    .limit(most)
  return await db
    .updateTable('backchannel_logout')
    .set((where) => ({
      attempts: where('attempts', '+', 1),
      next_attempt_at: leasedUntil.toISOString(),
      last_attempt_at: time,
      updated_at: time,
    }))
    .where('uri_id', '=', uriId)
    .where('session_id', 'in', unclaimed(db, due))
    .where('next_attempt_at', '<=', time)
    .returningAll()
    .execute()
}

/** Whoever else has claimed it in the meantime tells the receiver once more, and nobody after them. */
export async function noteDelivery(db: Writer, claimed: BackchannelLogoutRow, now: Date): Promise<void> {
  const time = now.toISOString()
  await db
    .updateTable('backchannel_logout')
    .set({ delivered_at: time, next_attempt_at: null, last_error: null, updated_at: time })
    .where('session_id', '=', claimed.session_id)
    .where('uri_id', '=', claimed.uri_id)
    .where('delivered_at', 'is', null)
    .execute()
}

/** Unless the lease ran out and somebody else has begun another attempt. Without a time it is given up. */
export async function noteFailure(
  db: Writer,
  claimed: BackchannelLogoutRow,
  { error, nextAttemptAt, now }: { error: string; nextAttemptAt: Date | undefined; now: Date },
): Promise<void> {
  await db
    .updateTable('backchannel_logout')
    .set({
      last_error: error,
      next_attempt_at: nextAttemptAt?.toISOString() ?? null,
      updated_at: now.toISOString(),
    })
    .where('session_id', '=', claimed.session_id)
    .where('uri_id', '=', claimed.uri_id)
    .where('attempts', '=', claimed.attempts)
    .where('next_attempt_at', 'is not', null)
    .execute()
}

/** Of a receiver that was taken off the list: nobody waits for it any more. */
export async function giveUpLogoutsTo(db: Writer, uriId: string, error: string, now: Date): Promise<void> {
  await db
    .updateTable('backchannel_logout')
    .set({ next_attempt_at: null, last_error: error, updated_at: now.toISOString() })
    .where('uri_id', '=', uriId)
    .where('next_attempt_at', 'is not', null)
    .execute()
}

/** What each receiver of a session was told, or is still owed; in the order of their registration. */
export async function listBackchannelLogouts(db: Reader, sessionId: string): Promise<BackchannelLogoutRow[]> {
  return await db
    .selectFrom('backchannel_logout')
    .selectAll()
    .where('session_id', '=', sessionId)
    .orderBy('uri_id')
    .execute()
}

/** Delivered or given up so long ago. */
export async function removeOldBackchannelLogouts(db: Writer, doneBefore: Date, most: number): Promise<number> {
  const old = db
    .selectFrom('backchannel_logout')
    .select(['session_id', 'uri_id'])
    .where('next_attempt_at', 'is', null)
    .where('updated_at', '<=', doneBefore.toISOString())
    .limit(most)
  const rows = await db
    .deleteFrom('backchannel_logout')
    .where(({ refTuple, eb }) => eb(refTuple('session_id', 'uri_id'), 'in', old.$asTuple('session_id', 'uri_id')))
    .returning('session_id')
    .execute()
  return rows.length
}
