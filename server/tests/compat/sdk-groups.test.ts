import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LiveServer } from './live-server.ts'
import { onEachSdk, plain, type Sdk } from './sdks.ts'

onEachSdk('groups', suite)

/** Versions 7 and 8 have no groups. */
function suite(sdk: Sdk, server: LiveServer): void {
  if (!sdk.knowsGroups) return
  const host = `groups-${sdk.version.replaceAll('.', '-')}.example`

  test('a group is created, found, changed and deleted, and what is gone is refused by type', async () => {
    const { groups, organizations } = sdk.connect(server)
    const { id: organizationId } = await organizations.createOrganization({ name: 'Engines' })

    const created = await groups.createGroup({ organizationId, name: 'Engineering', description: 'The engineers' })

    assert.match(created.id, /^group_/)
    assert.deepEqual(plain([created.organizationId, created.name, created.description]), [
      organizationId,
      'Engineering',
      'The engineers',
    ])
    const name = { organizationId, groupId: created.id }
    assert.deepEqual(await groups.getGroup(name), created)
    const changed = await groups.updateGroup({ ...name, name: 'Research', description: 'They look into it' })
    assert.deepEqual([changed.name, changed.description], ['Research', 'They look into it'])
    // The SDK sends null for a description that is not given, and the specification has null clear it.
    assert.equal((await groups.updateGroup({ ...name, name: 'Research' })).description, null)
    await groups.deleteGroup(name)
    await assert.rejects(groups.getGroup(name), sdk.errors.NotFoundException)
    await assert.rejects(groups.createGroup({ organizationId, name: '' }), sdk.errors.UnprocessableEntityException)
  })

  test('members come, are listed and go, and lists are paged through by themselves', async () => {
    const { groups, organizations, userManagement } = sdk.connect(server)
    const { id: organizationId } = await organizations.createOrganization({ name: 'Members' })
    const group = await groups.createGroup({ organizationId, name: 'Everybody' })
    const name = { organizationId, groupId: group.id }
    const members: string[] = []
    for (let i = 0; i < 12; i++) {
      const { id: userId } = await userManagement.createUser({ email: `${i}@${host}` })
      const { id } = await userManagement.createOrganizationMembership({ userId, organizationId })
      assert.deepEqual(await groups.addOrganizationMembership({ ...name, organizationMembershipId: id }), group)
      members.unshift(id)
    }
    const [last = ''] = members

    const listed = await (await groups.listOrganizationMemberships(name)).autoPagination()
    const ofMember = await userManagement.listGroupsForOrganizationMembership({ organizationMembershipId: last })
    await groups.removeOrganizationMembership({ ...name, organizationMembershipId: last })

    assert.deepEqual(
      listed.map(({ id }) => id),
      members,
    )
    assert.deepEqual(ofMember.data, [group])
    const left = await groups.listOrganizationMemberships(name)
    assert.equal(left.data[0]?.id, members[1])
    assert.deepEqual(await (await groups.listGroups({ organizationId })).autoPagination(), [group])
    await assert.rejects(
      groups.removeOrganizationMembership({ ...name, organizationMembershipId: last }),
      sdk.errors.NotFoundException,
    )
  })
}
