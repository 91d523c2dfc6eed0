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
