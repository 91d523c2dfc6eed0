import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, test } from 'node:test'
import fc from 'fast-check'
import { fanOutEvents } from '../../server/src/features/webhooks/fan-out-events.ts'
import { PASSWORD, type TestServer, useServer } from '../../server/tests/harness.ts'
import { onEachDatabase } from '../../server/tests/support/databases.ts'
import { readContract } from '../src/contract.ts'

const contract = readContract(JSON.parse(readFileSync(new URL('../../server/openapi.json', import.meta.url), 'utf8')))
const RUNS = 12
const COUNT = 7

type Create = (path: string, body: object) => Promise<{ id: string }>

/** What lists of parts are parts of. */
interface Fixture {
  organization: string
  user: string
  group: string
  membership: string
  endpoint: string
}

/** Of each list its path, and how one object more comes into it; without that others have filled it. */
const LISTS: Record<
  string,
  { path(fixture: Fixture): string; add?(create: Create, fixture: Fixture, n: number): Promise<unknown> }
> = {
  '/user_management/users': { path: () => '/user_management/users?' },
  '/organizations': {
    path: () => '/organizations?search=Listed',
    add: (create, _, n) => create('/organizations', { name: `Listed ${n}` }),
  },
  '/user_management/organization_memberships': {
    path: ({ organization }) => `/user_management/organization_memberships?organization_id=${organization}`,
  },
  '/user_management/sessions': { path: ({ user }) => `/user_management/sessions?user_id=${user}` },
  '/user_management/users/{id}/sessions': { path: ({ user }) => `/user_management/users/${user}/sessions?` },
  '/organizations/{organizationId}/api_keys': {
    path: ({ organization }) => `/organizations/${organization}/api_keys?`,
    add: (create, { organization }, n) => create(`/organizations/${organization}/api_keys`, { name: `Key ${n}` }),
  },
  '/user_management/users/{userId}/api_keys': {
    path: ({ user }) => `/user_management/users/${user}/api_keys?`,
    add: (create, { user, organization }, n) =>
      create(`/user_management/users/${user}/api_keys`, { name: `Key ${n}`, organization_id: organization }),
  },
  '/organizations/{organizationId}/groups': {
    path: ({ organization }) => `/organizations/${organization}/groups?`,
  },
  '/organizations/{organizationId}/groups/{groupId}/organization-memberships': {
    path: ({ organization, group }) => `/organizations/${organization}/groups/${group}/organization-memberships?`,
  },
  '/user_management/organization_memberships/{omId}/groups': {
    path: ({ membership }) => `/user_management/organization_memberships/${membership}/groups?`,
    add: async (create, { organization, membership }, n) => {
      const groups = `/organizations/${organization}/groups`
      const { id } = await create(groups, { name: `Group ${n}` })
      await create(`${groups}/${id}/organization-memberships`, { organization_membership_id: membership })
    },
  },
  '/user_management/invitations': {
    path: () => '/user_management/invitations?',
    add: (create, _, n) => create('/user_management/invitations', { email: `guest-${n}@example.com` }),
  },
  '/authorization/permissions': {
    path: () => '/authorization/permissions?',
    add: (create, _, n) => create('/authorization/permissions', { slug: `listed:${n}`, name: `Listed ${n}` }),
  },
  ...settings('redirect_uris', (n) => ({ uri: `https://app.example.com/${n}` })),
  ...settings('sign_out_uris', (n) => ({ uri: `https://app.example.com/${n}` })),
  ...settings('cors_origins', (n) => ({ origin: `https://app${n}.example.com` })),
  ...settings('backchannel_logout_uris', (n) => ({ uri: `https://app.example.com/${n}` })),
  '/webhook_endpoints': {
    path: () => '/webhook_endpoints?',
    add: (create, _, n) =>
      create('/webhook_endpoints', { endpoint_url: `https://app.example.com/${n}`, events: ['user.created'] }),
  },
  '/webhook_endpoints/{id}/deliveries': { path: ({ endpoint }) => `/webhook_endpoints/${endpoint}/deliveries?` },
  '/events': { path: () => '/events?events=user.created' },
}

function settings(list: string, entry: (n: number) => object): typeof LISTS {
  const path = `/user_management/${list}`
  return { [path]: { path: () => `${path}?`, add: (create, _, n) => create(path, entry(n)) } }
}

