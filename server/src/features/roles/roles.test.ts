import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'

onEachDatabase('roles and permissions', (database) => {
  const server = useServer(database)
  const slugs = (list: { data: { slug: string }[] }) => list.data.map(({ slug }) => slug)
  const permission = (slug: string) => server.api('POST', '/authorization/permissions', { slug, name: slug })
  const organization = async () => (await server.api('POST', '/organizations', { name: 'Roles Inc' })).body.id

  test('every environment begins with admin and member, and no event tells of them', async () => {
    const { body } = await server.api('GET', '/authorization/roles')

    assert.deepEqual(slugs(body), ['admin', 'member'])
    assert.deepEqual(await server.newEvents(), [])
  })

  test('a permission has every key of the official object, and its slug is unique', async () => {
    await server.newEvents()

    const { status, body } = await server.api('POST', '/authorization/permissions', {
      slug: 'posts:read',
      name: 'Read posts',
      description: 'All of them',
    })

    assert.equal(status, 201)
    const { id, created_at, updated_at, ...rest } = body
    assert.match(id, /^perm_/)
    assert.equal(created_at, updated_at)
    assert.deepEqual(rest, {
      object: 'permission',
      slug: 'posts:read',
      name: 'Read posts',
      description: 'All of them',
      system: false,
      resource_type_slug: 'organization',
    })
    const again = await permission('posts:read')
    assert.deepEqual([again.status, again.body.code], [409, 'permission_slug_conflict'])
    assert.equal((await permission('Posts:Read')).status, 422)
    assert.deepEqual(await server.newEvents(), ['permission.created'])
  })

  test('a permission is renamed, and keeps its slug', async () => {
    await permission('renamed')
    await server.newEvents()

    const { status, body } = await server.api('PATCH', '/authorization/permissions/renamed', { name: 'New name' })
    const unknown = await server.api('PATCH', '/authorization/permissions/unknown', { name: 'New name' })

    assert.deepEqual([status, body.slug, body.name], [200, 'renamed', 'New name'])
    assert.equal(unknown.status, 404)
    assert.deepEqual(await server.newEvents(), ['permission.updated'])
  })

  test('a role of the environment is created, renamed and given permissions', async () => {
    for (const slug of ['b:write', 'a:read', 'c:all']) await permission(slug)
    await server.newEvents()

    const { status, body } = await server.api('POST', '/authorization/roles', { slug: 'editor', name: 'Editor' })
    const renamed = await server.api('PATCH', '/authorization/roles/editor', { description: 'Edits' })
    const set = await server.api('PUT', '/authorization/roles/editor/permissions', {
      permissions: ['b:write', 'a:read', 'a:read'],
    })
    const added = await server.api('POST', '/authorization/roles/editor/permissions', { slug: 'c:all' })

    assert.equal(status, 201)
    assert.match(body.id, /^role_/)
    assert.deepEqual([body.type, body.resource_type_slug, body.permissions], ['EnvironmentRole', 'organization', []])
    assert.deepEqual([renamed.body.name, renamed.body.description], ['Editor', 'Edits'])
    assert.deepEqual(set.body.permissions, ['a:read', 'b:write'])
    assert.deepEqual(added.body.permissions, ['a:read', 'b:write', 'c:all'])
    assert.deepEqual(await server.newEvents(), ['role.created', 'role.updated', 'role.updated', 'role.updated'])
    const taken = await server.api('POST', '/authorization/roles', { slug: 'editor', name: 'Other' })
    assert.deepEqual([taken.status, taken.body.code], [409, 'role_slug_conflict'])
  })

  test('a role is not given a permission that does not exist, and keeps those it has', async () => {
    await permission('kept')
    await server.api('POST', '/authorization/roles', { slug: 'keeper', name: 'Keeper' })
    await server.api('PUT', '/authorization/roles/keeper/permissions', { permissions: ['kept'] })
    await server.newEvents()

    const { status, body } = await server.api('PUT', '/authorization/roles/keeper/permissions', {
      permissions: ['kept', 'made-up'],
    })

    assert.deepEqual([status, body.message], [404, "Permission not found: 'made-up'."])
    assert.deepEqual((await server.api('GET', '/authorization/roles/keeper')).body.permissions, ['kept'])
    assert.deepEqual(await server.newEvents(), [])
  })

  test('a deleted permission is taken from every role', async () => {
    await permission('doomed')
    await server.api('POST', '/authorization/roles', { slug: 'holder', name: 'Holder' })
    await server.api('PUT', '/authorization/roles/holder/permissions', { permissions: ['doomed'] })
    await server.newEvents()

    const { status } = await server.api('DELETE', '/authorization/permissions/doomed')

    assert.equal(status, 204)
    assert.deepEqual((await server.api('GET', '/authorization/roles/holder')).body.permissions, [])
    assert.equal((await server.api('GET', '/authorization/permissions/doomed')).status, 404)
    assert.equal((await server.api('DELETE', '/authorization/permissions/doomed')).status, 404)
    assert.deepEqual(await server.newEvents(), ['permission.deleted'])
  })

  test('a role of an organization is its own, named after what it is for, and listed after those of the environment', async () => {
    const [ours, theirs] = [await organization(), await organization()]
    await server.newEvents()

    const { status, body } = await server.api('POST', `/authorization/organizations/${ours}/roles`, {
      name: 'Billing Administrator',
    })

    assert.equal(status, 201)
    assert.match(body.slug, /^org-billing-administrator-[0-9a-z]{6}$/)
    assert.equal(body.type, 'OrganizationRole')
    const listed = slugs((await server.api('GET', `/authorization/organizations/${ours}/roles`)).body)
    assert.deepEqual([listed[0], listed[1], listed.at(-1)], ['admin', 'member', body.slug])
    assert.deepEqual(slugs((await server.api('GET', `/organizations/${ours}/roles`)).body), listed)
    assert.equal(
      slugs((await server.api('GET', `/authorization/organizations/${theirs}/roles`)).body).includes(body.slug),
      false,
    )
    for (const [method, path, given] of [
      ['GET', '', undefined],
      ['PATCH', '', { name: 'Mine now' }],
      ['PUT', '/permissions', { permissions: [] }],
      ['DELETE', '', undefined],
    ] as const) {
      const answer = await server.api(method, `/authorization/organizations/${theirs}/roles/${body.slug}${path}`, given)
      assert.equal(answer.status, 404, `T49: ${method} of another organization`)
    }
    assert.deepEqual(await server.newEvents(), ['organization_role.created'])
  })

  test('each change of a role of an organization is told, and none that was refused', async () => {
    const roles = `/authorization/organizations/${await organization()}/roles`
    await permission('told')
    const { slug } = (await server.api('POST', roles, { name: 'Told' })).body
    await server.newEvents()

    const answers = [
      await server.api('PATCH', `${roles}/${slug}`, { name: 'Told again' }),
      await server.api('PUT', `${roles}/${slug}/permissions`, { permissions: ['told'] }),
      await server.api('DELETE', `${roles}/${slug}/permissions/told`),
      await server.api('POST', `${roles}/${slug}/permissions`, { slug: 'told' }),
    ]
    const refused = await server.api('POST', `${roles}/${slug}/permissions`, { slug: 'untold' })

    assert.deepEqual(
      answers.map(({ status, body }) => [status, body.permissions]),
      [
        [200, []],
        [200, ['told']],
        [200, []],
        [200, ['told']],
      ],
    )
    assert.equal(refused.status, 404)
    assert.deepEqual(await server.newEvents(), Array(4).fill('organization_role.updated'))
  })

  test('slugs of the environment and of organizations cannot meet', async () => {
    const id = await organization()

    const own = await server.api('POST', `/authorization/organizations/${id}/roles`, { slug: 'admin', name: 'Admin' })
    const common = await server.api('POST', '/authorization/roles', { slug: 'org-admin', name: 'Admin' })

    assert.equal(own.status, 422)
    assert.equal(common.status, 422)
  })

  test('a role that members have is not deleted; one that nobody has is', async () => {
    const id = await organization()
    const user = await server.createUser()
    const path = `/authorization/organizations/${id}/roles/org-temp`
    await server.api('POST', `/authorization/organizations/${id}/roles`, { slug: 'org-temp', name: 'Temp' })
    const { body: membership } = await server.api('POST', '/user_management/organization_memberships', {
      user_id: user.id,
      organization_id: id,
      role_slug: 'org-temp',
    })

    const refused = await server.api('DELETE', path)
    await server.api('PUT', `/user_management/organization_memberships/${membership.id}`, { role_slug: 'member' })
    await server.newEvents()
    const deleted = await server.api('DELETE', path)

    assert.deepEqual([refused.status, refused.body.code], [409, 'role_has_assignments'])
    assert.equal(deleted.status, 204)
    assert.equal((await server.api('GET', path)).status, 404)
    assert.deepEqual(await server.newEvents(), ['organization_role.deleted'])
  })
})
