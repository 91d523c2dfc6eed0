import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { decodeToken, startServer, type TestServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts'
import { applySeed } from './apply-seed.ts'
import { readSeedFile, type Seed, seedOf } from './seed-file.ts'

/** In the form that workos/emulate reads, with everything that it knows. */
const FILE = `
users:
  - id: user_01PINNED
    email: ' admin@acme.example '
    name: Ada Admin
    password: short
    email_verified: true
    metadata: { plan: gold }
    oauth_provider: GoogleOAuth
  - email: employee@acme.example
    password: employee123
    totp: true
organizations:
  - id: org_01PINNED
    name: Acme
    external_id: acme-1
    metadata: { tenant: t1 }
    domains:
      - { domain: acme.example, state: verified }
      - domain: acme.test
    entitlements: [audit-logs]
    memberships:
      - { email: ADMIN@acme.example, role: admin }
      - { email: employee@acme.example, status: inactive }
    groups:
      - { name: Engineering, description: The engineers, members: [Admin@acme.example] }
  - name: Nobody Inc
roles:
  - { slug: admin, name: Administrator, permissions: [users:read, users:write], priority: 1 }
  - { slug: auditor, name: Auditor, description: Reads, permissions: [users:read, users:gone] }
  - { slug: org-support, name: Support, type: OrganizationRole, organization_id: org_01PINNED }
permissions:
  - { slug: 'users:read', name: Read users }
  - { slug: 'users:write', name: Write users, description: All of them }
apiKeys:
  - { name: CI, organization: Acme, value: sk_test_pinned_0123456789, permissions: [users:read] }
  - { name: Ada, organization: Acme, user_id: user_01PINNED }
webhookEndpoints:
  - { endpoint_url: 'http://localhost:5000/webhooks', events: [], secret: whsec_pinned }
  - { url: 'http://localhost:5001/webhooks', events: [user.created], enabled: false }
invitations:
  - { email: grace@example.com, organization_id: org_01PINNED, inviter_user_id: user_01PINNED, role_slug: auditor }
  - { email: edsger@example.com, role_slug: auditor }
jwtTemplate:
  content: '{ "urn:acme:tenant": "{{ organization.metadata.tenant }}" }'
connections:
  - { name: SSO, organization: Acme }
`

onEachDatabase('a seed file of workos/emulate', (database) => {
  test('works unchanged: users, organizations, domains, members, roles, permissions, keys, endpoints, pinned ids', async () => {
    await using server = await startServer(database)
    await applySeed(server.app, await readSeedFile(fileOf(FILE)))

    const get = async (path: string) => (await server.api('GET', path)).body
    const organization = await get('/organizations/org_01PINNED')
    assert.deepEqual(
      [organization.name, organization.external_id, organization.metadata],
      ['Acme', 'acme-1', { tenant: 't1' }],
    )
    assert.deepEqual(
      organization.domains.map(({ domain, state }: Record<string, string>) => [domain, state]),
      [
        ['acme.example', 'verified'],
        ['acme.test', 'pending'],
      ],
    )
    const admin = await get('/user_management/users/user_01PINNED')
    assert.deepEqual([admin.email, admin.name, admin.metadata], ['admin@acme.example', 'Ada Admin', { plan: 'gold' }])
    const members = '/user_management/organization_memberships?organization_id=org_01PINNED&statuses=active,inactive'
    const states = (await get(`${members}&order=asc`)).data.map(
      ({ user, status, role }: Record<string, Record<string, string>>) => [user?.email, status, role?.slug],
    )
    assert.deepEqual(states, [
      ['admin@acme.example', 'active', 'admin'],
      ['employee@acme.example', 'inactive', 'member'],
    ])
    const roles = await get('/authorization/organizations/org_01PINNED/roles')
    assert.deepEqual(
      roles.data.map(({ slug, name, permissions }: Record<string, unknown>) => [slug, name, permissions]),
      [
        ['admin', 'Administrator', ['users:read', 'users:write']],
        ['member', 'Member', []],
        ['auditor', 'Auditor', ['users:read']],
        ['org-support', 'Support', []],
      ],
    )
    const endpoints = await get('/webhook_endpoints?order=asc')
    assert.deepEqual(
      endpoints.data.map(({ endpoint_url, status, events }: Record<string, unknown>) => [endpoint_url, status, events]),
      [
        ['http://localhost:5000/webhooks', 'enabled', []],
        ['http://localhost:5001/webhooks', 'disabled', ['user.created']],
      ],
    )
    assert.equal(endpoints.data[0].secret, 'whsec_pinned')
    const { body } = await server.api('POST', '/api_keys/validations', { value: 'sk_test_pinned_0123456789' })
    assert.deepEqual(
      [body.api_key.name, body.api_key.owner.id, body.api_key.permissions],
      ['CI', 'org_01PINNED', ['users:read']],
    )
    assert.equal((await get('/user_management/users/user_01PINNED/api_keys')).data.length, 1)

    const [group] = (await get('/organizations/org_01PINNED/groups')).data
    const inGroup = await get(`/organizations/org_01PINNED/groups/${group.id}/organization-memberships`)
    assert.deepEqual([group.name, inGroup.data.length, inGroup.data[0].user_id], ['Engineering', 1, 'user_01PINNED'])
    const invitations = await get('/user_management/invitations?order=asc')
    assert.deepEqual(
      invitations.data.map(({ email, organization_id, state }: Record<string, unknown>) => [
        email,
        organization_id,
        state,
      ]),
      [
        ['grace@example.com', 'org_01PINNED', 'pending'],
        ['edsger@example.com', null, 'pending'],
      ],
    )

    const { accessToken } = await server.signIn('admin@acme.example', 'short')
    const claims = decodeToken(accessToken)
    assert.equal(claims['urn:acme:tenant'], 't1')
    assert.deepEqual(
      [claims.org_id, claims.role, claims.permissions, claims.entitlements],
      ['org_01PINNED', 'admin', ['users:read', 'users:write'], ['audit-logs']],
    )
  })

  test('starting again with it changes nothing, nor what has been changed since', async () => {
    await using server = await startServer(database)
    const seed = await readSeedFile(fileOf(FILE))
    await applySeed(server.app, seed)
    await server.api('PUT', '/organizations/org_01PINNED', { name: 'Acme Two' })
    await server.api('PUT', '/authorization/roles/admin/permissions', { permissions: [] })
    await server.api('PUT', '/user_management/users/user_01PINNED', { email: 'ada@acme.example' })
    await server.newEvents()

    await applySeed(server.app, seed)

    assert.deepEqual(await server.newEvents(), [])
    assert.deepEqual((await server.api('GET', '/authorization/roles/admin')).body.permissions, [])
  })

  test('what is not supported yet is named in one warning, and so is a permission that nobody defines', async () => {
    await using server = await startServer(database)

    await applySeed(server.app, await readSeedFile(fileOf(FILE)))

    const warnings = warningsOf(server)
    assert.equal(warnings.length, 2)
    assert.match(
      warnings[0] ?? '',
      /not supported yet.*connections, roles\[\]\.priority, users\[\]\.oauth_provider, users\[\]\.totp/,
    )
    assert.match(warnings[1] ?? '', /"auditor".*users:gone/)
  })

  test('an endpoint without a list of events is told of every one, but not of what its own file makes', async () => {
    await using server = await startServer(database)
    const { fanOutEvents } = await import('../webhooks/fan-out-events.ts')
    const url = 'http://localhost:5000/webhooks'
    await applySeed(server.app, seedOf({ users: [{ email: 'a@example.com' }], webhookEndpoints: [{ url }] }))
    await server.createUser()
    await server.newEvents()

    await fanOutEvents(server.app)

    const [endpoint] = (await server.api('GET', '/webhook_endpoints')).body.data
    const { body } = await server.api('GET', `/webhook_endpoints/${endpoint.id}/deliveries`)
    assert.deepEqual(
      body.data.map(({ event }: { event: string }) => event),
      ['user.created'],
    )
  })

  test('keys by value open the API, in development mode only', async () => {
    const seed = seedOf({ apiKeys: { sk_test_of_the_team: { environment: 'test' } } })
    await using server = await startServer(database)
    await applySeed(server.app, seed)
    await applySeed(server.app, seed)
    const list = (target: TestServer) =>
      target.request('/user_management/users', { headers: { authorization: 'Bearer sk_test_of_the_team' } })

    assert.equal((await list(server)).status, 200)

    await using production = await startServer(database, { mode: 'production', publicUrl: 'https://auth.example.com' })
    await assert.rejects(
      applySeed(production.app, seed),
      /apiKeys: The value of an API key is random, except in development/,
    )
    assert.equal((await list(production)).status, 401)
  })

  const mistakes: [name: string, seed: Parameters<typeof seedOf>[0], message: RegExp][] = [
    [
      'a member who is nobody',
      { organizations: [{ name: 'A', memberships: [{ email: 'x@example.com' }] }] },
      /organizations: A: x@example\.com: User not found/,
    ],
    [
      'a key of an organization that is not there',
      { apiKeys: [{ name: 'K', organization: 'B' }] },
      /apiKeys: K: Organization not found: 'B'/,
    ],
    [
      'a role of an organization without one',
      { roles: [{ slug: 'org-a', name: 'A', type: 'OrganizationRole' }] },
      /roles: org-a: .*organization_id/,
    ],
    [
      'a role whose slug the API would refuse',
      { roles: [{ slug: 'org-a', name: 'A' }] },
      /roles: org-a: slug must not begin with org-/,
    ],
    [
      'a group of somebody who is no member',
      {
        users: [{ email: 'x@example.com' }],
        organizations: [{ name: 'A', groups: [{ name: 'G', members: ['x@example.com'] }] }],
      },
      /organizations: A: G: Organization membership not found: 'x@example\.com'/,
    ],
    ['a template that does not render', { jwtTemplate: { content: '{' } }, /jwtTemplate: /],
    [
      'an endpoint that may not be reached',
      { webhookEndpoints: [{ url: 'ftp://x' }] },
      /webhookEndpoints: ftp:\/\/x: endpoint_url must be/,
    ],
  ]
  for (const [name, seed, message] of mistakes) {
    test(`${name} is refused, with its place`, async () => {
      await using server = await startServer(database)

      await assert.rejects(applySeed(server.app, seedOf(seed)), message)
    })
  }
})

describe('reading a seed file', () => {
  test('JSON will do, and an empty file is an empty seed', async () => {
    const seed: Seed = await readSeedFile(fileOf('{"users": [{"email": "a@example.com"}]}'))
    assert.equal(seed.users[0]?.email, 'a@example.com')
    assert.deepEqual((await readSeedFile(fileOf(''))).users, [])
  })

  test('a mistake is one also beside what is only not supported yet, and is told with its place', async () => {
    const bad =
      'connections: []\nuser: []\norganizations: [{ name: A, domains: [{ domain: no domain }], entitlement: [] }]\n'

    await assert.rejects(readSeedFile(fileOf(bad)), (error: Error) => {
      assert.match(error.message, /unknown or not yet supported: user$/m)
      assert.match(error.message, /unknown or not yet supported: organizations\[0\]\.entitlement/)
      assert.match(error.message, /organizations\[0\]\.domains/)
      return !error.message.includes('connections')
    })
    await assert.rejects(
      readSeedFile(fileOf('users: [{ id: a/b, email: a@example.com }]')),
      /users\[0\]\.id: must be an id/,
    )
  })
})

function fileOf(text: string): string {
  const file = join(temporaryFolder('seed'), 'workos-emulate.config.yaml')
  writeFileSync(file, text)
  return file
}

function warningsOf(server: TestServer): string[] {
  return server.logLines.filter((line) => line.includes('"level":"warn"'))
}
