import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Answer,
  API_KEY,
  authenticate,
  decodeToken,
  PASSWORD,
  type SignedIn,
  useServer,
} from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { addMember, createMember, createOrganization } from '../../../tests/support/members.ts'
import { inTransaction } from '../../database/transaction.ts'
import { insertApplicationUnlessPresent } from '../applications/application.queries.ts'
import { recordRevokedSessions } from '../sessions/revoke-sessions.ts'

const SELECTION = 'urn:workos:oauth:grant-type:organization-selection'
const NOWHERE = { org_id: undefined, role: undefined, roles: undefined, permissions: undefined }

onEachDatabase('the organization of a session', (database) => {
  const server = useServer(database)
  const password = (email: string) =>
    authenticate(server, { grant_type: 'password', client_secret: API_KEY, email, password: PASSWORD })
  const select = (token: string, organizationId: string, more: object = {}) =>
    authenticate(server, {
      grant_type: SELECTION,
      client_secret: API_KEY,
      pending_authentication_token: token,
      organization_id: organizationId,
      ...more,
    })
  const sessionOf = async ({ sessionId }: Pick<SignedIn, 'sessionId'>) =>
    (await server.api('GET', `/user_management/sessions/${sessionId}`)).body
  const change = (membershipId = '', act = '') =>
    server.api('PUT', `/user_management/organization_memberships/${membershipId}/${act}`)

  test('is the only one where the user is an active member, in the answer, the token, the session and its event', async () => {
    const { user, organizations } = await createMember(server, 'Acme')
    const [acme] = organizations

    const { status, body } = await password(user.email)

    assert.deepEqual([status, body.organization_id], [200, acme?.id])
    assert.deepEqual(claimsOf(body), { org_id: acme?.id, role: 'member', roles: ['member'], permissions: [] })
    const { sid } = decodeToken(body.access_token)
    assert.equal((await sessionOf({ sessionId: sid })).organization_id, acme?.id)
    await server.newEvents()
    const { body: events } = await server.api('GET', '/events?events=session.created&order=desc&limit=1')
    assert.equal(events.data[0].data.organization_id, acme?.id)
  })

  test('is none for whoever is active nowhere, such as a deactivated member', async () => {
    const { user, membershipIds } = await createMember(server, 'Former')
    await change(membershipIds[0], 'deactivate')
    const { status, body } = await password(user.email)

    assert.equal(status, 200)
    assert.equal('organization_id' in body, false)
    assert.deepEqual(claimsOf(body), NOWHERE)
  })

  test('brings the roles by priority and what any of them permits, each permission once', async () => {
    const { user, organizations, membershipIds } = await createMember(server, 'Acme')
    const slugs = ['posts:write', 'posts:read']
    for (const slug of slugs) await server.api('POST', '/authorization/permissions', { slug, name: slug })
    await server.api('PUT', '/authorization/roles/admin/permissions', { permissions: slugs })
    await server.api('PUT', '/authorization/roles/member/permissions', { permissions: ['posts:read'] })
    await server.api('PUT', `/user_management/organization_memberships/${membershipIds[0]}`, {
      role_slugs: ['member', 'admin'],
    })

    const { body } = await password(user.email)

    assert.deepEqual(claimsOf(body), {
      org_id: organizations[0]?.id,
      role: 'admin',
      roles: ['admin', 'member'],
      permissions: ['posts:read', 'posts:write'],
    })
    for (const role of ['admin', 'member'])
      await server.api('PUT', `/authorization/roles/${role}/permissions`, { permissions: [] })
  })

  test('must be chosen where there are several: no session before, and the official answer to the letter', async () => {
    const { user, organizations } = await createMember(server, 'Zeta', 'acme')
    const [zeta, acme] = organizations
    await server.newEvents()

    const { status, body } = await password(user.email)

    assert.equal(status, 403)
    const { pending_authentication_token: token, ...rest } = body
    assert.ok(token.length >= 32)
    assert.deepEqual(rest, {
      message: 'The user must choose an organization to finish their authentication.',
      code: 'organization_selection_required',
      user: (await server.api('GET', `/user_management/users/${user.id}`)).body,
      organizations: [acme, zeta].map((one) => ({ id: one?.id, name: one?.name })),
    })
    assert.deepEqual(await server.newEvents(), ['authentication.password_succeeded'])
    assert.deepEqual((await server.api('GET', `/user_management/users/${user.id}/sessions`)).body.data, [])
  })

  test('is the chosen one, and the session is that of the password', async () => {
    const { user, organizations } = await createMember(server, 'Zeta', 'Acme')
    const { body: asked } = await authenticate(server, {
      ...{ grant_type: 'password', client_secret: API_KEY, email: user.email, password: PASSWORD },
      ...{ ip_address: '203.0.113.9', user_agent: 'UA/1' },
    })
    server.passSeconds(300)
    await server.newEvents()

    const { status, body } = await select(asked.pending_authentication_token, organizations[0]?.id ?? '')

    assert.deepEqual([status, body.organization_id], [200, organizations[0]?.id])
    assert.equal(body.authentication_method, 'Password')
    assert.equal(claimsOf(body).org_id, organizations[0]?.id)
    const token = decodeToken(body.access_token)
    assert.ok(token.iat - Number(token.auth_time) >= 299, 'authenticated when the password was given')
    const session = await sessionOf({ sessionId: token.sid })
    assert.deepEqual([session.ip_address, session.user_agent], ['203.0.113.9', 'UA/1'])
    assert.deepEqual(await server.newEvents(), ['session.created'])
  })

  test('a choice that is refused may be made again; a pending token is good once, for ten minutes, for its application', async () => {
    const { user, organizations } = await createMember(server, 'Zeta', 'Acme')
    const foreign = await createOrganization(server, 'Foreign')
    const [id = '', other = ''] = organizations.map((one) => one.id)
    const { body: first } = await password(user.email)
    const { body: late } = await password(user.email)
    const token = first.pending_authentication_token

    await inTransaction(server.app, (tx) =>
      insertApplicationUnlessPresent(tx.db, { id: 'client_other', name: 'Other', created_at: '' }),
    )

    const refused = [
      await select(token, foreign.id),
      await select(token, 'org_01HZZZZZZZZZZZZZZZZZZZZZZZ'),
      await select(token, id, { client_secret: undefined }),
    ]
    const elsewhere = await select(token, id, { client_id: 'client_other' })
    const chosen = await select(token, id)
    const again = await select(token, other)
    server.passSeconds(600)
    const expired = await select(late.pending_authentication_token, id)

    assert.deepEqual(
      refused.map(({ status, body }) => [status, body.error]),
      [
        [400, 'organization_membership_not_found'],
        [400, 'organization_not_found'],
        [400, 'invalid_client'],
      ],
    )
    assert.equal(chosen.status, 200)
    for (const { status, body } of [elsewhere, again, expired, await select('made up', id)])
      assert.deepEqual([status, body.code], [400, 'invalid_pending_authentication_token'])
    assert.equal((await server.api('GET', `/user_management/users/${user.id}/sessions`)).body.data.length, 1)
  })

  const ends: [string, (userId: string) => Promise<unknown>][] = [
    ['a new password', (id) => server.api('PUT', `/user_management/users/${id}`, { password: 'another long phrase' })],
    ['a suspension', (id) => server.api('POST', `/user_management/users/${id}/suspend`)],
    ['the deletion of the user', (id) => server.api('DELETE', `/user_management/users/${id}`)],
    ['a mass revocation', (user_id) => server.api('POST', '/user_management/sessions/revocations', { user_id })],
    [
      'a mass revocation that has been carried out',
      async (user_id) => {
        await server.api('POST', '/user_management/sessions/revocations', { user_id })
        server.passSeconds(61)
        await recordRevokedSessions(server.app)
      },
    ],
  ]
  for (const [what, end] of ends) {
    test(`${what} also ends a sign-in that waits for the choice`, async () => {
      const { user, organizations } = await createMember(server, 'Zeta', 'Acme')
      const { body: asked } = await password(user.email)

      await end(user.id)
      const { status, body } = await select(asked.pending_authentication_token, organizations[0]?.id ?? '')

      assert.deepEqual([status, body.code], [400, 'invalid_pending_authentication_token'])
    })
  }

  test('stays the same at a refresh, whether or not the application names it', async () => {
    const { user, organizations } = await createMember(server, 'Acme')
    const signedIn = await server.signIn(user.email)
    const later = await createOrganization(server, 'Later')
    await addMember(server, user, later)

    const first = await server.refresh(signedIn.refreshToken)
    const second = await server.refresh(first.body.refresh_token, { organization_id: organizations[0]?.id })

    for (const { status, body } of [first, second]) {
      assert.deepEqual([status, body.organization_id], [200, organizations[0]?.id])
      assert.equal(claimsOf(body).org_id, organizations[0]?.id)
    }
  })

  test('a change of roles shows at the next refresh', async () => {
    const { user, membershipIds } = await createMember(server, 'Acme')
    const { refreshToken } = await server.signIn(user.email)

    await server.api('PUT', `/user_management/organization_memberships/${membershipIds[0]}`, { role_slug: 'admin' })
    const { body } = await server.refresh(refreshToken)

    assert.equal(claimsOf(body).role, 'admin')
  })

  test('is another one from a refresh on that asks for it, without a new session', async () => {
    const { user } = await createMember(server, 'Acme')
    const signedIn = await server.signIn(user.email)
    const next = await createOrganization(server, 'Next')
    await addMember(server, user, next, { role_slug: 'admin' })
    await server.newEvents()

    const { status, body } = await server.refresh(signedIn.refreshToken, { organization_id: next.id })

    assert.deepEqual([status, body.organization_id], [200, next.id])
    assert.deepEqual(claimsOf(body), { org_id: next.id, role: 'admin', roles: ['admin'], permissions: [] })
    assert.equal(decodeToken(body.access_token).sid, signedIn.sessionId)
    assert.equal((await sessionOf(signedIn)).organization_id, next.id)
    assert.equal((await server.refresh(body.refresh_token)).body.organization_id, next.id)
    assert.deepEqual(await server.newEvents(), [])
  })

  test('a session in no organization enters the first one of the user in the same way', async () => {
    const user = await server.createUser()
    const { refreshToken } = await server.signIn(user.email)
    const founded = await createOrganization(server, 'Founded')
    await addMember(server, user, founded)

    assert.equal('organization_id' in (await server.refresh(refreshToken)).body, false)
    const { body } = await server.refresh(refreshToken, { organization_id: founded.id })

    assert.equal(claimsOf(body).org_id, founded.id)
  })

  test('a refresh into an organization where the user is not active is refused, and costs neither token nor session', async () => {
    const { user, organizations } = await createMember(server, 'Acme')
    const [refusing, left] = [await createOrganization(server), await createOrganization(server)]
    await change(await addMember(server, user, left), 'deactivate')
    const signedIn = await server.signIn(user.email)

    const refused = await Promise.all(
      [refusing.id, left.id, 'org_01HZZZZZZZZZZZZZZZZZZZZZZZ'].map((organization_id) =>
        server.refresh(signedIn.refreshToken, { organization_id }),
      ),
    )
    server.passSeconds(60)

    assert.deepEqual(
      refused.map(({ status, body }) => [status, body.error]),
      [
        [400, 'organization_membership_not_found'],
        [400, 'organization_membership_not_found'],
        [400, 'organization_not_found'],
      ],
    )
    const { status, body } = await server.refresh(signedIn.refreshToken)
    assert.deepEqual([status, body.organization_id], [200, organizations[0]?.id])
  })

  test('two tabs that refresh at once, one of them into another organization, both get what they asked for', async () => {
    const { user, organizations } = await createMember(server, 'Acme')
    const signedIn = await server.signIn(user.email)
    const next = await createOrganization(server, 'Next')
    await addMember(server, user, next)

    const answers = await Promise.all([
      server.refresh(signedIn.refreshToken, { organization_id: organizations[0]?.id }),
      server.refresh(signedIn.refreshToken, { organization_id: next.id }),
    ])

    assert.deepEqual(
      answers.map(({ body }) => claimsOf(body).org_id),
      [organizations[0]?.id, next.id],
    )
  })

  test('a copied refresh token is found out also where it asks for another organization', async () => {
    const { user } = await createMember(server, 'Acme')
    const signedIn = await server.signIn(user.email)
    const next = await createOrganization(server, 'Next')
    const { body } = await server.refresh(signedIn.refreshToken)
    server.passSeconds(31)

    const theft = await server.refresh(signedIn.refreshToken, { organization_id: next.id })

    assert.deepEqual([theft.status, theft.body.error], [400, 'invalid_grant'])
    assert.equal((await server.refresh(body.refresh_token)).status, 400)
    assert.equal((await sessionOf(signedIn)).end_reason, 'refresh_token_reuse')
  })

  const losses: [string, string, (member: Awaited<ReturnType<typeof createMember>>) => Promise<Answer>][] = [
    ['deactivated membership', 'membership_deactivated', ({ membershipIds }) => change(membershipIds[0], 'deactivate')],
    [
      'deleted membership',
      'membership_deleted',
      ({ membershipIds }) => server.api('DELETE', `/user_management/organization_memberships/${membershipIds[0]}`),
    ],
    [
      'deleted organization',
      'organization_deleted',
      ({ organizations }) => server.api('DELETE', `/organizations/${organizations[0]?.id}`),
    ],
  ]
  for (const [what, reason, lose] of losses) {
    test(`a ${what} ends the sessions in that organization at once, and no others`, async () => {
      const member = await createMember(server, 'Acme')
      const other = await createOrganization(server, 'Other')
      const inside = await server.signIn(member.user.email)
      await addMember(server, member.user, other)
      const { body: asked } = await password(member.user.email)
      const { body: outside } = await select(asked.pending_authentication_token, other.id)
      await server.newEvents()

      await lose(member)

      const refused = await server.refresh(inside.refreshToken)
      assert.deepEqual([refused.status, refused.body.error], [400, 'invalid_grant'])
      const goesOn = await server.refresh(outside.refresh_token)
      assert.deepEqual([goesOn.status, goesOn.body.organization_id], [200, other.id])
      await recordRevokedSessions(server.app)
      assert.equal((await sessionOf(inside)).end_reason, reason)
      const ended = (await server.newEvents()).filter((name) => name === 'session.revoked')
      assert.equal(ended.length, 1)
    })
  }

  test('revoking by organization ends the sessions in it, whoever’s they are', async () => {
    const { user, organizations } = await createMember(server, 'Acme')
    const colleague = await server.createUser()
    if (organizations[0]) await addMember(server, colleague, organizations[0])
    const inside = [await server.signIn(user.email), await server.signIn(colleague.email)]
    const outside = await server.signedIn()
    const filter = { organization_id: organizations[0]?.id }

    const preview = await server.api('POST', '/user_management/sessions/revocations', { ...filter, dry_run: true })
    const { status } = await server.api('POST', '/user_management/sessions/revocations', filter)

    assert.deepEqual([preview.body.count, status], [2, 201])
    for (const { refreshToken } of inside) assert.equal((await server.refresh(refreshToken)).status, 400)
    assert.equal((await server.refresh(outside.refreshToken)).status, 200)
    await recordRevokedSessions(server.app)
    for (const session of inside) assert.equal((await sessionOf(session)).end_reason, 'mass_revoke')
  })
})

function claimsOf({ access_token }: { access_token: string }) {
  const { org_id, role, roles, permissions } = decodeToken(access_token)
  return { org_id, role, roles, permissions }
}
