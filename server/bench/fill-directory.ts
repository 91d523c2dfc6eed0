import { sql } from 'kysely'
import { readConfig } from '../src/config.ts'
import type { Database, Writer } from '../src/database/database.ts'
import { openDatabase } from '../src/database/open-database.ts'
import { DIALECTS, type Filling } from './fill-dialects.ts'

const ROWS_PER_STATEMENT = 10_000
const ORGANIZATIONS = 1_000

/** Of this organization every second user is a member; of the others one in a thousand. */
export const LARGE_ORGANIZATION = 'org_large'
export const organizationId = (index: number) => `org_01${String(index).padStart(24, '0')}`
export const memberId = (index: number) => `om_01${String(index).padStart(24, '0')}`
/** One event in 100,000 has this name. */
export const RARE_EVENT = 'organization.deleted'

/** So many users, memberships and events beside what `prepareDatabase` put there, of the last weeks. */
export async function fillDirectory(environment: Record<string, string>, filling: Filling): Promise<void> {
  const { config } = readConfig('production', environment)
  const database = await openDatabase({ url: config.databaseUrl, folder: config.dataFolder })
  try {
    await database.transaction((db) => insertOrganizations(db, filling))
    for (let from = 0; from < filling.count; from += ROWS_PER_STATEMENT) {
      const part = { ...filling, from, to: Math.min(filling.count, from + ROWS_PER_STATEMENT) }
      for (const insert of [insertUsers, insertMemberships, insertEvents])
        await database.transaction((db) => insert(db, database.kind, part))
    }
    if (database.kind === 'postgres') await database.transaction((db) => sql`analyze`.execute(db))
  } finally {
    await database.close()
  }
}

export type Part = Filling & { from: number; to: number }

async function insertOrganizations(db: Writer, { now }: Filling): Promise<void> {
  const ids = [LARGE_ORGANIZATION, ...Array.from({ length: ORGANIZATIONS }, (_, index) => organizationId(index))]
  const time = now.toISOString()
  const given = {
    allow_profiles_outside_organization: 0,
    metadata: '{}',
    entitlements: '[]',
    created_at: time,
    updated_at: time,
  }
  for (const id of ids)
    await db
      .insertInto('organization')
      .values({ ...given, id, name: `Organization ${id}`, external_id: null, stripe_customer_id: null })
      .execute()
}

async function insertUsers(db: Writer, kind: Database['kind'], part: Part): Promise<void> {
  const { rows, padded, time } = DIALECTS[kind]
  const created = time(part)
  await sql`
    insert into "user" (id, email, email_key, email_verified, credential_version, external_id, metadata, created_at, updated_at)
    select 'user_02' || ${padded('i')}, 'person' || i || '@directory.example', 'person' || i || '@directory.example', 1, 1,
      'external-' || i, '{}', ${created}, ${created}
    from ${rows(part)}`.execute(db)
}

/** Each user is a member of one of the many organizations, and every second one of the large one. */
async function insertMemberships(db: Writer, kind: Database['kind'], part: Part): Promise<void> {
  const { rows, padded, time } = DIALECTS[kind]
  const created = time(part)
  await sql`
    insert into organization_membership (id, user_id, user_created_at, organization_id, status, created_at, updated_at)
    select 'om_01' || ${padded('i')}, 'user_02' || ${padded('i')}, ${created}, 'org_01' || ${padded(`(i % ${ORGANIZATIONS})`)}, 'active',
      ${created}, ${created}
    from ${rows(part)}`.execute(db)
  await sql`
    insert into organization_membership (id, user_id, user_created_at, organization_id, status, created_at, updated_at)
    select 'om_02' || ${padded('i')}, 'user_02' || ${padded('i')}, ${created}, ${LARGE_ORGANIZATION}, 'active', ${created}, ${created}
    from (select i from ${rows(part)}) as numbers where i % 2 = 0`.execute(db)
}

export async function insertEvents(db: Writer, kind: Database['kind'], part: Part): Promise<void> {
  const { rows, time, ulid } = DIALECTS[kind]
  await sql`
    insert into event (id, event, data, context, created_at)
    select 'event_' || ${ulid(part)}, case when i % 100000 = 3 then ${RARE_EVENT} else 'session.created' end,
      '{"object":"session","id":"session_' || i || '"}', '{}', ${time(part)}
    from ${rows(part)}`.execute(db)
}
