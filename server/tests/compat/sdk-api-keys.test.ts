import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LiveServer } from './live-server.ts'
import { onEachSdk, plain, type Sdk, type WorkOS } from './sdks.ts'

onEachSdk('API keys', suite)

function suite(sdk: Sdk, server: LiveServer): void {
  test('an organization’s key is created, listed, validated and deleted', async () => {
    const workos = sdk.connect(server)
    const keys = keysOf(workos)
    const organization = await workos.organizations.createOrganization({ name: 'Keys' })
    await server.api('POST', '/authorization/permissions', { slug: 'posts:read', name: 'Read posts' })

    const created = await keys.createOrganizationApiKey({
      organizationId: organization.id,
      name: 'Production',
      permissions: ['posts:read'],
    })

    const { value, ...shown } = created
    assert.match(value, /^sk_/)
    assert.deepEqual(plain(created.owner), { type: 'organization', id: organization.id })
    assert.deepEqual(created.permissions, ['posts:read'])
    assert.equal(created.obfuscatedValue, `sk_...${value.slice(-4)}`)
    const listed = await keys.listOrganizationApiKeys({ organizationId: organization.id })
    assert.deepEqual(listed.data, [shown])
    assert.deepEqual(await keys.createValidation({ value }), { apiKey: shown })
    assert.deepEqual(await keys.createValidation({ value: 'sk_made_up' }), { apiKey: null })
    await workos.apiKeys.deleteApiKey(created.id)
    assert.deepEqual(await keys.createValidation({ value }), { apiKey: null })
    await assert.rejects(workos.apiKeys.deleteApiKey(created.id), sdk.errors.NotFoundException)
  })

  test('all pages of keys are fetched', async () => {
    const workos = sdk.connect(server)
    const { id: organizationId } = await workos.organizations.createOrganization({ name: 'Many keys' })
    for (let i = 0; i < 12; i++) await keysOf(workos).createOrganizationApiKey({ organizationId, name: `Key ${i}` })

    const keys = await (await keysOf(workos).listOrganizationApiKeys({ organizationId })).autoPagination()

    assert.equal(new Set(keys.map(({ name }) => name)).size, 12)
  })

  test('a user’s key is created, listed and validated', {
    skip: !sdk.hasUserApiKeys && 'not in this version',
  }, async () => {
    const { organizations, userManagement, apiKeys } = sdk.connect(server)
    const user = await userManagement.createUser({ email: `keys-${sdk.version}@example.com` })
    const { id: organizationId } = await organizations.createOrganization({ name: 'User keys' })
    const wish = { name: 'Laptop', organizationId, expiresAt: new Date(Date.now() + 60_000) }

    await assert.rejects(userManagement.createUserApiKey(user.id, wish), sdk.errors.UnprocessableEntityException)
    await userManagement.createOrganizationMembership({ userId: user.id, organizationId })
    const created = await userManagement.createUserApiKey(user.id, wish)

    const { value, ...shown } = created
    assert.deepEqual(plain(created.owner), { type: 'user', id: user.id, organizationId })
    assert.deepEqual((await userManagement.listUserApiKeys(user.id, { organizationId })).data, [shown])
    assert.equal((await apiKeys.createValidation({ value })).apiKey?.id, created.id)
  })
}

type Keys = Pick<WorkOS['apiKeys'], 'createOrganizationApiKey' | 'listOrganizationApiKeys' | 'createValidation'>

/** Until version 10 they were with the organizations, and the validation had another name. */
function keysOf(workos: WorkOS): Keys {
  const older = workos as unknown as { organizations: Keys; apiKeys: { validateApiKey?: Keys['createValidation'] } }
  const home = 'createOrganizationApiKey' in workos.apiKeys ? workos.apiKeys : older.organizations
  return {
    createOrganizationApiKey: home.createOrganizationApiKey.bind(home),
    listOrganizationApiKeys: home.listOrganizationApiKeys.bind(home),
    createValidation: (older.apiKeys.validateApiKey ?? workos.apiKeys.createValidation).bind(workos.apiKeys),
  }
}
