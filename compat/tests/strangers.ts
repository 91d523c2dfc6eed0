import type { TestServer } from '../../server/tests/harness.ts'

/** In the form of an id, and nobody's. */
export const NEVER = '01JNEVER0EXSTED0000000000A'
export const NEVER_SLUG = 'never-existed'

/** Of each kind of id: how another one comes to be, in an organization of its own, and how it goes. */
interface Kind {
  make(server: TestServer): Promise<string>
  remove?(server: TestServer, id: string): Promise<unknown>
}

const deletedAt = (path: string) => (server: TestServer, id: string) => server.api('DELETE', `${path}/${id}`)
let count = 0
const fresh = () => `stranger-${++count}`

const setting = (list: string, entry: () => object): Kind => ({
  make: async (server) => (await create(server, `/user_management/${list}`, entry())).id,
  remove: deletedAt(`/user_management/${list}`),
})

export const KINDS: Record<string, Kind> = {
  org: { make: async (server) => (await organization(server)).id, remove: deletedAt('/organizations') },
  user: { make: async (server) => (await server.createUser()).id, remove: deletedAt('/user_management/users') },
  session: { make: async (server) => (await server.signedIn()).sessionId },
  om: { make: membership, remove: deletedAt('/user_management/organization_memberships') },
  org_domain: {
    make: async (server) => {
      const { id } = await organization(server)
      return (await create(server, '/organization_domains', { organization_id: id, domain: `${fresh()}.example` })).id
    },
    remove: deletedAt('/organization_domains'),
  },
  group: {
    make: async (server) =>
      (await create(server, `/organizations/${(await organization(server)).id}/groups`, { name: 'Other' })).id,
  },
  invitation: {
    make: async (server) =>
      (await create(server, '/user_management/invitations', { email: `${fresh()}@example.com` })).id,
  },
  api_key: {
    make: async (server) =>
      (await create(server, `/organizations/${(await organization(server)).id}/api_keys`, { name: 'Other' })).id,
    remove: deletedAt('/api_keys'),
  },
  we: {
    make: async (server) => {
      const endpoint_url = `https://${fresh()}.example.com/webhooks`
      return (await create(server, '/webhook_endpoints', { endpoint_url, events: ['user.created'] })).id
    },
    remove: deletedAt('/webhook_endpoints'),
  },
  event: {
    make: async (server) => {
      await server.createUser()
      await server.newEvents()
      return (await server.api('GET', '/events?order=desc&limit=1')).body.data[0].id
    },
  },
  revocation: {
    make: async (server) => {
      const user_id = (await server.createUser()).id
      return (await create(server, '/user_management/sessions/revocations', { user_id })).id
    },
  },
  password_reset: {
    make: async (server) => {
      const { email } = await server.createUser()
      return (await create(server, '/user_management/password_reset', { email })).id
    },
  },
  redir: setting('redirect_uris', () => ({ uri: `https://${fresh()}.example.com/` })),
  sign_out_uri: setting('sign_out_uris', () => ({ uri: `https://${fresh()}.example.com/` })),
  cors_origin: setting('cors_origins', () => ({ origin: `https://${fresh()}.example.com` })),
  backchannel_logout_uri: setting('backchannel_logout_uris', () => ({ uri: `https://${fresh()}.example.com/` })),
}

/** A slug that only another organization has. */
export const ROLE_OF_ANOTHER = 'org-elsewhere'

export interface Strangers {
  /** One of each kind, in another organization or nobody's. */
  others: Map<string, string>
  deleted: Map<string, string>
  /** The organization that has `ROLE_OF_ANOTHER`. */
  organizationElsewhere: string
}

export async function makeStrangers(server: TestServer): Promise<Strangers> {
  const [others, deleted] = [new Map<string, string>(), new Map<string, string>()]
  for (const [kind, { make, remove }] of Object.entries(KINDS)) {
    others.set(kind, await make(server))
    if (!remove) continue
    const id = await make(server)
    await remove(server, id)
    deleted.set(kind, id)
  }
  const { id } = await organization(server)
  await create(server, `/authorization/organizations/${id}/roles`, { slug: ROLE_OF_ANOTHER, name: 'Elsewhere' })
  return { others, deleted, organizationElsewhere: id }
}

/** `org_domain` of `org_domain_01…`; undefined for what is no id. */
export function kindOf(value: string): string | undefined {
  return /^([a-z_]+)_[0-9A-HJKMNP-TV-Z]{26}$/.exec(value)?.[1]
}

async function organization(server: TestServer): Promise<{ id: string }> {
  return await create(server, '/organizations', { name: fresh() })
}

async function membership(server: TestServer): Promise<string> {
  const user = await server.createUser()
  const { id } = await organization(server)
  const path = '/user_management/organization_memberships'
  return (await create(server, path, { user_id: user.id, organization_id: id })).id
}

async function create(server: TestServer, path: string, body: object): Promise<{ id: string }> {
  const answer = await server.api('POST', path, body)
  if (answer.status !== 201 && answer.status !== 200) throw new Error(`POST ${path}: ${JSON.stringify(answer.body)}`)
  return answer.body
}
