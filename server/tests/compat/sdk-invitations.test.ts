import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LiveServer } from './live-server.ts'
import { onEachSdk, plain, type Sdk } from './sdks.ts'

onEachSdk('invitations', suite)

function suite(sdk: Sdk, server: LiveServer): void {
  const host = `sdk-${sdk.version.replaceAll('.', '-')}.example`

  test('an invitation is sent, found, sent again and revoked, and what follows is refused by type', async () => {
    const { organizations, userManagement } = sdk.connect(server)
    const { id: organizationId } = await organizations.createOrganization({ name: 'Engines' })
    const inviter = await userManagement.createUser({ email: `ada@${host}` })
    const email = `grace@${host}`

    const sent = await userManagement.sendInvitation({
      ...{ email, organizationId, roleSlug: 'admin', expiresInDays: 3 },
      inviterUserId: inviter.id,
    })

    assert.match(sent.id, /^invitation_/)
    assert.deepEqual(plain([sent.email, sent.state, sent.organizationId, sent.inviterUserId, sent.acceptedUserId]), [
      email,
      'pending',
      organizationId,
      inviter.id,
      null,
    ])
    assert.ok(sent.acceptInvitationUrl.endsWith(`/invite?invitation_token=${sent.token}`))
    assert.deepEqual(await userManagement.getInvitation(sent.id), sent)
    assert.deepEqual(await userManagement.findInvitationByToken(sent.token), sent)
    assert.equal((await userManagement.resendInvitation(sent.id)).token, sent.token)
    await assert.rejects(
      userManagement.sendInvitation({ email, organizationId }),
      (error: { rawData?: { code?: string } }) => {
        assert.ok(error instanceof sdk.errors.GenericServerException)
        // The older versions keep the code there alone.
        return error.rawData?.code === 'email_already_invited_to_organization'
      },
    )
    assert.equal((await userManagement.revokeInvitation(sent.id)).state, 'revoked')
    await assert.rejects(userManagement.resendInvitation(sent.id), sdk.errors.GenericServerException)
    await assert.rejects(userManagement.acceptInvitation(sent.id), sdk.errors.GenericServerException)
    await assert.rejects(userManagement.findInvitationByToken('guessed'), sdk.errors.NotFoundException)
  })

  test('an invitation is accepted, by the application or with a sign-in', async () => {
    const { organizations, userManagement } = sdk.connect(server)
    const email = `joins@${host}`
    const user = await userManagement.createUser({ email, password: 'correct horse battery' })
    const [first, second] = await Promise.all([
      organizations.createOrganization({ name: 'First' }),
      organizations.createOrganization({ name: 'Second' }),
    ])
    const invitations = [
      await userManagement.sendInvitation({ email, organizationId: first.id }),
      await userManagement.sendInvitation({ email, organizationId: second.id, roleSlug: 'admin' }),
    ] as const

    const accepted = await userManagement.acceptInvitation(invitations[0].id)
    const signIn = { clientId: 'client_local', email, password: 'correct horse battery' }
    await userManagement.authenticateWithPassword({ ...signIn, invitationToken: invitations[1].token })

    assert.deepEqual([accepted.state, accepted.acceptedUserId], ['accepted', user.id])
    assert.equal((await userManagement.getInvitation(invitations[1].id)).state, 'accepted')
    const { data } = await userManagement.listOrganizationMemberships({ userId: user.id })
    assert.deepEqual(data.map(({ organizationName, role }) => [organizationName, role.slug]).sort(), [
      ['First', 'member'],
      ['Second', 'admin'],
    ])
    await assert.rejects(
      userManagement.authenticateWithPassword({ ...signIn, invitationToken: invitations[1].token }),
      (error: { error?: string }) => error instanceof sdk.errors.OauthException && error.error === 'invitation_invalid',
    )
  })

  test('lists are paged through by themselves, and filtered', async () => {
    const { organizations, userManagement } = sdk.connect(server)
    const { id: organizationId } = await organizations.createOrganization({ name: 'Many' })
    const sent: string[] = []
    for (let i = 0; i < 12; i++) {
      sent.unshift((await userManagement.sendInvitation({ email: `${i}@many.${host}`, organizationId })).id)
    }

    const all = await (await userManagement.listInvitations({ organizationId })).autoPagination()
    const one = await userManagement.listInvitations({ organizationId, email: `3@many.${host}` })

    assert.deepEqual(
      all.map(({ id }) => id),
      sent,
    )
    assert.deepEqual(
      one.data.map(({ email }) => email),
      [`3@many.${host}`],
    )
  })
}
