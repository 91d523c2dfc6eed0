import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CLIENT_ID, decodeToken, PASSWORD } from '../harness.ts'
import { addMember, createMember, createOrganization } from '../support/members.ts'
import { signInOnPage } from './hosted-page.ts'
import type { LiveServer } from './live-server.ts'
import { onEachSdk, type Sdk } from './sdks.ts'

const CALLBACK = 'http://localhost:3000/callback'
const COOKIE_PASSWORD = 'a password for cookies, of 32 characters or more'

onEachSdk('organizations of sessions', suite, async (server) => {
  await server.api('POST', '/user_management/redirect_uris', { uri: CALLBACK })
})

function suite(sdk: Sdk, server: LiveServer): void {
  test('somebody in one organization is signed in to it, and the SDK reads it from the token', async () => {
    const { user, organizations } = await createMember(server, 'Acme')
    const { userManagement } = sdk.connect(server)

    const answer = await userManagement.authenticateWithPassword({
      ...{ clientId: CLIENT_ID, email: user.email, password: PASSWORD },
      session: { sealSession: true, cookiePassword: COOKIE_PASSWORD },
    })

    assert.equal(answer.organizationId, organizations[0]?.id)
    const session = userManagement.loadSealedSession({
      sessionData: answer.sealedSession ?? '',
      cookiePassword: COOKIE_PASSWORD,
    })
    const { authenticated, ...claims } = (await session.authenticate()) as unknown as Record<string, unknown>
    assert.equal(authenticated, true)
    assert.deepEqual(
      [claims.organizationId, claims.role, claims.roles, claims.permissions],
      [organizations[0]?.id, 'member', ['member'], []],
    )
    assert.equal(claims.entitlements, undefined)
  })

  test('what the organization is entitled to is handed on by the SDK, from the sign-in and from a refresh', async () => {
    const { user, organizations } = await createMember(server, 'Acme')
    const { userManagement } = sdk.connect(server)
    const entitle = (entitlements: string[]) =>
      server.api('PUT', `/organizations/${organizations[0]?.id}/entitlements`, { entitlements })
    await entitle(['audit-logs', 'sso'])
    const { sealedSession: sessionData = '' } = await userManagement.authenticateWithPassword({
      ...{ clientId: CLIENT_ID, email: user.email, password: PASSWORD },
      session: { sealSession: true, cookiePassword: COOKIE_PASSWORD },
    })
    const session = userManagement.loadSealedSession({ sessionData, cookiePassword: COOKIE_PASSWORD })

    const signedIn = await session.authenticate()
    const bySealed = await userManagement.authenticateWithSessionCookie({
      sessionData,
      cookiePassword: COOKIE_PASSWORD,
    })
    await entitle(['audit-logs'])
    const refreshed = await session.refresh()
    const later = await session.authenticate()

    assert.ok(signedIn.authenticated && bySealed.authenticated && refreshed.authenticated && later.authenticated)
    assert.deepEqual(signedIn.entitlements, ['audit-logs', 'sso'])
    assert.deepEqual(bySealed.entitlements, ['audit-logs', 'sso'])
    assert.deepEqual(refreshed.entitlements, ['audit-logs'])
    assert.deepEqual(later.entitlements, ['audit-logs'])
  })

  test('whoever is in several is asked with an exception, and goes on with the choice', async () => {
    const { user, organizations } = await createMember(server, 'Zeta', 'Acme')
    const { userManagement } = sdk.connect(server)

    const refusal = await caught(
      userManagement.authenticateWithPassword({ clientId: CLIENT_ID, email: user.email, password: PASSWORD }),
    )
    const choice = {
      clientId: CLIENT_ID,
      pendingAuthenticationToken: refusal.rawData.pending_authentication_token,
      organizationId: refusal.rawData.organizations[0]?.id ?? '',
    }
    const answer = await userManagement.authenticateWithOrganizationSelection(choice)

    assert.equal(refusal.name, sdk.namesSteps ? 'AuthenticationException' : 'GenericServerException')
    assert.deepEqual([refusal.status, refusal.rawData.code], [403, 'organization_selection_required'])
    assert.equal(refusal.rawData.user.id, user.id)
    assert.deepEqual(
      refusal.rawData.organizations.map(({ name }) => name),
      ['Acme', 'Zeta'],
    )
    assert.deepEqual([answer.user.id, answer.organizationId], [user.id, organizations[1]?.id])
    const again = await caught(userManagement.authenticateWithOrganizationSelection(choice))
    assert.deepEqual([again.status, again.rawData.code], [400, 'invalid_pending_authentication_token'])
  })

  test('a refresh goes on in another organization, by token and by sealed session, and is refused with an exception', async () => {
    const { user } = await createMember(server, 'Acme')
    const { userManagement } = sdk.connect(server)
    const answer = await userManagement.authenticateWithPassword({
      ...{ clientId: CLIENT_ID, email: user.email, password: PASSWORD },
      session: { sealSession: true, cookiePassword: COOKIE_PASSWORD },
    })
    const [next, foreign] = [await createOrganization(server, 'Next'), await createOrganization(server, 'Foreign')]
    await addMember(server, user, next)
    const refreshInto = (organizationId: string) =>
      userManagement.authenticateWithRefreshToken({
        ...{ clientId: CLIENT_ID, refreshToken: answer.refreshToken, organizationId },
      })

    await assert.rejects(refreshInto(foreign.id), (error) => {
      assert.ok(error instanceof sdk.errors.OauthException)
      return error.error === 'organization_membership_not_found'
    })
    assert.equal(decodeToken((await refreshInto(next.id)).accessToken).org_id, next.id)
    const session = userManagement.loadSealedSession({
      sessionData: answer.sealedSession ?? '',
      cookiePassword: COOKIE_PASSWORD,
    })
    const refreshed = await session.refresh({ organizationId: next.id })
    assert.ok(refreshed.authenticated)
    assert.equal(refreshed.organizationId, next.id)
    const [listed] = (await userManagement.listSessions(user.id)).data
    assert.equal((listed as unknown as { organizationId?: string }).organizationId, next.id)
  })

  test('an authorization URL names the organization', async () => {
    const { user, organizations } = await createMember(server, 'Zeta', 'Acme')
    const { userManagement } = sdk.connect(server)
    const url = userManagement.getAuthorizationUrl({
      ...{ clientId: CLIENT_ID, redirectUri: CALLBACK, provider: 'authkit' },
      organizationId: organizations[0]?.id ?? '',
    })

    const { code } = await signInOnPage(server.browser(), url, user.email)
    const answer = await userManagement.authenticateWithCode({ clientId: CLIENT_ID, code: code ?? '' })

    assert.equal(answer.organizationId, organizations[0]?.id)
  })
}

interface SelectionRequired extends Error {
  status: number
  rawData: {
    code: string
    pending_authentication_token: string
    user: { id: string }
    organizations: { id: string; name: string }[]
  }
}

/** What the SDKs throw; the older ones have the same body under the name of another class. */
async function caught(call: Promise<unknown>): Promise<SelectionRequired> {
  const error = await call.then(
    () => undefined,
    (thrown: SelectionRequired) => thrown,
  )
  assert.ok(error, 'the SDK throws')
  return error
}
