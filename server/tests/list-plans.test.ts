import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DEFAULT_SESSION_SETTINGS } from '../src/config.ts'
import type { Reader } from '../src/database/database.ts'
import { listEvents } from '../src/features/events/event.queries.ts'
import { listGroups, listGroupsOfMembership } from '../src/features/groups/group.queries.ts'
import { listInvitations } from '../src/features/invitations/invitation.queries.ts'
import { listMemberships, listMembersOfGroup } from '../src/features/memberships/membership.queries.ts'
import { listOrganizations } from '../src/features/organizations/organization.queries.ts'
import { type KeysOf, listOwnedApiKeys } from '../src/features/owned-api-keys/owned-api-key.queries.ts'
import { liveLimits } from '../src/features/sessions/live-limits.ts'
import { listLiveSessionsOfUser } from '../src/features/sessions/session.queries.ts'
import { listUsers } from '../src/features/users/user.queries.ts'
import { listDeliveries } from '../src/features/webhooks/webhook-delivery.queries.ts'
import { useServer } from './harness.ts'
import { onEachDatabase } from './support/databases.ts'
import { explain, statementsOf } from './support/query-plans.ts'

const TIME = '2026-01-01T00:00:00.000Z'
const POSITION = { created_at: TIME, id: 'x' }
const LOG_POSITION = { transaction_id: 7, position: 7 }

type Direction = 'asc' | 'desc'
type List = (db: Reader, direction: Direction, isInTheMiddle: boolean) => Promise<unknown>

const byAge = (direction: Direction, isInTheMiddle: boolean) => ({
  direction,
  from: isInTheMiddle ? POSITION : undefined,
  limit: 11,
})
const inLog = (direction: Direction, isInTheMiddle: boolean) => ({
  direction,
  from: isInTheMiddle ? LOG_POSITION : undefined,
  limit: 11,
})

const users =
  (filter: Parameters<typeof listUsers>[1]): List =>
  (db, ...page) =>
    listUsers(db, filter, byAge(...page))
const memberships =
  (filter: Parameters<typeof listMemberships>[1]): List =>
  (db, ...page) =>
    listMemberships(db, filter, byAge(...page))
const apiKeys =
  (whose: KeysOf): List =>
  (db, ...page) =>
    listOwnedApiKeys(db, whose, byAge(...page))
const invitations =
  (filter: Parameters<typeof listInvitations>[1]): List =>
  (db, ...page) =>
    listInvitations(db, filter, byAge(...page))
const events =
  (filter: Parameters<typeof listEvents>[1]): List =>
  (db, ...page) =>
    listEvents(db, filter, inLog(...page))

/** `isOfSeveral`: a page from each of several indexes, and these few rows are put in order. */
const lists: { what: string; list: List; isOfSeveral?: true }[] = [
  { what: 'users', list: users({}) },
  { what: 'users by address', list: users({ email: 'a@example.com' }), isOfSeveral: true },
  { what: 'users of an organization', list: users({ organizationId: 'org_x' }), isOfSeveral: true },
  {
    what: 'memberships of a user',
    list: memberships({ userId: 'user_x', organizationId: undefined, statuses: ['active'] }),
    isOfSeveral: true,
  },
  {
    what: 'active memberships of an organization',
    list: memberships({ userId: undefined, organizationId: 'org_x', statuses: ['active'] }),
  },
  {
    what: 'memberships of an organization in any status',
    list: memberships({ userId: undefined, organizationId: 'org_x', statuses: ['active', 'inactive', 'pending'] }),
    isOfSeveral: true,
  },
  { what: 'API keys of an organization', list: apiKeys({ organizationId: 'org_x' }) },
  { what: 'API keys of a user', list: apiKeys({ userId: 'user_x' }) },
  { what: 'API keys of a user for an organization', list: apiKeys({ userId: 'user_x', organizationId: 'org_x' }) },
  { what: 'invitations', list: invitations({ email: undefined, organizationId: undefined }) },
  { what: 'invitations of an address', list: invitations({ email: 'a@example.com', organizationId: undefined }) },
  { what: 'invitations to an organization', list: invitations({ email: undefined, organizationId: 'org_x' }) },
  { what: 'groups of an organization', list: (db, ...page) => listGroups(db, 'org_x', byAge(...page)) },
  {
    what: 'groups of a member',
    list: (db, ...page) => listGroupsOfMembership(db, 'om_x', byAge(...page)),
    isOfSeveral: true,
  },
  {
    what: 'members of a group',
    list: (db, ...page) => listMembersOfGroup(db, 'group_x', byAge(...page)),
    isOfSeveral: true,
  },
  { what: 'events', list: events({ names: [] }) },
  { what: 'events of a name', list: events({ names: ['user.created'] }) },
  { what: 'events of two names', list: events({ names: ['user.created', 'user.deleted'] }), isOfSeveral: true },
  { what: 'events of an organization', list: events({ names: [], organizationId: 'org_x' }) },
  {
    what: 'events of an organization and two names',
    list: events({ names: ['user.created', 'user.deleted'], organizationId: 'org_x' }),
  },
  { what: 'events of a time', list: events({ names: [], from: TIME, to: TIME }) },
  { what: 'events of a name and a time', list: events({ names: ['user.created'], from: TIME, to: TIME }) },
  {
    what: 'live sessions of a user',
    list: (db, ...page) =>
      listLiveSessionsOfUser(db, 'user_x', liveLimits(DEFAULT_SESSION_SETTINGS, new Date(TIME)), byAge(...page)),
  },
  {
    what: 'deliveries that were given up',
    list: (db, direction, isInTheMiddle) =>
      listDeliveries(
        db,
        { endpointId: 'we_x', state: 'failed' },
        { direction, from: isInTheMiddle ? 'event_x' : undefined, limit: 11 },
      ),
  },
  {
    what: 'organizations',
    list: (db, ...page) => listOrganizations(db, { domains: [], pattern: undefined }, byAge(...page)),
  },
]

/** With what `npm run bench -- --part directory` measures among a million: no page is found by reading a table or sorting it. */
onEachDatabase('the plan of a list', (database) => {
  const server = useServer(database)

  for (const { what, list, isOfSeveral = false } of lists) {
    test(`of ${what} reads an index in the order of pages`, async () => {
      for (const direction of ['asc', 'desc'] as const) {
        for (const isInTheMiddle of [false, true]) {
          const statements = await statementsOf(server, (db) => list(db, direction, isInTheMiddle))
          assert.ok(statements.length > 0)
          for (const statement of statements) {
            const plan = await explain(server, database, statement, true)
            assert.ok(!plan.isScan, `${plan.sql}\n${plan.text}`)
            assert.ok(isOfSeveral || !plan.isSort, `${plan.sql}\n${plan.text}`)
          }
        }
      }
    })
  }

  test('of events enters the log at the cursor: where the second half of a place cannot be looked up, the first tells it', async () => {
    await Promise.all([1, 2, 3].map(() => server.createUser({ password: undefined })))
    const rows = await server.app.db.selectFrom('event').select(['transaction_id', 'position']).execute()

    assert.ok(rows.length >= 3)
    if (database.kind === 'sqlite') assert.ok(rows.every((row) => row.transaction_id === row.position))
  })

  test('in an order without an index would be seen', async () => {
    const [statement] = await statementsOf(server, (db) =>
      db.selectFrom('user').selectAll().orderBy('updated_at').limit(11).execute(),
    )
    assert.ok(statement)
    const plan = await explain(server, database, statement, true)
    assert.ok(plan.isScan && plan.isSort, plan.text)
  })
})
