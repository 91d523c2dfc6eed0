import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { dropWhatIsLeft } from '../deletion/drop-what-is-left.ts'

const MEMBERSHIPS = '/user_management/organization_memberships'

onEachDatabase('groups', (database) => {
  const server = useServer(database)
  const organization = async () => (await server.api('POST', '/organizations', { name: 'Engines' })).body
  const groupsOf = ({ id }: { id: string }) => `/organizations/${id}/groups`
  const pathOf = (group: { id: string; organization_id: string }) =>
    `/organizations/${group.organization_id}/groups/${group.id}`
  const membersOf = (group: { id: string; organization_id: string }) => `${pathOf(group)}/organization-memberships`
  const group = async (company?: { id: string }) => {
    const { body } = await server.api('POST', groupsOf(company ?? (await organization())), { name: 'Engineering' })
    await server.newEvents()
    return body
  }
  const member = async (organization_id: string) => {
    const user = await server.createUser({ password: undefined })
    const { body } = await server.api('POST', MEMBERSHIPS, { user_id: user.id, organization_id })
    await server.newEvents()
    return body
  }
  const add = (to: { id: string; organization_id: string }, { id }: { id: string }) =>
    server.api('POST', membersOf(to), { organization_membership_id: id })
  const idsAt = async (path: string) =>
    (await server.api('GET', path)).body.data.map(({ id }: { id: string }) => id) as string[]

  test('a group has every key of the official object, is found, changed and deleted, and each is told', async () => {
    const company = await organization()
    await server.newEvents()

    const { status, body } = await server.api('POST', groupsOf(company), {
      name: ' Engineering ',
      description: 'The engineers',
    })

    assert.equal(status, 201)
    const { id, created_at, updated_at, ...rest } = body
    assert.match(id, /^group_[0-9A-Z]{26}$/)
    assert.equal(created_at, updated_at)
    assert.deepEqual(rest, {
      object: 'group',
      organization_id: company.id,
      name: 'Engineering',
      description: 'The engineers',
    })
    assert.deepEqual((await server.api('GET', pathOf(body))).body, body)
    const renamed = await server.api('PATCH', pathOf(body), { name: 'Research' })
    assert.deepEqual([renamed.body.name, renamed.body.description], ['Research', 'The engineers'])
    const bare = await server.api('PATCH', pathOf(body), { description: null })
    assert.deepEqual([bare.body.name, bare.body.description], ['Research', null])
    assert.equal((await server.api('DELETE', pathOf(body))).status, 204)
    assert.equal((await server.api('GET', pathOf(body))).status, 404)
    assert.deepEqual(await server.newEvents(), ['group.created', 'group.updated', 'group.updated', 'group.deleted'])
  })

  test('groups are listed by organization, and paged', async () => {
    const [company, other] = [await organization(), await organization()]
    const ids: string[] = []
    for (let i = 0; i < 3; i++) ids.unshift((await group(company)).id)
    await group(other)

    const first = await server.api('GET', `${groupsOf(company)}?limit=2`)
    const rest = await server.api('GET', `${groupsOf(company)}?after=${first.body.list_metadata.after}`)

    assert.deepEqual(
      [...first.body.data, ...rest.body.data].map(({ id }) => id),
      ids,
    )
    assert.equal(rest.body.list_metadata.after, null)
  })

  test('members are added once, listed without their roles, and removed', async () => {
    const engineers = await group()
    const [ada, grace] = [await member(engineers.organization_id), await member(engineers.organization_id)]

    const answers = [await add(engineers, ada), await add(engineers, grace), await add(engineers, ada)]

    for (const { status, body } of answers) assert.deepEqual([status, body], [200, engineers])
    assert.deepEqual(await server.newEvents(), ['group.member_added', 'group.member_added'])
    const { body } = await server.api('GET', membersOf(engineers))
    const { role, roles, user, ...shown } = grace
    assert.ok(role && roles && user)
    assert.deepEqual(body.data[0], shown)
    assert.deepEqual(
      body.data.map(({ id }: { id: string }) => id),
      [grace.id, ada.id],
    )
    const { body: events } = await server.api('GET', '/events?events=group.member_added&order=desc&limit=1')
    assert.deepEqual(events.data[0].data, { group_id: engineers.id, organization_membership_id: grace.id })
    assert.equal((await server.api('DELETE', `${membersOf(engineers)}/${ada.id}`)).status, 204)
    const again = await server.api('DELETE', `${membersOf(engineers)}/${ada.id}`)
    assert.deepEqual([again.status, again.body.message], [404, `Organization membership not found: '${ada.id}'.`])
    assert.deepEqual(await server.newEvents(), ['group.member_removed'])
    assert.deepEqual(await idsAt(membersOf(engineers)), [grace.id])
    assert.equal((await server.api('GET', `${MEMBERSHIPS}/${ada.id}`)).status, 200)
  })

  test('the groups of a member are listed, and lists of members are paged', async () => {
    const company = await organization()
    const [first, second, third] = [await group(company), await group(company), await group(company)]
    const [ada, grace] = [await member(company.id), await member(company.id)]
    for (const joined of [third, first]) await add(joined, ada)
    await add(first, grace)

    assert.deepEqual(await idsAt(`${MEMBERSHIPS}/${ada.id}/groups`), [third.id, first.id])
    assert.deepEqual(await idsAt(`${MEMBERSHIPS}/${ada.id}/groups?limit=1&after=${third.id}`), [first.id])
    const page = await server.api('GET', `${membersOf(first)}?limit=1`)
    assert.deepEqual([page.body.data[0].id, page.body.list_metadata.after], [grace.id, grace.id])
    assert.deepEqual(await idsAt(`${membersOf(first)}?limit=1&after=${grace.id}`), [ada.id])
    assert.deepEqual(await idsAt(membersOf(second)), [])
  })

  test('a group of another organization, and a member of one, are as if they did not exist', async () => {
    const [ours, theirs] = [await group(), await group()]
    const [member_, stranger] = [await member(ours.organization_id), await member(theirs.organization_id)]
    await add(theirs, stranger)
    await server.newEvents()
    const smuggled = { id: theirs.id, organization_id: ours.organization_id }

    const answers = [
      await server.api('GET', pathOf(smuggled)),
      await server.api('PATCH', pathOf(smuggled), { name: 'Mine' }),
      await server.api('DELETE', pathOf(smuggled)),
      await server.api('GET', membersOf(smuggled)),
      await add(smuggled, member_),
      await add(smuggled, stranger),
      await server.api('DELETE', `${membersOf(smuggled)}/${stranger.id}`),
    ]

    for (const { status, body } of answers)
      assert.deepEqual([status, body.message], [404, `Group not found: '${theirs.id}'.`])
    for (const [to, who] of [
      [ours, stranger],
      [theirs, member_],
    ]) {
      const { status, body } = await add(to, who)
      assert.deepEqual([status, body.message], [404, `Organization membership not found: '${who.id}'.`])
    }
    assert.deepEqual(await idsAt(membersOf(theirs)), [stranger.id])
    assert.equal((await server.api('GET', pathOf(theirs))).body.name, 'Engineering')
    assert.deepEqual(await server.newEvents(), [])
  })

  test('bad input is refused, and what does not exist is one answer', async () => {
    const company = await organization()
    await server.newEvents()
    for (const fields of [
      {},
      { name: '' },
      { name: ' ' },
      { name: 'x'.repeat(257) },
      { name: 1 },
      { name: 'A', description: 'x'.repeat(151) },
    ]) {
      assert.equal((await server.api('POST', groupsOf(company), fields)).status, 422, JSON.stringify(fields))
    }
    const nowhere = { id: 'org_01HZZZZZZZZZZZZZZZZZZZZZZZ' }
    for (const answer of [
      await server.api('POST', groupsOf(nowhere), { name: 'A' }),
      await server.api('GET', groupsOf(nowhere)),
    ])
      assert.deepEqual([answer.status, answer.body.message], [404, `Organization not found: '${nowhere.id}'.`])
    assert.equal((await server.api('GET', `${MEMBERSHIPS}/om_01HZZZZZZZZZZZZZZZZZZZZZZZ/groups`)).status, 404)
    assert.deepEqual(await server.newEvents(), [])
  })

  test('a deleted member leaves the groups, a deleted group its members, a deleted organization both', async () => {
    const company = await organization()
    const [engineers, poets] = [await group(company), await group(company)]
    const [ada, grace] = [await member(company.id), await member(company.id)]
    for (const to of [engineers, poets]) await add(to, ada)
    await add(poets, grace)
    await server.newEvents()

    await server.api('DELETE', `${MEMBERSHIPS}/${ada.id}`)

    assert.deepEqual(await idsAt(membersOf(engineers)), [])
    assert.deepEqual((await server.newEvents()).sort(), [
      'group.member_removed',
      'group.member_removed',
      'organization_membership.deleted',
    ])
    await server.api('DELETE', pathOf(engineers))
    await server.newEvents()
    await server.api('DELETE', `/organizations/${company.id}`)
    const hidden = [pathOf(poets), membersOf(poets), groupsOf(company), `${MEMBERSHIPS}/${grace.id}/groups`]
    for (const path of hidden) assert.equal((await server.api('GET', path)).status, 404, path)
    assert.equal((await server.api('PATCH', pathOf(poets), { name: 'A' })).status, 404)
    assert.equal((await server.api('DELETE', pathOf(poets))).status, 404)
    await Promise.all([dropWhatIsLeft(server.app), dropWhatIsLeft(server.app)])
    assert.deepEqual((await server.newEvents()).sort(), [
      'group.deleted',
      'organization.deleted',
      'organization_membership.deleted',
    ])
    const rows = await server.app.db.selectFrom('group_member').selectAll().where('group_id', '=', poets.id).execute()
    assert.deepEqual(rows, [])
  })

  test('of adding a member and deleting the member or the group at the same moment nothing is left behind', async () => {
    const company = await organization()
    for (let round = 0; round < 8; round++) {
      const [to, who] = [await group(company), await member(company.id)]
      const gone = round % 2 === 0 ? pathOf(to) : `${MEMBERSHIPS}/${who.id}`

      const [added] = await Promise.all([add(to, who), server.api('DELETE', gone)])

      assert.ok([200, 404].includes(added.status), `${added.status}`)
      const rows = await server.app.db.selectFrom('group_member').selectAll().where('group_id', '=', to.id).execute()
      assert.deepEqual(rows, [])
    }
  })
})
