import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signInOnPage } from '../../../tests/compat/hosted-page.ts'
import { API_KEY, authenticate, CLIENT_ID, PASSWORD, type TestServer, useServer } from '../../../tests/harness.ts'
import { onEachDatabase } from '../../../tests/support/databases.ts'
import { addMember, createMember, createOrganization } from '../../../tests/support/members.ts'
import { useNameServer } from '../../../tests/support/name-server.ts'
import { checkDueDomains } from '../organizations/verify-organization-domain.ts'
import type { EventCatalogue } from './event-catalogue.ts'

/** Makes ready, and answers the one thing that has to be done for the event. */
type Arrange = (server: TestServer) => Promise<() => Promise<unknown>>

onEachDatabase('the event catalogue', (database) => {
  const names = useNameServer()
  const server = useServer(database, {
    get dnsServer() {
      return names.address
    },
  })

  test('every event in it is recorded, once, by what it tells of', async () => {
    for (const [name, arrange] of Object.entries(OCCASIONS)) {
      const act = await arrange(server)
      await server.newEvents()

      await act()

      const recorded = await server.newEvents()
      assert.equal(recorded.filter((one) => one === name).length, 1, `${name} among ${recorded.join(', ') || 'none'}`)
    }
  })
})

/** Without a line for each name of the catalogue this does not compile. */
const OCCASIONS: Record<keyof EventCatalogue, Arrange> = {
  'api_key.created': async (server) => {
    const { id } = await createOrganization(server)
    return () => server.api('POST', `/organizations/${id}/api_keys`, { name: 'CI' })
  },
  'api_key.revoked': async (server) => {
    const id = await apiKey(server)
    return () => server.api('DELETE', `/api_keys/${id}`)
  },
  'api_key.updated': async (server) => {
    const id = await apiKey(server)
    return () => server.api('POST', `/api_keys/${id}/expire`, {})
  },
  'authentication.password_failed': async (server) => {
    const { email } = await server.createUser()
    const wrong = { grant_type: 'password', client_secret: API_KEY, email, password: 'not it' }
    return () => authenticate(server, wrong)
  },
  'authentication.password_succeeded': async (server) => {
    const { email } = await server.createUser()
    return () => server.signIn(email)
  },
  'authentication.reauthentication_succeeded': async (server) => {
    const [{ email }, browser] = [await server.createUser(), server.browser()]
    await signInOnPage(browser, authorizeUrl(), email)
    return () => signInOnPage(browser, authorizeUrl({ max_age: '0' }), email)
  },
  'group.created': async (server) => {
    const { id } = await createOrganization(server)
    return () => server.api('POST', `/organizations/${id}/groups`, { name: 'Engineering' })
  },
  'group.deleted': async (server) => {
    const { path } = await group(server)
    return () => server.api('DELETE', path)
  },
  'group.member_added': async (server) => {
    const { path, member } = await group(server)
    return () => server.api('POST', `${path}/organization-memberships`, { organization_membership_id: member })
  },
  'group.member_removed': async (server) => {
    const { path, member } = await group(server)
    await server.api('POST', `${path}/organization-memberships`, { organization_membership_id: member })
    return () => server.api('DELETE', `${path}/organization-memberships/${member}`)
  },
  'group.updated': async (server) => {
    const { path } = await group(server)
    return () => server.api('PATCH', path, { name: 'Research' })
  },
  'invitation.accepted': async (server) => {
    const email = `${slug(server)}@example.com`
    const id = await invitation(server, email)
    await server.createUser({ email })
    return () => server.api('POST', `/user_management/invitations/${id}/accept`)
  },
  'invitation.created': async (server) => () => invitation(server),
  'invitation.resent': async (server) => {
    const id = await invitation(server)
    return () => server.api('POST', `/user_management/invitations/${id}/resend`)
  },
  'invitation.revoked': async (server) => {
    const id = await invitation(server)
    return () => server.api('POST', `/user_management/invitations/${id}/revoke`)
  },
  'organization.created': async (server) => () => createOrganization(server),
  'organization.deleted': async (server) => {
    const { id } = await createOrganization(server)
    return () => server.api('DELETE', `/organizations/${id}`)
  },
  'organization.updated': async (server) => {
    const { id } = await createOrganization(server)
    return () => server.api('PUT', `/organizations/${id}`, { name: 'Renamed' })
  },
  'organization_domain.created': async (server) => {
    const { id } = await createOrganization(server)
    return () => domain(server, id)
  },
  'organization_domain.deleted': async (server) => {
    const id = await domain(server)
    return () => server.api('DELETE', `/organization_domains/${id}`)
  },
  'organization_domain.updated': async (server) => {
    const id = await domain(server)
    await failOpenDomains(server)
    return () => server.api('POST', `/organization_domains/${id}/verify`)
  },
  'organization_domain.verification_failed': async (server) => {
    // Of other lines' too, so that one is left.
    await failOpenDomains(server)
    await domain(server)
    return () => failOpenDomains(server)
  },
  'organization_domain.verified': async (server) => {
    const claimed = (state: string) => ({ name: 'Acme', domain_data: [{ domain: 'acme.example', state }] })
    const { id } = await created(server, '/organizations', claimed('pending'))
    return () => server.api('PUT', `/organizations/${id}`, claimed('verified'))
  },
  'organization_membership.created': async (server) => {
    const [user, organization] = [await server.createUser({ password: undefined }), await createOrganization(server)]
    return () => addMember(server, user, organization)
  },
  'organization_membership.deleted': async (server) => {
    const path = await membership(server)
    return () => server.api('DELETE', path)
  },
  'organization_membership.updated': async (server) => {
    const path = await membership(server)
    return () => server.api('PUT', path, { role_slug: 'admin' })
  },
  'organization_role.created': async (server) => {
    const { id } = await createOrganization(server)
    return () => server.api('POST', `/authorization/organizations/${id}/roles`, { name: 'Billing' })
  },
  'organization_role.deleted': async (server) => {
    const path = await organizationRole(server)
    return () => server.api('DELETE', path)
  },
  'organization_role.updated': async (server) => {
    const path = await organizationRole(server)
    return () => server.api('PATCH', path, { name: 'Renamed' })
  },
  'password_reset.created': async (server) => {
    const { email } = await server.createUser({ password: undefined })
    return () => server.api('POST', '/user_management/password_reset', { email })
  },
  'password_reset.succeeded': async (server) => {
    const { email } = await server.createUser({ password: undefined })
    const { body } = await server.api('POST', '/user_management/password_reset', { email })
    const given = { token: body.password_reset_token, new_password: PASSWORD }
    return () => server.api('POST', '/user_management/password_reset/confirm', given)
  },
  'permission.created': async (server) => () => permission(server),
  'permission.deleted': async (server) => {
    const path = await permission(server)
    return () => server.api('DELETE', path)
  },
  'permission.updated': async (server) => {
    const path = await permission(server)
    return () => server.api('PATCH', path, { name: 'Renamed' })
  },
  'role.created': async (server) => () => role(server),
  'role.updated': async (server) => {
    const path = await role(server)
    return () => server.api('PATCH', path, { name: 'Renamed' })
  },
  'session.created': async (server) => {
    const { email } = await server.createUser()
    return () => server.signIn(email)
  },
  'session.revoked': async (server) => {
    const { sessionId } = await server.signedIn()
    return () => server.logOut(sessionId)
  },
  'user.created': async (server) => () => server.createUser({ password: undefined }),
  'user.deleted': async (server) => {
    const { id } = await server.createUser({ password: undefined })
    return () => server.api('DELETE', `/user_management/users/${id}`)
  },
  'user.updated': async (server) => {
    const { id } = await server.createUser({ password: undefined })
    return () => server.api('PUT', `/user_management/users/${id}`, { first_name: 'Ada' })
  },
}

