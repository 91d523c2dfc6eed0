import { sql } from 'kysely'
import type { Reader, Writer } from '../../database/database.ts'
import type { VerifierAcknowledgementRow, VerifierRow } from '../../database/schema.ts'
import { firstUlidOf } from '../../platform/ids.ts'
import { REVOKING_EVENTS } from '../events/event-catalogue.ts'
import { type Place, placeOf } from './place.ts'

/** What it said first of itself stays, what it says last replaces what it said before. */
export async function putVerifier(db: Writer, row: VerifierRow): Promise<void> {
  const { id: _, first_seen_at: __, ...latest } = row
  await db
    .insertInto('verifier')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(latest))
    .execute()
}

/** One that is there already is older, and so the better witness. */
export async function insertAcknowledgements(db: Writer, rows: VerifierAcknowledgementRow[]): Promise<void> {
  await db
    .insertInto('verifier_acknowledgement')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export type EnforcingVerifier = Pick<VerifierRow, 'id' | 'name' | 'last_seen_at' | 'closed_at'> & {
  enforced_at: string | null
}

/** Those that have been heard of since a time, and since when each refuses what stands at `place`. */
export async function listVerifiers(
  db: Reader,
  seenSince: Date,
  place: Place | undefined,
): Promise<EnforcingVerifier[]> {
  const enforcedAt = place
    ? sql<string | null>`(
        select received_at from verifier_acknowledgement as said
        where said.verifier_id = verifier.id
        and (said.transaction_id, said.position) >= (${place.transactionId}, ${place.position})
        order by said.transaction_id, said.position limit 1)`
    : sql<string | null>`null`
  return await db
    .selectFrom('verifier')
    .select(['id', 'name', 'last_seen_at', 'closed_at', enforcedAt.as('enforced_at')])
    .where('last_seen_at', '>=', seenSince.toISOString())
    .orderBy('first_seen_at')
    .orderBy('id')
    .execute()
}

/**
 * Where the log tells of an end: the event was written in its transaction, just after `endedAt` by the same clock, and
 * ids begin with the time. So a short stretch of the log is looked through, and usually its first event is the one.
 */
export async function findRevokingEvent(
  db: Reader,
  { member, id, endedAt }: { member: 'id' | 'revocation_id'; id: string; endedAt: Date },
): Promise<Place | undefined> {
  const around = (milliseconds: number) => `event_${firstUlidOf(new Date(endedAt.getTime() + milliseconds))}`
  const row = await db
    .selectFrom('event')
    .select(['transaction_id', 'position', 'id'])
    .where('id', '>=', around(-CLOCK_STEP_MS))
    .where('id', '<', around(LONGEST_TRANSACTION_MS))
    .where('event', 'in', REVOKING_EVENTS)
    .where('data', 'like', `%"${member}":"${id}"%`)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row && placeOf(row)
}

const CLOCK_STEP_MS = 1_000
const LONGEST_TRANSACTION_MS = 60_000

/** Answers how many there were. */
export async function removeAcknowledgementsBefore(db: Writer, time: Date, most: number): Promise<number> {
  const old = db
    .selectFrom('verifier_acknowledgement')
    .select(['verifier_id', 'transaction_id', 'position'])
    .where('received_at', '<', time.toISOString())
    .limit(most)
  const rows = await db
    .deleteFrom('verifier_acknowledgement')
    .where(({ refTuple, eb }) =>
      eb(
        refTuple('verifier_id', 'transaction_id', 'position'),
        'in',
        old.$asTuple('verifier_id', 'transaction_id', 'position'),
      ),
    )
    .returning('verifier_id')
    .execute()
  return rows.length
}

export async function removeVerifiersBefore(db: Writer, time: Date): Promise<void> {
  await db.deleteFrom('verifier').where('last_seen_at', '<', time.toISOString()).execute()
}
