import assert from 'node:assert/strict'
import { test } from 'node:test'
import { API_KEY, authenticate, CLIENT_ID, decodeToken, PASSWORD, useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { addMember, createMember, createOrganization } from '../../../tests/support/members.ts'

const SELECTION = 'urn:workos:oauth:grant-type:organization-selection'

onEachDatabase('the entitlements of an organization', (database) => {
  const server = useServer(database)
  const set = (organization: { id: string }, entitlements: unknown) =>
    server.api('PUT', `/organizations/${organization.id}/entitlements`, { entitlements })
  const get = (organization: { id: string }) => server.api('GET', `/organizations/${organization.id}/entitlements`)
  const memberOf = async (name: string) => {
    const { user, organizations } = await createMember(server, name)
    assert.ok(organizations[0])
    return { user, organization: organizations[0] }
  }

  test('there are none at first; setting them replaces all, each once, and an event tells of the change', async () => {
    const organization = await createOrganization(server)
    const none = await get(organization)
    await server.newEvents()
    await set(organization, ['sso'])
    server.passSeconds(1)

    const { status, body } = await set(organization, ['audit-logs', 'seats:100', 'audit-logs'])

    const expected = { object: 'organization_entitlements', organization_id: organization.id }
    assert.deepEqual([none.status, none.body], [200, { ...expected, entitlements: [] }])
    assert.deepEqual([status, body], [200, { ...expected, entitlements: ['audit-logs', 'seats:100'] }])
    assert.deepEqual((await get(organization)).body, body)
    assert.deepEqual(await server.newEvents(), ['organization.updated', 'organization.updated'])
    const whole = (await server.api('GET', `/organizations/${organization.id}`)).body
    const [{ data }] = (await server.api('GET', '/events?events=organization.updated&order=desc&limit=1')).body.data
    assert.deepEqual(data, whole)
    assert.ok(!('entitlements' in whole), 'the official object stays as it is')
  })

  test('what it has already changes nothing and tells nobody', async () => {
    const organization = await createOrganization(server)
    await set(organization, ['sso', 'audit-logs'])
    const before = (await server.api('GET', `/organizations/${organization.id}`)).body
    await server.newEvents()
    server.passSeconds(1)

    const { status } = await set(organization, ['sso', 'audit-logs'])

    assert.equal(status, 200)
    assert.deepEqual(await server.newEvents(), [])
    assert.deepEqual((await server.api('GET', `/organizations/${organization.id}`)).body, before)
  })

  test('whatever else changes of the organization leaves them alone', async () => {
    const organization = await createOrganization(server)
    await set(organization, ['sso'])

    await server.api('PUT', `/organizations/${organization.id}`, { name: 'Renamed', metadata: { tier: 'gold' } })

    assert.deepEqual((await get(organization)).body.entitlements, ['sso'])
  })

  test('an access token says them from a sign-in and from every refresh on, and not while there are none', async () => {
    const { user, organization } = await memberOf('Acme')
    const before = await server.signIn(user.email)
    await set(organization, ['audit-logs', 'sso'])

    const after = await server.signIn(user.email)
    const refreshed = await server.refresh(before.refreshToken)
    await set(organization, [])
    const withdrawn = await server.refresh(refreshed.body.refresh_token)

    assert.ok(!('entitlements' in decodeToken(before.accessToken)), 'absent, not null and not empty')
    assert.deepEqual(decodeToken(after.accessToken).entitlements, ['audit-logs', 'sso'])
    assert.deepEqual(decodeToken(refreshed.body.access_token).entitlements, ['audit-logs', 'sso'])
    assert.equal(decodeToken(withdrawn.body.access_token).org_id, organization.id)
    assert.ok(!('entitlements' in decodeToken(withdrawn.body.access_token)))
  })

  test('they are those of the organization that was chosen, or moved to, and of no other', async () => {
    const { user, organizations } = await createMember(server, 'Paying', 'Free')
    const [paying, free] = organizations
    assert.ok(paying && free)
    await set(paying, ['sso'])
    const { body: refusal } = await authenticate(server, {
      ...{ grant_type: 'password', client_secret: API_KEY, email: user.email, password: PASSWORD },
    })
    const { pending_authentication_token } = refusal

    const chosen = await authenticate(server, {
      ...{ grant_type: SELECTION, client_secret: API_KEY, pending_authentication_token, organization_id: paying.id },
    })
    const moved = await server.refresh(chosen.body.refresh_token, { organization_id: free.id })
    const back = await server.refresh(moved.body.refresh_token, { organization_id: paying.id })

    assert.deepEqual(decodeToken(chosen.body.access_token).entitlements, ['sso'])
    assert.equal(decodeToken(moved.body.access_token).org_id, free.id)
    assert.ok(!('entitlements' in decodeToken(moved.body.access_token)))
    assert.deepEqual(decodeToken(back.body.access_token).entitlements, ['sso'])
  })

  test('several permissions do not repeat them, and introspection tells them', async () => {
    const { user, organization } = await memberOf('Acme')
    const permissions = ['engines:read', 'engines:run']
    for (const slug of permissions) await server.api('POST', '/authorization/permissions', { slug, name: slug })
    await server.api('PUT', '/authorization/roles/member/permissions', { permissions })
    await set(organization, ['sso'])

    const { accessToken } = await server.signIn(user.email)
    const answer = await server.request('/oauth2/introspect', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ token: accessToken, client_id: CLIENT_ID, client_secret: API_KEY }).toString(),
    })

    const claims = decodeToken(accessToken)
    assert.deepEqual([claims.permissions, claims.entitlements], [permissions, ['sso']])
    assert.deepEqual((await answer.json()).entitlements, ['sso'])
  })

  test('a session in no organization has none', async () => {
    const { user, organization } = await memberOf('Acme')
    await set(organization, ['sso'])
    const outsider = await server.signedIn()

    const claims = decodeToken(outsider.accessToken)

    assert.notEqual(outsider.user.id, user.id)
    assert.ok(!('org_id' in claims) && !('entitlements' in claims))
  })

  test('no JWT template can name them, because the official values have none', async () => {
    const content = '{ "paid": {{ organization.entitlements }} }'

    const { status, body } = await server.api('PUT', '/user_management/jwt_template', { content })

    assert.equal(status, 422)
    assert.match(JSON.stringify(body), /organization\.entitlements/)
    assert.equal((await server.api('GET', '/user_management/jwt_template')).status, 404)
  })

  test('what is no list of slugs is refused with a word on what one is, and changes nothing', async () => {
    const organization = await createOrganization(server)
    await set(organization, ['sso'])
    await server.newEvents()

    for (const wrong of ['sso', null, undefined, [1], [''], ['two words'], ['ümlaut'], ['x'.repeat(81)]])
      assert.equal((await set(organization, wrong)).status, 422, JSON.stringify(wrong))
    const tooMany = await set(
      organization,
      Array.from({ length: 51 }, (_, index) => `feature-${index}`),
    )

    assert.equal(tooMany.status, 422)
    assert.match((await set(organization, ['two words'])).body.message, /must be a slug such as audit-logs/)
    assert.deepEqual((await get(organization)).body.entitlements, ['sso'])
    assert.deepEqual(await server.newEvents(), [])
  })

  test('a deleted organization takes them along, and one that never was has none', async () => {
    const { user, organization } = await memberOf('Acme')
    await set(organization, ['sso'])
    await server.api('DELETE', `/organizations/${organization.id}`)
    await server.newEvents()

    const answers = [await get(organization), await set(organization, ['sso']), await set({ id: 'org_none' }, [])]

    assert.deepEqual(
      answers.map(({ status, body }) => [status, body.code]),
      Array.from({ length: 3 }, () => [404, 'entity_not_found']),
    )
    assert.deepEqual(await server.newEvents(), [])
    const next = await createOrganization(server)
    await addMember(server, user, next)
    assert.ok(!('entitlements' in decodeToken((await server.signIn(user.email)).accessToken)))
  })
})