function authorizeUrl(more: Record<string, string> = {}): string {
  const redirect_uri = 'http://localhost:3000/callback'
  const query = { client_id: CLIENT_ID, redirect_uri, response_type: 'code', provider: 'authkit', ...more }
  return `/user_management/authorize?${new URLSearchParams(query)}`
}

/** A record is looked for no longer than this. */
async function failOpenDomains(server: TestServer): Promise<void> {
  server.passSeconds(31 * 24 * 60 * 60)
  await checkDueDomains(server.app)
}

const slug = (server: TestServer) => server.app.ids.ulid().toLowerCase()

async function created(server: TestServer, path: string, body: object) {
  const answer = await server.api('POST', path, body)
  assert.equal(answer.status, 201, JSON.stringify(answer.body))
  return answer.body
}

async function apiKey(server: TestServer): Promise<string> {
  const { id } = await createOrganization(server)
  return (await created(server, `/organizations/${id}/api_keys`, { name: 'CI' })).id
}

/** With somebody of its organization who is not in it. */
async function group(server: TestServer): Promise<{ path: string; member: string }> {
  const { organizations, membershipIds } = await createMember(server, 'Acme')
  const groups = `/organizations/${organizations[0]?.id}/groups`
  const { id } = await created(server, groups, { name: 'Engineering' })
  return { path: `${groups}/${id}`, member: membershipIds[0] ?? assert.fail() }
}

async function membership(server: TestServer): Promise<string> {
  const { membershipIds } = await createMember(server, 'Acme')
  return `/user_management/organization_memberships/${membershipIds[0]}`
}

async function invitation(server: TestServer, email = `${slug(server)}@example.com`): Promise<string> {
  return (await created(server, '/user_management/invitations', { email })).id
}

/** One that nobody has proved yet. */
async function domain(server: TestServer, organizationId?: string): Promise<string> {
  const organization_id = organizationId ?? (await createOrganization(server)).id
  return (await created(server, '/organization_domains', { organization_id, domain: `${slug(server)}.example` })).id
}

async function permission(server: TestServer): Promise<string> {
  const permissions = '/authorization/permissions'
  return `${permissions}/${(await created(server, permissions, { slug: slug(server), name: 'One' })).slug}`
}

async function role(server: TestServer): Promise<string> {
  const roles = '/authorization/roles'
  return `${roles}/${(await created(server, roles, { slug: slug(server), name: 'One' })).slug}`
}

async function organizationRole(server: TestServer): Promise<string> {
  const { id } = await createOrganization(server)
  const roles = `/authorization/organizations/${id}/roles`
  return `${roles}/${(await created(server, roles, { name: 'One' })).slug}`
}
