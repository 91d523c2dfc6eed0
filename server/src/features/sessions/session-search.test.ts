import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { type CompiledQuery, sql } from 'kysely'
import { CLIENT_ID, type TestServer, useServer } from '../../../tests/harness.ts'
import { onEachDatabase, type TestDatabase } from '../../../tests/support/databases.ts'
import { explain, type Plan, statementsOf } from '../../../tests/support/query-plans.ts'
import type { SessionRow } from '../../database/schema.ts'
import { ipKey, readIpRange } from '../../platform/ip-range.ts'
import { type FilterColumns, type SessionFilter, toFilterColumns } from './session-filter.ts'
import { listUnendedSessions, MOST_EXAMINED, searchSessions } from './session-search.queries.ts'

/** More than are looked at for one page. */
const TOTAL = MOST_EXAMINED + 1_900
const USERS = 300
const ROWS_PER_STATEMENT = 500
const FIRST = Date.parse('2026-01-01T00:00:00.000Z')
const RARE_AGENT = 'Rarity/1.0'

const timeOf = (index: number) => new Date(FIRST + index * 1000).toISOString()
const idOf = (index: number) => `session_${String(index).padStart(26, '0')}`

/** One a second, from addresses all over two networks; the oldest one has a user agent of its own. */
function sessionRow(index: number): SessionRow {
  const address = index % 400 === 0 ? `198.51.100.${index % 200}` : `10.0.${index % 200}.${index % 100}`
  return {
    id: idOf(index),
    user_id: `user_${index % USERS}`,
    application_id: index % 1000 === 0 ? 'client_rare' : CLIENT_ID,
    browser_session_id: null,
    moved_at: null,
    organization_id: index % 30 === 0 ? 'org_some' : null,
    auth_method: 'password',
    ip_address: address,
    ip_key: ipKey(address),
    user_agent: index === 0 ? RARE_AGENT : 'Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0.0.0 Safari/537.36',
    authenticated_at: timeOf(index),
    refresh_count: 0,
    refreshed_at: timeOf(index),
    rotation_times: '',
    expires_at: '2099-01-01T00:00:00.000Z',
    ended_at: index % 2 === 0 ? timeOf(index) : null,
    end_reason: index % 2 === 0 ? 'sign_out' : null,
    end_actor: null,
    created_at: timeOf(index),
    updated_at: timeOf(index),
  }
}

async function fill({ app }: TestServer): Promise<void> {
  const rows = Array.from({ length: TOTAL }, (_, index) => sessionRow(index))
  await app.database.transaction(async (db) => {
    for (let start = 0; start < TOTAL; start += ROWS_PER_STATEMENT)
      await db
        .insertInto('session')
        .values(rows.slice(start, start + ROWS_PER_STATEMENT))
        .execute()
  })
}

