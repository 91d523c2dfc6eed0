import assert from 'node:assert/strict'
import type { TestServer } from '../harness.ts'

export interface Organization {
  id: string
  name: string
}

export async function createOrganization(server: TestServer, name = 'Acme'): Promise<Organization> {
  const { status, body } = await server.api('POST', '/organizations', { name })
  assert.equal(status, 201, JSON.stringify(body))
  return body
}

/** Answers the id of the membership. */
export async function addMember(
  server: TestServer,
  user: { id: string },
  organization: Organization,
  more: object = {},
): Promise<string> {
  const names = { user_id: user.id, organization_id: organization.id }
  const { status, body } = await server.api('POST', '/user_management/organization_memberships', { ...names, ...more })
  assert.equal(status, 201, JSON.stringify(body))
  return body.id
}

/** A new user who is an active member of new organizations with these names, in their order. */
export async function createMember(server: TestServer, ...names: string[]) {
  const user = await server.createUser()
  const organizations: Organization[] = []
  const membershipIds: string[] = []
  for (const name of names) {
    const organization = await createOrganization(server, name)
    organizations.push(organization)
    membershipIds.push(await addMember(server, user, organization))
  }
  return { user, organizations, membershipIds }
}
