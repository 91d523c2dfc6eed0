import assert from 'node:assert/strict'
import { fanOutEvents } from '../../server/src/features/webhooks/fan-out-events.ts'
import { signInOnPage } from '../../server/tests/compat/hosted-page.ts'
import type { LiveServer } from '../../server/tests/compat/live-server.ts'
import { API_KEY, authenticate, CLIENT_ID, type SignedIn } from '../../server/tests/harness.ts'

const ADA = {
  email: 'ada@example.com',
  password: 'analytical engine',
  first_name: 'Ada',
  last_name: 'Lovelace',
  external_id: 'crm-1815',
  email_verified: true,
}
const GRACE = { email: 'grace@example.com', first_name: 'Grace', last_name: 'Hopper' }
const CALLBACK = 'http://localhost:3000/callback'

/** What a sample can ask for, made when it is first asked for. */
export interface Preparations {
  /** The addresses that every sample may lead to. */
  applicationSettings(): Promise<void>
  ada(): Promise<Thing & { email: string; external_id: string }>
  suspendedUser(): Promise<Thing>
  /** Ada's. */
  session(): Promise<SignedIn>
  endedSession(): Promise<SignedIn>
  /** As the callback gets it. */
  code(): Promise<string>
  openIdCode(): Promise<string>
  revocation(): Promise<Thing>
  /** Where a verifier that is up to date stands. */
  feedPosition(): Promise<string>
  organization(): Promise<Thing & { external_id: string; domains: { domain: string }[] }>
  domain(): Promise<Thing>
  /** The organization's. */
  entitlements(): Promise<void>
  /** Ada's in the organization. */
  membership(): Promise<Thing>
  inactiveMembership(): Promise<Thing>
  /** Of Ada, who is in two organizations and has to choose. */
  pendingAuthentication(): Promise<string>
  /** With Ada in it. */
  group(): Promise<Thing>
  /** Of Grace, who is not a user unless a sample needs her to be. */
  invitation(): Promise<Thing & { token: string }>
  grace(): Promise<Thing>
  permission(): Promise<Thing & { slug: string }>
  organizationApiKey(): Promise<Thing & { value: string }>
  /** Ada's for the organization. */
  userApiKey(): Promise<Thing>
  jwtTemplate(): Promise<void>
  webhookEndpoint(): Promise<Thing>
  /** One that the endpoint wants. */
  webhookEvent(): Promise<Thing>
  organizationRole(): Promise<Thing & { slug: string }>
  passwordReset(): Promise<Thing & { password_reset_token: string }>
  /** The id of a new entry in one of the lists of addresses. */
  setting(list: AddressList, entry: object): Promise<string>
}

type AddressList = 'redirect_uris' | 'sign_out_uris' | 'cors_origins' | 'backchannel_logout_uris'

interface Thing {
  id: string
}

export function openPreparations(server: LiveServer): Preparations {
  const people = preparePeople(server)
  return { ...people, ...prepareOrganizations(server, people), ...prepareApplication(server, people) }
}

type People = ReturnType<typeof preparePeople>

function preparePeople(server: LiveServer) {
  const create = createOn(server)
  const ada = once(async () => (await server.createUser(ADA)) as Thing & typeof ADA)
  const session = once(async () => server.signIn((await ada()).email, ADA.password))
  return {
    ada,
    session,
    suspendedUser: once(async () => {
      const user = await server.createUser({ ...ADA, email: 'charles@example.com', external_id: 'crm-1791' })
      await create(`/user_management/users/${user.id}/suspend`, { reason: 'Lost laptop' })
      return user
    }),
    endedSession: once(async () => {
      const ended = await session()
      await server.logOut(ended.sessionId)
      return ended
    }),
    code: once(async () => {
      await ada()
      return await signInForCode(server, '/user_management/authorize', { provider: 'authkit' })
    }),
    openIdCode: once(async () => {
      await ada()
      return await signInForCode(server, '/oauth2/authorize', { scope: 'openid email' })
    }),
    passwordReset: once(async () => create('/user_management/password_reset', { email: (await ada()).email })),
    revocation: once(async () => {
      const { user } = await session()
      return await create('/user_management/sessions/revocations', { user_id: user.id })
    }),
    async feedPosition() {
      const { body } = await server.api('GET', '/user_management/sessions/revocations')
      return body.position as string
    },
  }
}

