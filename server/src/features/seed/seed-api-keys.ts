import type { AppContext } from '../../context.ts'
import { hashSecret } from '../../platform/secrets.ts'
import { findApiKey, registerDevelopmentKey } from '../applications/api-keys.ts'
import { findMembershipOf } from '../memberships/membership.queries.ts'
import { createOrganizationApiKey, createUserApiKey } from '../owned-api-keys/create-owned-api-key.ts'
import { isOwnedApiKeyPresent } from '../owned-api-keys/owned-api-key.queries.ts'
import { explained, explainedOrLeftOut, LeftOutError } from './explain-refusal.ts'
import type { Seed } from './seed-file.ts'
import { organizationIdByName, type Seeded, userIdById } from './seeded.ts'

type OwnedKeys = Extract<Seed['apiKeys'], unknown[]>

export async function seedApiKeys(app: AppContext, keys: Seed['apiKeys'], seeded: Seeded): Promise<void> {
  if (Array.isArray(keys)) {
    for (const key of keys.filter(({ organization }) => !seeded.leftOut.has(organization)))
      await explainedOrLeftOut(app, `apiKeys: ${key.name}`, () => seedOwnedKey(app, key, seeded))
    return
  }
  for (const value of Object.keys(keys)) {
    if (!(await findApiKey(app, value))) await explained(app, 'apiKeys', () => registerDevelopmentKey(app, value))
  }
}

async function seedOwnedKey(app: AppContext, given: OwnedKeys[number], seeded: Seeded): Promise<void> {
  const { name, organization, user_id, value, permissions, expires_at } = given
  const organizationId = await organizationIdByName(app, seeded, organization)
  // A value that is not chosen is another one at every start; then the name says which key it is.
  const keyHash = value === undefined ? undefined : hashSecret(value)
  if (await isOwnedApiKeyPresent(app.db, { organizationId, name, keyHash })) return
  if (expires_at && Date.parse(expires_at) <= app.clock.now().getTime())
    throw new LeftOutError(`It has expired at ${expires_at}.`)
  const fields = { name, permissions, expires_at: expires_at ?? undefined, value }
  if (user_id === undefined) return void (await createOrganizationApiKey(app, organizationId, fields))
  const userId = await userIdById(app, seeded, user_id)
  const membership = await findMembershipOf(app.db, { userId, organizationId })
  if (membership && membership.status !== 'active')
    throw new LeftOutError(`The membership of user '${userId}' is not active; activate it and start again.`)
  await createUserApiKey(app, userId, { ...fields, organization_id: organizationId })
}
