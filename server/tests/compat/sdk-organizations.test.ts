import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LiveServer } from './live-server.ts'
import { onEachSdk, plain, type Sdk, type WorkOS } from './sdks.ts'

onEachSdk('organizations', suite)

function suite(sdk: Sdk, server: LiveServer): void {
  const domain = `sdk-${sdk.version.replaceAll('.', '-')}.example`

  test('an organization is created, found, changed and deleted', async () => {
    const { organizations } = sdk.connect(server)
    const externalId = `crm-${sdk.version}`

    const created = await organizations.createOrganization({
      name: 'Foo Corp',
      domainData: [{ domain, state: 'verified' as never }],
      externalId,
      metadata: { tier: 'gold' },
    })

    assert.match(created.id, /^org_/)
    assert.deepEqual(
      plain(created.domains.map(({ domain, state, organizationId }) => ({ domain, state, organizationId }))),
      [{ domain, state: 'verified', organizationId: created.id }],
    )
    assert.deepEqual(created.metadata, { tier: 'gold' })
    assert.deepEqual(await organizations.getOrganization(created.id), created)
    assert.deepEqual(await organizations.getOrganizationByExternalId(externalId), created)
    assert.deepEqual((await organizations.listOrganizations({ domains: [domain] })).data, [created])
    const changed = await organizations.updateOrganization({ organization: created.id, name: 'Bar Corp' })
    assert.deepEqual([changed.name, changed.externalId], ['Bar Corp', externalId])
    await organizations.deleteOrganization(created.id)
    await assert.rejects(organizations.getOrganization(created.id), sdk.errors.NotFoundException)
  })

  test('a domain is claimed, its verification asked for, and given up', async () => {
    const workos = sdk.connect(server)
    const domains = domainsOf(workos)
    const organization = await workos.organizations.createOrganization({ name: 'Claims' })

    const claimed = await domains.create({ organizationId: organization.id, domain: `claimed.${domain}` })

    assert.equal(claimed.state, 'pending')
    assert.ok(claimed.verificationToken)
    assert.deepEqual(await domains.get(claimed.id), claimed)
    assert.equal((await domains.verify(claimed.id)).state, 'pending')
    await domains.delete(claimed.id)
    await assert.rejects(domains.get(claimed.id), sdk.errors.NotFoundException)
  })

  test('a user becomes a member, changes role, is deactivated, comes back and leaves', async () => {
    const { organizations, userManagement } = sdk.connect(server)
    const user = await userManagement.createUser({ email: `member-${domain}@example.com` })
    const organization = await organizations.createOrganization({ name: 'Members' })
    const names = { userId: user.id, organizationId: organization.id }

    const created = await userManagement.createOrganizationMembership({ ...names, roleSlug: 'member' })

    assert.match(created.id, /^om_/)
    assert.deepEqual([created.status, created.role.slug], ['active', 'member'])
    assert.deepEqual(await userManagement.getOrganizationMembership(created.id), created)
    const { data } = await userManagement.listOrganizationMemberships({ userId: user.id, statuses: ['active'] })
    assert.deepEqual(data, [created])
    const changed = await userManagement.updateOrganizationMembership(created.id, { roleSlug: 'admin' })
    assert.equal(changed.role.slug, 'admin')
    assert.equal((await userManagement.deactivateOrganizationMembership(created.id)).status, 'inactive')
    assert.equal((await userManagement.reactivateOrganizationMembership(created.id)).status, 'active')
    await assert.rejects(
      userManagement.createOrganizationMembership({ ...names, roleSlug: 'made-up' }),
      sdk.errors.UnprocessableEntityException,
    )
    await userManagement.deleteOrganizationMembership(created.id)
    await assert.rejects(userManagement.getOrganizationMembership(created.id), sdk.errors.NotFoundException)
  })

  test('the roles of an organization are listed', async () => {
    const { organizations } = sdk.connect(server)
    const { id } = await organizations.createOrganization({ name: 'Roles' })

    const roles = await rolesOf(sdk.connect(server), id)

    assert.deepEqual(
      roles.map(({ slug }) => slug),
      ['admin', 'member'],
    )
  })
}

type Domains = WorkOS['organizationDomains']

/** The methods have got longer names in version 10. */
function domainsOf({ organizationDomains }: WorkOS) {
  const call = (older: string, newer: string) => {
    const methods = organizationDomains as unknown as Record<string, (argument: unknown) => Promise<unknown>>
    return (methods[older] ?? methods[newer])?.bind(organizationDomains)
  }
  return {
    create: call('create', 'createOrganizationDomain') as Domains['createOrganizationDomain'],
    get: call('get', 'getOrganizationDomain') as Domains['getOrganizationDomain'],
    verify: call('verify', 'verifyOrganizationDomain') as Domains['verifyOrganizationDomain'],
    delete: call('delete', 'deleteOrganizationDomain') as Domains['deleteOrganizationDomain'],
  }
}

/** Also moved, to another part of the SDK and another path. */
async function rolesOf(workos: WorkOS, organizationId: string): Promise<{ slug: string }[]> {
  const older = workos.organizations as unknown as {
    listOrganizationRoles?(options: { organizationId: string }): Promise<{ data: { slug: string }[] }>
  }
  const { data } = older.listOrganizationRoles
    ? await older.listOrganizationRoles({ organizationId })
    : await workos.authorization.listOrganizationRoles(organizationId)
  return data
}
