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
  const warningsSince = (line: number): Record<string, unknown>[] =>
    server.logLines
      .slice(line)
      .map((text) => JSON.parse(text))
      .filter(({ level }) => level === 'warn')
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

  test('what is of an organization or a user that was made by API and deleted since is left out with a warning', async () => {
    const organization = (await server.api('POST', '/organizations', { name: 'Ärzte H' })).body
    const user = await server.createUser({ email: 'Ada_1@h.example' })
    const file = {
      organizations: [
        {
          name: 'H Two',
          memberships: [{ email: 'ada_1@h.example' }],
          groups: [{ name: 'G', members: ['ada_1@h.example'] }],
        },
      ],
      roles: [{ slug: 'org-h', name: 'H', type: 'OrganizationRole' as const, organization_id: organization.id }],
      apiKeys: [
        { name: 'Of H', organization: 'Ärzte H' },
        { name: 'Of Ada', organization: 'H Two', user_id: user.id },
      ],
      invitations: [
        { email: 'grace@h.example', organization_id: organization.id },
        { email: 'edsger@h.example', inviter_user_id: user.id },
      ],
    }
    await apply(file)
    const [{ id: groupOrganization }] = (await find('/organizations?limit=1')).data
    const [group] = (await find(`/organizations/${groupOrganization}/groups`)).data
    await server.api('DELETE', `/organizations/${groupOrganization}/groups/${group.id}`)
    await server.api('DELETE', `/organizations/${organization.id}`)
    await server.api('DELETE', `/user_management/users/${user.id}`)
    await dropWhatIsLeft(server.app)
    const warned = server.logLines.length

    assert.deepEqual(await apply(file), [])
    assert.deepEqual(
      warningsSince(warned).map(({ entry, reason }) => `${entry}: ${reason}`),
      [
        ["organizations: H Two: ada_1@h.example: User 'ada_1@h.example'"],
        ["organizations: H Two: G: User 'ada_1@h.example'"],
        [`roles: org-h: Organization '${organization.id}'`],
        ["apiKeys: Of H: Organization 'Ärzte H'"],
        [`apiKeys: Of Ada: User '${user.id}'`],
        [`invitations: grace@h.example: Organization '${organization.id}'`],
        [`invitations: edsger@h.example: User '${user.id}'`],
      ].map(([what]) => `${what} was deleted; take the entry out of the file.`),
    )
  })

  test('what is of an organization or a user that never was is a mistake, and refused', async () => {
    const organization_id = 'org_never'

    await assert.rejects(
      apply({ roles: [{ slug: 'org-i', name: 'I', type: 'OrganizationRole', organization_id }] }),
      /roles: org-i: Organization not found: 'org_never'/,
    )
    await assert.rejects(
      apply({ invitations: [{ email: 'grace@i.example', organization_id }] }),
      /invitations: grace@i\.example: Organization not found: 'org_never'/,
    )
    await assert.rejects(
      apply({ invitations: [{ email: 'grace@i.example', inviter_user_id: 'user_never' }] }),
      /invitations: grace@i\.example: User not found: 'user_never'/,
    )
  })

  test('a key that was deleted is not made while the membership of its user is inactive, and comes back when it is not', async () => {
    const value = 'sk_test_of_j_0123456789'
    const file = {
      users: [{ id: 'user_01J', email: 'ada@j.example' }],
      organizations: [{ id: 'org_01J', name: 'J', memberships: [{ email: 'ada@j.example' }] }],
      apiKeys: [{ name: 'Ada', organization: 'J', user_id: 'user_01J', value }],
    }
    await apply(file)
    const [key] = (await find('/user_management/users/user_01J/api_keys')).data
    const [{ id }] = (await find('/user_management/organization_memberships?organization_id=org_01J')).data
    await server.api('PUT', `/user_management/organization_memberships/${id}/deactivate`)
    assert.equal((await server.api('DELETE', `/api_keys/${key.id}`)).status, 204)
    const warned = server.logLines.length

    const whileInactive = await apply(file)
    const warnings = warningsSince(warned)
    await server.api('PUT', `/user_management/organization_memberships/${id}/reactivate`)
    const later = await apply(file)

    assert.deepEqual([whileInactive, later], [[], ['api_key.created']])
    assert.deepEqual(
      warnings.map(({ entry, reason }) => [entry, reason]),
      [['apiKeys: Ada', "The membership of user 'user_01J' is not active; activate it and start again."]],
    )
    assert.equal((await server.api('POST', '/api_keys/validations', { value })).body.api_key.owner.id, 'user_01J')
  })

  test('a key that was deleted is not made again once the time in the file is over', async () => {
    const value = 'sk_test_of_k_0123456789'
    const expires_at = new Date(server.app.clock.now().getTime() + 60_000).toISOString()
    const file = { organizations: [{ name: 'K' }], apiKeys: [{ name: 'Short', organization: 'K', value, expires_at }] }
    await apply(file)
    const { api_key } = (await server.api('POST', '/api_keys/validations', { value })).body
    await server.api('DELETE', `/api_keys/${api_key.id}`)
    server.passSeconds(61)
    const warned = server.logLines.length

    assert.deepEqual(await apply(file), [])
    assert.deepEqual(
      warningsSince(warned).map(({ entry, reason }) => [entry, reason]),
      [['apiKeys: Short', `It has expired at ${expires_at}.`]],
    )
    assert.equal((await server.api('POST', '/api_keys/validations', { value })).body.api_key, null)
  })
})
