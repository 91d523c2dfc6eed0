import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LiveServer } from './live-server.ts'
import { onEachSdk, plain, type Sdk, type WorkOS } from './sdks.ts'

onEachSdk('roles and permissions', suite)

/** Version 7 has neither. */
function suite(sdk: Sdk, server: LiveServer): void {
  if (!sdk.knowsRoles) return
  const major = `v${sdk.version.split('.')[0]}`

  test('permissions are made, found, changed, paged through and deleted; what is taken or gone is refused by type', async () => {
    const { authorization } = sdk.connect(server)
    const [slug, name] = [`${major}:videos`, 'Watch']

    const made = await authorization.createPermission({ slug, name })
    for (let more = 0; more < 12; more++) await authorization.createPermission({ slug: `${slug}:${more}`, name })

    assert.deepEqual(plain([made.slug, made.name, made.description, made.system]), [slug, name, null, false])
    assert.deepEqual(await authorization.getPermission(slug), made)
    const all = await listPermissionSlugs(authorization)
    assert.equal(all.filter((one) => one.startsWith(slug)).length, 13)
    assert.equal(new Set(all).size, all.length)
    assert.equal((await authorization.updatePermission(slug, { name: 'View' })).name, 'View')
    await assert.rejects(authorization.createPermission({ slug, name }), { status: 409 })
    await authorization.deletePermission(slug)
    await assert.rejects(authorization.getPermission(slug), sdk.errors.NotFoundException)
  })

  test('a role of the environment is made, changed, and given its permissions', async () => {
    const { authorization } = sdk.connect(server)
    const [slug, read, write] = [`editor-${major}`, `${major}:read`, `${major}:write`]
    for (const permission of [read, write]) await authorization.createPermission({ slug: permission, name: permission })

    const made = await authorization.createEnvironmentRole({ slug, name: 'Editor' })

    assert.deepEqual(plain([made.slug, made.name, made.type, made.permissions]), [
      slug,
      'Editor',
      'EnvironmentRole',
      [],
    ])
    assert.equal((await authorization.updateEnvironmentRole(slug, { name: 'Writer' })).name, 'Writer')
    const set = await authorization.setEnvironmentRolePermissions(slug, { permissions: [read] })
    assert.deepEqual(set.permissions, [read])
    const added = await authorization.addEnvironmentRolePermission(slug, { permissionSlug: write })
    assert.deepEqual([...added.permissions].sort(), [read, write])
    assert.deepEqual(await authorization.getEnvironmentRole(slug), added)
    const { data } = await authorization.listEnvironmentRoles()
    assert.ok(data.some((role) => role.slug === slug))
    await assert.rejects(authorization.getEnvironmentRole('none'), sdk.errors.NotFoundException)
    await assert.rejects(
      authorization.createEnvironmentRole({ slug: 'Not A Slug', name: 'Wrong' }),
      sdk.errors.UnprocessableEntityException,
    )
  })

  test('a role of an organization is made, changed, listed among those of the environment, and deleted', async () => {
    const { authorization, organizations } = sdk.connect(server)
    const { id } = await organizations.createOrganization({ name: 'Engines' })
    const [slug, permission] = ['org-support', `${major}:support`]
    await authorization.createPermission({ slug: permission, name: 'Support' })

    const made = await authorization.createOrganizationRole(id, { slug, name: 'Support' })

    assert.deepEqual(plain([made.slug, made.type]), [slug, 'OrganizationRole'])
    assert.equal((await authorization.updateOrganizationRole(id, slug, { name: 'Help' })).name, 'Help')
    await authorization.setOrganizationRolePermissions(id, slug, { permissions: [permission] })
    await authorization.removeOrganizationRolePermission(id, slug, { permissionSlug: permission })
    const added = await authorization.addOrganizationRolePermission(id, slug, { permissionSlug: permission })
    assert.deepEqual(added.permissions, [permission])
    assert.deepEqual(await authorization.getOrganizationRole(id, slug), added)
    const slugs = (await authorization.listOrganizationRoles(id)).data.map((role) => role.slug)
    assert.ok(slugs.includes('member') && slugs.includes(slug))
    await authorization.deleteOrganizationRole(id, slug)
    await assert.rejects(authorization.getOrganizationRole(id, slug), sdk.errors.NotFoundException)
  })
}

/** Page by page: version 8 has no pages that turn by themselves here. */
async function listPermissionSlugs(authorization: WorkOS['authorization']): Promise<string[]> {
  const slugs: string[] = []
  for (let after: string | null | undefined = ''; after !== null && after !== undefined; ) {
    const page = await authorization.listPermissions(after === '' ? {} : { after })
    slugs.push(...page.data.map(({ slug }) => slug))
    after = page.listMetadata.after
  }
  return slugs
}