onEachDatabase('a search among many sessions', (database) => {
  const server = useServer(database)
  before(() => fill(server))

  const list = async (query: string) => {
    const { status, body } = await server.api('GET', `/user_management/sessions?${query}`)
    assert.equal(status, 200, JSON.stringify(body))
    return {
      ids: body.data.map((session: { id: string }) => session.id) as string[],
      ...(body.list_metadata as { before: string | null; after: string | null }),
    }
  }

  test('for what is rare tells how far it has looked; going on from there finds it, and the list ends', async () => {
    const first = await list('user_agent=rarity')
    assert.deepEqual(first.ids, [])
    assert.equal(first.after, idOf(TOTAL - MOST_EXAMINED), 'exactly as many have been looked at as promised')

    const second = await list(`user_agent=rarity&after=${first.after}`)
    assert.deepEqual(second, { ids: [idOf(0)], before: idOf(0), after: null })
  })

  test('backwards it does the same', async () => {
    const first = await list(`user_agent=rarity&order=asc&before=${idOf(TOTAL - 1)}`)
    assert.deepEqual(first.ids, [])
    assert.equal(first.before, idOf(TOTAL - 1 - MOST_EXAMINED))

    const second = await list(`user_agent=rarity&order=asc&before=${first.before}`)
    assert.deepEqual(second.ids, [idOf(0)])
    assert.equal(second.before, null)
  })

  for (const [what, query, isMatch] of [
    [
      'a small range of addresses',
      'ip_range=198.51.100.0/25',
      (row) => /^198\.51\.100\.(\d\d?|1[01]\d|12[0-7])$/.test(row.ip_address ?? ''),
    ],
    [
      'a large range of addresses',
      'ip_range=10.0.0.0/17',
      (row) => /^10\.0\.(\d\d?|1[01]\d|12[0-7])\./.test(row.ip_address ?? ''),
    ],
    [
      'an application and a range',
      'client_id=client_rare&ip_range=0.0.0.0/0',
      (row) => row.application_id === 'client_rare',
    ],
    [
      'a user, an application and a time',
      `user_id=user_7&client_id=${CLIENT_ID}&created_before=${timeOf(2500)}`,
      (row) => row.user_id === 'user_7' && row.created_at <= timeOf(2500),
    ],
    [
      'an organization and a user agent',
      'organization_id=org_some&user_agent=chrome',
      (row) => row.organization_id === 'org_some' && row.user_agent !== RARE_AGENT,
    ],
    [
      'all but one session of a user',
      `user_id=user_8&except_session_id=${idOf(8)}`,
      (row) => row.user_id === 'user_8' && row.id !== idOf(8),
    ],
    [
      'a user agent, a method and an address',
      `user_agent=CHROME&auth_method=password&ip_range=10.0.1.1`,
      (row) => row.ip_address === '10.0.1.1' && row.user_agent !== RARE_AGENT,
    ],
  ] satisfies [string, string, (row: SessionRow) => boolean][]) {
    test(`by ${what} it finds every match once and in order, whatever the pages`, async () => {
      const seen: string[] = []
      for (let after = ''; ; ) {
        const page = await list(`limit=100&${query}${after && `&after=${after}`}`)
        seen.push(...page.ids)
        if (page.after === null) break
        after = page.after
      }

      const expected = Array.from({ length: TOTAL }, (_, index) => sessionRow(TOTAL - 1 - index)).filter(isMatch)
      assert.ok(expected.length > 0)
      assert.deepEqual(
        seen,
        expected.map((row) => row.id),
      )
    })
  }
})

/** A range of addresses is first asked how many it has. */
const plans: [what: string, filter: SessionFilter, ...indexes: string[]][] = [
  ['no filter', {}, 'session_by_age'],
  ['a time', { created_before: timeOf(3500) }, 'session_by_age'],
  ['a user', { user_id: 'user_7' }, 'session_of_user'],
  [
    'a user and everything else',
    {
      user_id: 'user_7',
      client_id: CLIENT_ID,
      auth_method: 'password',
      ip_range: readIpRange('10.0.0.0/8'),
      user_agent: 'x',
      created_before: timeOf(3500),
    },
    'session_of_user',
  ],
  ['an organization', { organization_id: 'org_some' }, 'session_of_organization'],
  [
    'an organization and an application',
    { organization_id: 'org_some', client_id: CLIENT_ID },
    'session_of_organization',
  ],
  ['an application', { client_id: 'client_rare' }, 'session_of_application'],
  [
    'an application, a method and a time',
    { client_id: CLIENT_ID, auth_method: 'password', created_before: timeOf(3500) },
    'session_of_application',
  ],
  ['a method', { auth_method: 'password' }, 'session_by_method'],
  ['an address', { ip_range: readIpRange('10.0.1.1') }, 'session_by_address'],
  ['an address and an application', { ip_range: readIpRange('10.0.1.1'), client_id: CLIENT_ID }, 'session_by_address'],
  ['a large range', { ip_range: readIpRange('10.0.0.0/8') }, 'session_by_address', 'session_by_age'],
  [
    'a large range and an application',
    { ip_range: readIpRange('10.0.0.0/8'), client_id: CLIENT_ID },
    'session_by_address',
    'session_of_application',
  ],
  ['a user agent', { user_agent: 'chrome' }, 'session_by_age'],
  ['a user agent and a time', { user_agent: 'chrome', created_before: timeOf(3500) }, 'session_by_age'],
]