onEachDatabase('every list', (database) => {
  const server = useServer(database)
  const made: { fixture?: Fixture } = {}
  before(async () => {
    made.fixture = await fill(server)
  })

  test('is tried here', () => {
    const lists = [...contract.operations.values()].filter(
      ({ method, parameters }) => method === 'GET' && parameters.some(({ name }) => name === 'order'),
    )

    assert.deepEqual(lists.map(({ path }) => path).toSorted(), Object.keys(LISTS).toSorted(), 'add it to LISTS')
  })

  for (const [list, { path }] of Object.entries(LISTS)) {
    test(`GET ${list}: pages of any size, in any order and from anywhere are pieces of the whole`, async () => {
      const at = (query: string) => read(server, `${path(made.fixture ?? assert.fail())}&${query}`)
      const newestFirst = (await at('limit=100&order=desc')).ids
      assert.ok(newestFirst.length >= COUNT, `${newestFirst.length} objects`)
      const property = fc.asyncProperty(
        fc.integer({ min: 1, max: COUNT }),
        fc.constantFrom('asc', 'desc', 'normal'),
        fc.nat({ max: newestFirst.length - 1 }),
        async (limit, order, index) => {
          const whole = order === 'asc' ? newestFirst.toReversed() : newestFirst
          const [onward, back] = order === 'normal' ? (['before', 'after'] as const) : (['after', 'before'] as const)
          const walked: string[] = []
          for (let cursor: string | null | undefined; cursor !== null; ) {
            const page = await at(`order=${order}&limit=${limit}${cursor ? `&${onward}=${cursor}` : ''}`)
            assert.ok(page.ids.length <= limit)
            walked.push(...page.ids)
            assert.ok(walked.length <= whole.length, 'it comes to an end')
            cursor = page.metadata[onward]
          }

          assert.deepEqual(walked, whole)
          const from = `order=${order}&limit=${limit}`
          assert.deepEqual(
            (await at(`${from}&${onward}=${whole[index]}`)).ids,
            whole.slice(index + 1, index + 1 + limit),
          )
          assert.deepEqual(
            (await at(`${from}&${back}=${whole[index]}`)).ids,
            whole.slice(Math.max(0, index - limit), index),
          )
        },
      )
      await fc.assert(property, { numRuns: RUNS, seed: 1 })
    })
  }
})

async function fill(server: TestServer): Promise<Fixture> {
  const create: Create = async (path, body) => {
    const answer = await server.api('POST', path, body)
    assert.ok(answer.status < 300, `POST ${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const endpoint = (
    await create('/webhook_endpoints', { endpoint_url: 'https://x.example.com/', events: ['user.created'] })
  ).id
  const organization = (await create('/organizations', { name: 'Whole' })).id
  const group = (await create(`/organizations/${organization}/groups`, { name: 'Group' })).id
  const members: { user: string; membership: string; email: string }[] = []
  for (let n = 0; n < COUNT; n++) {
    const { id: user, email } = await server.createUser(n === 0 ? {} : { password: undefined })
    const member = { user_id: user, organization_id: organization }
    const membership = (await create('/user_management/organization_memberships', member)).id
    const inGroup = { organization_membership_id: membership }
    await create(`/organizations/${organization}/groups/${group}/organization-memberships`, inGroup)
    members.push({ user, membership, email })
  }
  const [{ user, membership, email } = assert.fail()] = members
  for (let n = 0; n < COUNT; n++) await server.signIn(email, PASSWORD)
  const fixture = { organization, user, group, membership, endpoint }
  for (const { add } of Object.values(LISTS)) {
    for (let n = 0; add && n < COUNT; n++) await add(create, fixture, n)
  }
  await server.newEvents()
  await fanOutEvents(server.app)
  return fixture
}

async function read(
  server: TestServer,
  path: string,
): Promise<{ ids: string[]; metadata: Record<'before' | 'after', string | null> }> {
  const { status, body } = await server.api('GET', path)
  assert.equal(status, 200, `${path}: ${JSON.stringify(body)}`)
  const ids = body.data.map((item: { id?: string; event_id?: string }) => item.id ?? item.event_id)
  return { ids, metadata: body.list_metadata }
}
