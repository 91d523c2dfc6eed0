import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { dropWhatIsLeft } from '../deletion/drop-what-is-left.ts'
import { recordRevokedSessions } from '../sessions/revoke-sessions.ts'
import { applySeed } from './apply-seed.ts'
import { seedOf } from './seed-file.ts'

onEachDatabase('starting again with a seed file after changes through the API', (database) => {
  const server = useServer(database)
  const apply = async (seed: Parameters<typeof seedOf>[0]) => {
    await server.newEvents()
    await applySeed(server.app, seedOf(seed))
    return (await server.newEvents()).sort()
  }
  const find = async (path: string) => (await server.api('GET', path)).body

  test('a user is known by the external id when the address is another one, with all that the file says by the old one', async () => {
    const file = {
      users: [{ email: 'old@a.example', external_id: 'a-1' }],
      organizations: [
        {
          name: 'A',
          memberships: [{ email: 'Old@a.example' }],
          groups: [{ name: 'G', members: ['old@a.example'] }],
        },
      ],
    }
    await apply(file)
    const user = await find('/user_management/users/external_id/a-1')
    await server.api('PUT', `/user_management/users/${user.id}`, { email: 'new@a.example' })

    assert.deepEqual(await apply(file), [])
    assert.equal((await find('/user_management/users/external_id/a-1')).email, 'new@a.example')
  })

  test('somebody else who has got the old address is given nothing of what the file says of it', async () => {
    const member = { id: 'user_02PINNED', email: 'old@b.example' }
    await apply({ users: [member] })
    await server.api('PUT', `/user_management/users/${member.id}`, { email: 'new@b.example' })
    const other = await server.createUser({ email: 'old@b.example' })

    const events = await apply({
      users: [member],
      organizations: [{ id: 'org_02PINNED', name: 'B', memberships: [{ email: 'old@b.example' }] }],
    })

    assert.deepEqual(events, ['organization.created', 'organization_membership.created'])
    const [membership] = (await find('/user_management/organization_memberships?organization_id=org_02PINNED')).data
    assert.deepEqual([membership.user_id, membership.user_id === other.id], [member.id, false])
  })

  test('a renamed organization is known by a domain that it has verified, also to the keys of the file', async () => {
    const file = {
      organizations: [{ name: 'C', domains: [{ domain: 'c.example', state: 'verified' as const }] }],
      apiKeys: [{ name: 'CI', organization: 'C' }],
    }
    await apply(file)
    const { data } = await find('/organizations?domains=c.example')
    await server.api('PUT', `/organizations/${data[0].id}`, { name: 'C Two' })

    assert.deepEqual(await apply(file), [])
    assert.equal((await find('/organizations?domains=c.example')).data.length, 1)
  })

  test('one that is known by nothing but its name is made again when it has another; that stops no start', async () => {
    const file = {
      organizations: [{ name: 'D' }],
      apiKeys: [{ name: 'CI', organization: 'D', value: 'sk_test_of_d_0123456789' }],
    }
    await apply(file)
    const [organization] = (await find('/organizations?limit=1')).data
    assert.equal(organization.name, 'D')
    await server.api('PUT', `/organizations/${organization.id}`, { name: 'D Two' })

    assert.deepEqual(await apply(file), ['organization.created'])
    assert.deepEqual(await apply(file), [])
  })

  test('two of one name are two, if the file has an id for each', async () => {
    const file = {
      organizations: [
        { id: 'org_01E', name: 'E' },
        { id: 'org_02E', name: 'E' },
      ],
    }

    assert.deepEqual(await apply(file), ['organization.created', 'organization.created'])
    assert.deepEqual(await apply(file), [])
  })

  test('two with one domain are a mistake, and refused', async () => {
    const domains = [{ domain: 'f.example', state: 'verified' as const }]

    await assert.rejects(
      apply({
        organizations: [
          { name: 'F', domains },
          { name: 'F Two', domains },
        ],
      }),
      /organizations: F Two: The domain 'f\.example' belongs to an organization already/,
    )
  })

  test('one that was deleted comes back under its id once its deletion has been carried out, and not before', async () => {
    const user = await server.createUser()
    const file = {
      organizations: [{ id: 'org_01G', name: 'G', memberships: [{ email: user.email }] }],
      roles: [{ slug: 'org-g', name: 'G', type: 'OrganizationRole' as const, organization_id: 'org_01G' }],
      apiKeys: [{ name: 'CI', organization: 'G' }],
      invitations: [{ email: 'grace@g.example', organization_id: 'org_01G' }],
    }
    await apply(file)
    await server.signIn(user.email)
    await server.api('DELETE', '/organizations/org_01G')

    const atOnce = await apply(file)
    await dropWhatIsLeft(server.app)
    await recordRevokedSessions(server.app)
    const whileSessionsEnd = await apply(file)
    server.passSeconds(61)
    await recordRevokedSessions(server.app)
    const later = await apply(file)
    const { refreshToken } = await server.signIn(user.email)
    await dropWhatIsLeft(server.app)
    await recordRevokedSessions(server.app)

    assert.deepEqual([atOnce, whileSessionsEnd], [[], []])
    const warnings = server.logLines.filter((line) => /deleted a moment ago.*"org_01G"/.test(line))
    assert.equal(warnings.length, 2)
    assert.deepEqual(later, [
      'api_key.created',
      'invitation.created',
      'organization.created',
      'organization_membership.created',
      'organization_role.created',
    ])
    assert.equal((await server.refresh(refreshToken)).status, 200)
  })
})