/**
 * What is true here is true of a million rows. SQLite is never given statistics (nothing of ours runs ANALYZE), so its
 * plans do not depend on their number. PostgreSQL has analysed the rows, and is then told that as many as a million lie
 * on the same pages: reading an index in order up to a limit costs what it costs, and all that it could do instead
 * looks cheaper here than it would be on the pages of a million.
 */
onEachDatabase('the plan of a search', (database) => {
  const server = useServer(database)
  before(async () => {
    await fill(server)
    if (database.kind === 'sqlite') return
    await server.app.database.transaction(async (db) => {
      await sql`analyze session`.execute(db)
      await sql`update pg_class set reltuples = 1000000 where relname = 'session'`.execute(db)
    })
  })

  for (const [what, filter, ...indexes] of plans) {
    test(`by ${what} reads ${indexes.join(' and ')} in order and nothing else`, async () => {
      const columns = toFilterColumns(filter, new Date(FIRST + TOTAL * 1000))
      for (const direction of ['asc', 'desc'] as const) {
        // So that more lie behind it than are looked at.
        const index = direction === 'asc' ? 500 : TOTAL - 500
        const from = { created_at: timeOf(index), id: idOf(index) }
        for (const cursor of [undefined, from]) {
          const found = await plansOf(server, database, columns, { direction, from: cursor, limit: 11 })
          for (const plan of found) assert.ok(!plan.isScan && !plan.isSort, plan.text)
          // The search itself comes last. It enters the index at the cursor: by a time, which both databases can use,
          // and by the pair.
          const isCut = cursor !== undefined && cursor.created_at < columns.created_before
          const search = found.at(-1)
          const times = search?.parameters.filter((value) => value === cursor?.created_at)
          if (isCut) assert.equal(times?.length, 2, search?.sql ?? '')
          // Where several indexes fit, PostgreSQL may know from its statistics that another one is as good.
          if (database.kind === 'sqlite') assert.deepEqual([...new Set(found.flatMap((plan) => plan.indexes))], indexes)
        }
      }
    })
  }

  test('by a small range reads the index on addresses, and sorts no more than the few rows of it', async () => {
    const columns = toFilterColumns({ ip_range: readIpRange('198.51.100.0/25'), user_agent: 'chrome' }, new Date())
    const found = await plansOf(server, database, columns, { direction: 'desc', from: undefined, limit: 11 })

    for (const plan of found) assert.deepEqual(plan.indexes, ['session_by_address'], plan.text)
  })

  test('of a small stretch in the middle is not taken for one of a large part of the table', async () => {
    if (database.kind === 'sqlite') return
    const columns = toFilterColumns({}, new Date(FIRST + TOTAL * 1000))
    const at = (index: number) => ({ created_at: timeOf(index), id: idOf(index) })
    const statements = await statementsOf(server, (db) =>
      listUnendedSessions(db, columns, { from: at(2000), to: at(2100) }),
    )

    const plan = await explain(server, database, statements[0] as CompiledQuery)
    const [, rows] = /rows=(\d+)/.exec(plan.text) ?? []
    assert.ok(Number(rows) < 20_000, plan.text)
  })

  test('of a scan of the whole table would be seen', async () => {
    const rows = server.app.db.selectFrom('session').selectAll().where('user_agent', '=', 'x').orderBy('updated_at')
    const plan = await explain(server, database, rows.compile())

    assert.ok(plan.isScan || plan.isSort, plan.text)
    assert.deepEqual(plan.indexes, [])
  })
})

/** Of every statement that the search runs. */
async function plansOf(
  server: TestServer,
  database: TestDatabase,
  filter: FilterColumns,
  keyset: Parameters<typeof searchSessions>[2],
): Promise<Plan[]> {
  const statements = await statementsOf(server, (db) => searchSessions(db, filter, keyset))
  return await Promise.all(statements.map((statement) => explain(server, database, statement)))
}