function prepareOrganizations(server: LiveServer, { ada }: People) {
  const create = createOn(server)
  const organization = once(() =>
    create('/organizations', {
      name: 'Engines',
      external_id: 'crm-1822',
      domain_data: [{ domain: 'engines.example', state: 'verified' }],
    }),
  )
  const membership = once(async () =>
    create('/user_management/organization_memberships', {
      user_id: (await ada()).id,
      organization_id: (await organization()).id,
    }),
  )
  const permission = once(() => create('/authorization/permissions', { slug: 'videos:view', name: 'View videos' }))
  return {
    organization,
    domain: once(async () =>
      create('/organization_domains', { organization_id: (await organization()).id, domain: 'looms.example' }),
    ),
    entitlements: once(async () => {
      const path = `/organizations/${(await organization()).id}/entitlements`
      assert.equal((await server.api('PUT', path, { entitlements: ['audit-logs', 'sso'] })).status, 200)
    }),
    membership,
    inactiveMembership: once(async () => {
      const { id } = await membership()
      await server.api('PUT', `/user_management/organization_memberships/${id}/deactivate`)
      return { id }
    }),
    pendingAuthentication: once(async () => {
      const { user_id } = await membership()
      const { id } = await create('/organizations', { name: 'Looms' })
      const second = await create('/user_management/organization_memberships', { user_id, organization_id: id })
      const { email, password } = ADA
      const given = { grant_type: 'password', client_secret: API_KEY, email, password }
      const { body } = await authenticate(server, given)
      // Whatever else signs her in goes on without a choice.
      await server.api('DELETE', `/user_management/organization_memberships/${second.id}`)
      return body.pending_authentication_token as string
    }),
    group: once(async () => {
      const groups = `/organizations/${(await organization()).id}/groups`
      const group = await create(groups, { name: 'Engineering', description: 'The engineering team' })
      await create(`${groups}/${group.id}/organization-memberships`, {
        organization_membership_id: (await membership()).id,
      })
      return group
    }),
    invitation: once(async () =>
      create('/user_management/invitations', {
        email: GRACE.email,
        organization_id: (await organization()).id,
        inviter_user_id: (await ada()).id,
      }),
    ),
    grace: once(async () => await server.createUser(GRACE)),
    permission,
    organizationApiKey: once(async () => {
      const { slug } = await permission()
      return await create(`/organizations/${(await organization()).id}/api_keys`, { name: 'CI', permissions: [slug] })
    }),
    userApiKey: once(async () => {
      const { user_id, organization_id } = await membership()
      return await create(`/user_management/users/${user_id}/api_keys`, { name: 'Laptop', organization_id })
    }),
    organizationRole: once(async () => {
      const roles = `/authorization/organizations/${(await organization()).id}/roles`
      const { slug } = await permission()
      await create(roles, { slug: 'org-billing', name: 'Billing' })
      return await create(`${roles}/org-billing/permissions`, { slug })
    }),
  }
}

function prepareApplication(server: LiveServer, { endedSession }: People) {
  const create = createOn(server)
  const settings: Partial<Record<AddressList, ReturnType<typeof create>>> = {}
  const webhookEndpoint = once(() =>
    create('/webhook_endpoints', { endpoint_url: 'https://old.example.com/webhooks', events: ['session.revoked'] }),
  )
  return {
    applicationSettings: once(async () => {
      await create('/user_management/redirect_uris', { uri: CALLBACK })
      await create('/user_management/sign_out_uris', { uri: 'https://app.example.com/signed-out' })
      await create('/user_management/cors_origins', { origin: 'https://admin.example.com' })
    }),
    jwtTemplate: once(async () => {
      const { status } = await server.api('PUT', '/user_management/jwt_template', {
        content: '{ "urn:example:email": {{ user.email }} }',
      })
      assert.equal(status, 200)
    }),
    webhookEndpoint,
    webhookEvent: once(async () => {
      await webhookEndpoint()
      await endedSession()
      // On PostgreSQL an event is shown once older transactions have ended.
      await server.newEvents()
      await fanOutEvents(server.app)
      const { body } = await server.api('GET', '/events?events=session.revoked')
      return body.data[0] as Thing
    }),
    async setting(list: AddressList, entry: object) {
      settings[list] ??= create(`/user_management/${list}`, entry)
      return (await settings[list]).id as string
    },
  }
}

async function signInForCode(server: LiveServer, path: string, more: Record<string, string>): Promise<string> {
  const query = new URLSearchParams({ client_id: CLIENT_ID, redirect_uri: CALLBACK, response_type: 'code', ...more })
  const { code } = await signInOnPage(server.browser(), `${server.url}${path}?${query}`, ADA.email, ADA.password)
  assert.ok(code, 'the page leads to the callback with a code')
  return code
}

function createOn(server: LiveServer) {
  return async (path: string, body: object) => {
    const answer = await server.api('POST', path, body)
    assert.ok([200, 201].includes(answer.status), JSON.stringify(answer.body))
    return answer.body
  }
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () => {
    made ??= make()
    return made
  }
}
