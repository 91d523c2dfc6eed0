import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { dropWhatIsLeft } from '../deletion/drop-what-is-left.ts'
import { applySeed } from '../seed/apply-seed.ts'
import { seedOf } from '../seed/seed-file.ts'

const PATH = '/user_management/organization_memberships'

onEachDatabase('organization memberships', (database) => {
  const server = useServer(database)
  const organization = async (fields = {}) =>
    (await server.api('POST', '/organizations', { name: 'Members Inc', ...fields })).body
  const join = (user: { id: string }, { id }: { id: string }, more = {}) =>
    server.api('POST', PATH, { user_id: user.id, organization_id: id, ...more })
  const member = async (more = {}) => {
    const [user, company] = [await server.createUser(), await organization()]
    const { body } = await join(user, company, more)
    await server.newEvents()
    return { user, company, membership: body }
  }

  test('a new membership has every key of the official object and the role member', async () => {
    const [user, company] = [await server.createUser(), await organization()]
    await server.newEvents()

    const { status, body } = await join(user, company)

    assert.equal(status, 201)
    const { id, created_at, updated_at, user: whole, ...rest } = body
    assert.match(id, /^om_/)
    assert.equal(created_at, updated_at)
    assert.deepEqual(whole, (await server.api('GET', `/user_management/users/${user.id}`)).body)
    assert.deepEqual(rest, {
      object: 'organization_membership',
      user_id: user.id,
      organization_id: company.id,
      organization_name: 'Members Inc',
      status: 'active',
      role: { slug: 'member' },
      roles: [{ slug: 'member' }],
      directory_managed: false,
      custom_attributes: {},
    })
    assert.deepEqual((await server.api('GET', `${PATH}/${id}`)).body, body)
    assert.deepEqual(await server.newEvents(), ['organization_membership.created'])
  })

  test('a user is a member once, and the refusal makes and tells of nothing', async () => {
    const { user, company } = await member()

    const { status, body } = await join(user, company, { role_slug: 'admin' })

    assert.deepEqual([status, body.code], [400, 'user_already_organization_member'])
    const list = await server.api('GET', `${PATH}?user_id=${user.id}`)
    assert.deepEqual(list.body.data[0].roles, [{ slug: 'member' }])
    assert.deepEqual(await server.newEvents(), [])
  })

  test('has one role or several, in order of priority, and only roles of its organization', async () => {
    const { company, membership } = await member({ role_slugs: ['member', 'admin'] })
    const other = await organization()
    await server.api('POST', `/authorization/organizations/${other.id}/roles`, { slug: 'org-theirs', name: 'Theirs' })
    await server.api('POST', `/authorization/organizations/${company.id}/roles`, { slug: 'org-ours', name: 'Ours' })
    await server.newEvents()
    const change = (wish: object) => server.api('PUT', `${PATH}/${membership.id}`, wish)

    assert.deepEqual(membership.roles, [{ slug: 'admin' }, { slug: 'member' }])
    for (const wish of [
      { role_slug: 'org-theirs' },
      { role_slug: 'made-up' },
      { role_slug: 'admin', role_slugs: ['admin'] },
    ]) {
      const { status, body } = await change(wish)
      assert.deepEqual([status, body.code], [422, 'invalid_role'], JSON.stringify(wish))
    }
    assert.deepEqual(await server.newEvents(), [])
    const { body } = await change({ role_slug: 'org-ours' })
    assert.deepEqual(body.roles, [{ slug: 'org-ours' }])
    assert.deepEqual(await server.newEvents(), ['organization_membership.updated'])
  })

  test('lists need a user or an organization, show the active ones, and others when asked', async () => {
    const { user, company, membership } = await member()
    await server.api('PUT', `${PATH}/${membership.id}/deactivate`)
    const second = await organization()
    const { body: active } = await join(user, second)

    const ids = async (query: string) =>
      (await server.api('GET', `${PATH}?${query}`)).body.data.map(({ id }: { id: string }) => id)

    assert.deepEqual(await ids(`user_id=${user.id}`), [active.id])
    assert.deepEqual(await ids(`user_id=${user.id}&statuses=active,inactive`), [active.id, membership.id])
    assert.deepEqual(await ids(`user_id=${user.id}&statuses[]=inactive`), [membership.id])
    assert.deepEqual(await ids(`user_id=${user.id}&statuses=inactive&organization_id=${second.id}`), [])
    assert.deepEqual(await ids(`organization_id=${company.id}`), [])
    const { status, body } = await server.api('GET', PATH)
    assert.deepEqual([status, body.code], [400, 'missing_user_id_or_organization_id'])
  })

  test('deactivating twice tells of it once, and an inactive member can be made active in two ways', async () => {
    const { user, company, membership } = await member({ role_slug: 'admin' })

    const first = await server.api('PUT', `${PATH}/${membership.id}/deactivate`)
    const second = await server.api('PUT', `${PATH}/${membership.id}/deactivate`)

    assert.equal(first.body.status, 'inactive')
    assert.deepEqual(second.body, first.body)
    assert.deepEqual(await server.newEvents(), ['organization_membership.updated'])
    const again = await join(user, company)
    assert.deepEqual([again.status, again.body.id, again.body.status], [201, membership.id, 'active'])
    assert.deepEqual(again.body.roles, [{ slug: 'admin' }], 'the roles it had')
    await server.api('PUT', `${PATH}/${membership.id}/deactivate`)
    assert.equal((await server.api('PUT', `${PATH}/${membership.id}/reactivate`)).body.status, 'active')
    await server.newEvents()
    await server.api('PUT', `${PATH}/${membership.id}/reactivate`)
    assert.deepEqual(await server.newEvents(), [])
  })

  test('a pending one, which only a seed file makes, is neither deactivated nor reactivated: an invitation makes it active', async () => {
    const { email } = await server.createUser()
    const memberships = [{ email, status: 'pending' as const }]
    await applySeed(server.app, seedOf({ organizations: [{ id: 'org_01PENDING', name: 'Pending Inc', memberships }] }))
    const pending = `${PATH}?organization_id=org_01PENDING&statuses=pending`
    const [membership] = (await server.api('GET', pending)).body.data
    await server.newEvents()

    for (const act of ['deactivate', 'reactivate']) {
      const { status, body } = await server.api('PUT', `${PATH}/${membership.id}/${act}`)
      assert.deepEqual([status, body.code], [400, `cannot_${act}_pending_organization_membership`])
    }

    assert.deepEqual(await server.newEvents(), [])
    assert.deepEqual((await server.api('GET', pending)).body.data, [membership])
    const { body: invitation } = await server.api('POST', '/user_management/invitations', {
      email,
      organization_id: 'org_01PENDING',
    })
    await server.api('POST', `/user_management/invitations/${invitation.id}/accept`)
    assert.equal((await server.api('GET', `${PATH}/${membership.id}`)).body.status, 'active')
  })

  test('what does not exist is one answer for every operation', async () => {
    const id = 'om_01HZZZZZZZZZZZZZZZZZZZZZZZ'
    const answers = await Promise.all([
      server.api('GET', `${PATH}/${id}`),
      server.api('PUT', `${PATH}/${id}`, { role_slug: 'admin' }),
      server.api('PUT', `${PATH}/${id}/deactivate`),
      server.api('PUT', `${PATH}/${id}/reactivate`),
      server.api('DELETE', `${PATH}/${id}`),
    ])

    for (const { status, body } of answers) {
      assert.deepEqual([status, body.message], [404, `Organization membership not found: '${id}'.`])
    }
  })

  test('deleting the user takes the memberships along', async () => {
    const { user, company } = await member()

    await server.api('DELETE', `/user_management/users/${user.id}`)

    assert.deepEqual(await server.newEvents(), ['organization_membership.deleted', 'user.deleted'])
    assert.deepEqual((await server.api('GET', `${PATH}?organization_id=${company.id}`)).body.data, [])
  })

  test('deleting the organization hides its memberships at once and drops them in the background, once', async () => {
    const { user, company, membership } = await member()

    await server.api('DELETE', `/organizations/${company.id}`)

    assert.equal((await server.api('GET', `${PATH}/${membership.id}`)).status, 404)
    assert.deepEqual((await server.api('GET', `${PATH}?user_id=${user.id}`)).body.data, [])
    assert.deepEqual(await server.newEvents(), ['organization.deleted'])
    await Promise.all([dropWhatIsLeft(server.app), dropWhatIsLeft(server.app)])
    assert.deepEqual(await server.newEvents(), ['organization_membership.deleted'])
    assert.equal((await server.api('GET', `/user_management/users/${user.id}`)).status, 200)
  })

  test('of a membership and the deletion of its organization at the same moment nothing is left half done', async () => {
    for (let round = 0; round < 10; round++) {
      const [user, company] = [await server.createUser(), await organization()]

      const [joined] = await Promise.all([join(user, company), server.api('DELETE', `/organizations/${company.id}`)])
      await dropWhatIsLeft(server.app)

      assert.ok([201, 404].includes(joined.status), `${joined.status}`)
      const rows = await server.app.db
        .selectFrom('organization_membership')
        .select('id')
        .where('user_id', '=', user.id)
        .execute()
      assert.deepEqual(rows, [])
    }
  })

  test('users are listed by organization: its active members, and nobody once it is deleted', async () => {
    const { user, company } = await member()
    const inactive = (await join(await server.createUser(), company)).body
    await server.api('PUT', `${PATH}/${inactive.id}/deactivate`)
    await member()
    const usersOf = async (filter: string) =>
      (await server.api('GET', `/user_management/users?${filter}=${company.id}`)).body.data.map(
        ({ id }: typeof user) => id,
      )

    assert.deepEqual(await usersOf('organization_id'), [user.id])
    assert.deepEqual(await usersOf('organization'), [user.id])

    await server.api('DELETE', `/organizations/${company.id}`)
    assert.deepEqual(await usersOf('organization_id'), [])
  })
})
