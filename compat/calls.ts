import type { LiveServer } from '../server/tests/compat/live-server.ts'

/** Sends a request with the API key to the operation; its answer is held against the specification. */
export type Call = (path: string, body?: object) => Promise<void>

/**
 * Answers that neither the samples of the reference show nor a broken request brings: conflicts, refusals of an
 * operation's own rules, success with everything filled in. By method and path of our document.
 */
export const CALLS: Record<string, (server: LiveServer, call: Call) => Promise<void>> = {
  'POST /organizations': async (_, call) => {
    const domain_data = [{ domain: 'engines.example', state: 'verified' }]
    await call('/organizations', { name: 'Engines', external_id: 'crm-1', domain_data, metadata: { plan: 'gold' } })
    await call('/organizations', { name: 'Same ID', external_id: 'crm-1' })
    await call('/organizations', { name: 'Same domain', domain_data })
  },
  'PUT /organizations/{id}': async (server, call) => {
    await make(server, '/organizations', { name: 'Other', external_id: 'crm-1', domains: ['other.example'] })
    const { id } = await make(server, '/organizations', { name: 'Engines' })
    await call(`/organizations/${id}`, { external_id: 'crm-1' })
    await call(`/organizations/${id}`, { domain_data: [{ domain: 'other.example', state: 'verified' }] })
  },
  'POST /organization_domains': async (server, call) => {
    const { id } = await make(server, '/organizations', { name: 'Engines', domains: ['engines.example'] })
    await call('/organization_domains', { organization_id: id, domain: 'engines.example' })
  },
  'POST /organization_domains/{id}/verify': async (server, call) => {
    const domain_data = [{ domain: 'engines.example', state: 'verified' }]
    const { domains } = await make(server, '/organizations', { name: 'Engines', domain_data })
    await call(`/organization_domains/${domains[0].id}/verify`)
  },
  'POST /authorization/permissions': async (_, call) => {
    const permission = { slug: 'videos:view', name: 'View videos', description: 'All of them.' }
    await call('/authorization/permissions', permission)
    await call('/authorization/permissions', permission)
  },
  'POST /authorization/roles': async (_, call) => {
    await call('/authorization/roles', { slug: 'editor', name: 'Editor', description: 'Edits.' })
    await call('/authorization/roles', { slug: 'editor', name: 'Editor' })
  },
  'POST /authorization/organizations/{organizationId}/roles': async (server, call) => {
    const { id } = await make(server, '/organizations', { name: 'Engines' })
    const roles = `/authorization/organizations/${id}/roles`
    await call(roles, { slug: 'org-support', name: 'Support' })
    await call(roles, { slug: 'org-support', name: 'Support' })
  },
  'DELETE /authorization/organizations/{organizationId}/roles/{slug}': async (server, call) => {
    const { organization_id } = await makeMembership(server)
    const roles = `/authorization/organizations/${organization_id}/roles`
    await make(server, roles, { slug: 'org-support', name: 'Support' })
    const user = await server.createUser()
    const member = { user_id: user.id, organization_id, role_slug: 'org-support' }
    await make(server, '/user_management/organization_memberships', member)
    await call(`${roles}/org-support`)
  },
  'GET /user_management/organization_memberships': async (server, call) => {
    const { organization_id } = await makeMembership(server)
    await call('/user_management/organization_memberships')
    await call(`/user_management/organization_memberships?organization_id=${organization_id}&statuses=active,inactive`)
  },
  'POST /user_management/organization_memberships': async (server, call) => {
    const { user_id, organization_id } = await makeMembership(server)
    await call('/user_management/organization_memberships', { user_id, organization_id })
    await call('/user_management/organization_memberships', { user_id, organization_id: 'org_none' })
    await call('/user_management/organization_memberships', { user_id, organization_id, role_slug: 'none' })
  },
  'POST /user_management/invitations': async (server, call) => {
    const invitations = '/user_management/invitations'
    const { user_id, organization_id } = await makeMembership(server)
    const { body: member } = await server.api('GET', `/user_management/users/${user_id}`)
    const email = 'grace@example.com'
    await call(invitations, { email, organization_id, role_slug: 'admin', inviter_user_id: user_id, locale: 'de' })
    await call(invitations, { email, organization_id })
    await call(invitations, { email })
    await call(invitations, { email })
    await call(invitations, { email: member.email })
    await call(invitations, { email: member.email, organization_id })
    for (const expires_in_days of [0, 31]) await call(invitations, { email, expires_in_days })
    await call(invitations, { email, organization_id, role_slug: 'none' })
    await call(invitations, { email, organization_id: 'org_none' })
  },
  'POST /user_management/invitations/{id}/accept': async (server, call) => {
    const { id } = await make(server, '/user_management/invitations', { email: 'grace@example.com' })
    await call(`/user_management/invitations/${id}/accept`)
    await make(server, `/user_management/invitations/${id}/revoke`, {})
    await call(`/user_management/invitations/${id}/accept`)
  },
  'POST /user_management/invitations/{id}/resend': async (server, call) => {
    const { id } = await make(server, '/user_management/invitations', { email: 'grace@example.com' })
    await call(`/user_management/invitations/${id}/resend`, { locale: 'fr' })
    await make(server, `/user_management/invitations/${id}/revoke`, {})
    await call(`/user_management/invitations/${id}/resend`)
  },
  'POST /user_management/invitations/{id}/revoke': async (server, call) => {
    const { id } = await make(server, '/user_management/invitations', { email: 'grace@example.com' })
    await make(server, `/user_management/invitations/${id}/revoke`, {})
    await call(`/user_management/invitations/${id}/revoke`)
  },
  'POST /organizations/{organizationId}/groups': async (server, call) => {
    const { id } = await make(server, '/organizations', { name: 'Engines' })
    await call(`/organizations/${id}/groups`, { name: 'Engineering', description: null })
  },
  'POST /user_management/users': async (server, call) => {
    const { email } = await server.createUser()
    await call('/user_management/users', { email })
    await call('/user_management/users', { email: 'short@example.com', password: 'short' })
    await call('/user_management/users', {
      email: 'full@example.com',
      name: 'A Full Name',
      metadata: { a: 'b' },
      locale: 'de',
    })
  },
  'PUT /user_management/users/{id}': async (server, call) => {
    const [one, other] = [await server.createUser(), await server.createUser()]
    await call(`/user_management/users/${one.id}`, { email: other.email })
    await call(`/user_management/users/${one.id}`, { password: 'short' })
  },
  'POST /user_management/cors_origins': async (_, call) => {
    await call('/user_management/cors_origins', { origin: 'https://app.example.com' })
    await call('/user_management/cors_origins', { origin: 'https://app.example.com' })
  },
  'DELETE /user_management/redirect_uris/{id}': async (server, call) => {
    const uri = { uri: 'https://app.example.com/callback', default: true }
    const { id } = await make(server, '/user_management/redirect_uris', uri)
    await make(server, '/user_management/redirect_uris', { uri: 'https://other.example.com/callback' })
    await call(`/user_management/redirect_uris/${id}`)
  },
  'POST /webhook_endpoints': async (_, call) => {
    const endpoint = { endpoint_url: 'https://app.example.com/webhooks', events: ['user.created'] }
    await call('/webhook_endpoints', endpoint)
    await call('/webhook_endpoints', endpoint)
    await call('/webhook_endpoints', { ...endpoint, endpoint_url: 'not a URL' })
  },
  'PATCH /webhook_endpoints/{id}': async (server, call) => {
    const events = ['user.created']
    await make(server, '/webhook_endpoints', { endpoint_url: 'https://app.example.com/taken', events })
    const { id } = await make(server, '/webhook_endpoints', {
      endpoint_url: 'https://app.example.com/webhooks',
      events,
    })
    await call(`/webhook_endpoints/${id}`, { endpoint_url: 'https://app.example.com/taken' })
    await call(`/webhook_endpoints/${id}`, { endpoint_url: 'not a URL' })
  },
  'POST /user_management/password_reset': async (server, call) => {
    await call('/user_management/password_reset', { email: 'nobody@example.com' })
    const { email } = await server.createUser()
    for (let count = 0; count < 4; count++) await call('/user_management/password_reset', { email })
    const suspended = await server.createUser()
    await make(server, `/user_management/users/${suspended.id}/suspend`, {})
    await call('/user_management/password_reset', { email: suspended.email })
  },
  'POST /user_management/password_reset/confirm': async (server, call) => {
    await call('/user_management/password_reset/confirm', { token: 'nobodys', new_password: 'correct horse battery' })
    const { email } = await server.createUser()
    const { password_reset_token: token } = await make(server, '/user_management/password_reset', { email })
    await call('/user_management/password_reset/confirm', { token, new_password: 'short' })
  },
  'POST /user_management/authenticate': async (server, call) => {
    const { email, id } = await server.createUser()
    const client = { client_id: 'client_local', client_secret: 'sk_test_default', ip_address: '203.0.113.7' }
    const attempt = { ...client, grant_type: 'password', email, password: 'a wrong password' }
    for (let count = 0; count < 12; count++) await call('/user_management/authenticate', attempt)
    await call('/user_management/authenticate', { ...attempt, email: 'with a \u0000 in it' })
    await call('/user_management/authenticate', { ...client, grant_type: 'unknown' })
    await make(server, `/user_management/users/${id}/suspend`, {})
    const address = { ip_address: '203.0.113.8', password: 'correct horse battery' }
    await call('/user_management/authenticate', { ...attempt, ...address })
  },
  'POST /organizations/{organizationId}/api_keys': async (server, call) => {
    const { id } = await make(server, '/organizations', { name: 'Engines' })
    await call(`/organizations/${id}/api_keys`, { name: 'Late', expires_at: '2020-01-01T00:00:00.000Z' })
    await call(`/organizations/${id}/api_keys`, { name: 'Unknown', permissions: ['none'] })
  },
  'POST /user_management/users/{userId}/api_keys': async (server, call) => {
    const { id: organization_id } = await make(server, '/organizations', { name: 'Engines' })
    const stranger = await server.createUser()
    await call(`/user_management/users/${stranger.id}/api_keys`, { name: 'Laptop', organization_id })
  },
  'POST /api_keys/validations': async (_, call) => {
    await call('/api_keys/validations', { value: 'sk_of_nobody' })
  },
  'POST /api_keys/{id}/expire': async (server, call) => {
    const { id: organization } = await make(server, '/organizations', { name: 'Engines' })
    const { id } = await make(server, `/organizations/${organization}/api_keys`, { name: 'CI' })
    await call(`/api_keys/${id}/expire`, {})
    await call(`/api_keys/${id}/expire`, { expires_at: null })
  },
  'GET /user_management/jwt_template': async (_, call) => {
    await call('/user_management/jwt_template')
  },
  'PUT /user_management/jwt_template': async (_, call) => {
    await call('/user_management/jwt_template', { content: '{ "iss": {{ user.email }} }' })
  },
  'GET /events': async (server, call) => {
    await server.signedIn()
    await makeMembership(server)
    await make(server, '/authorization/permissions', { slug: 'videos:view', name: 'View videos' })
    await call('/events?limit=100')
    await call('/events?organization_id=org_none')
  },
}

// biome-ignore lint/suspicious/noExplicitAny: an answer of the API, whatever it has.
async function make(server: LiveServer, path: string, body: object): Promise<any> {
  const answer = await server.api('POST', path, body)
  if (answer.status >= 300) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

async function makeMembership(server: LiveServer): Promise<{ id: string; user_id: string; organization_id: string }> {
  const user = await server.createUser()
  const organization = await make(server, '/organizations', { name: 'Members' })
  const membership = { user_id: user.id, organization_id: organization.id }
  return await make(server, '/user_management/organization_memberships', membership)
}
