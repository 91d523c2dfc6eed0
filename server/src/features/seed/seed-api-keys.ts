import type { AppContext } from '../../context.ts'
import { hashSecret } from '../../platform/secrets.ts'
import { findApiKey, registerDevelopmentKey } from '../applications/api-keys.ts'
import { createOrganizationApiKey, createUserApiKey } from '../owned-api-keys/create-owned-api-key.ts'
import { isOwnedApiKeyPresent } from '../owned-api-keys/owned-api-key.queries.ts'
import { explained } from './explain-refusal.ts'
import type { Seed } from './seed-file.ts'
import { organizationIdOf, type Seeded } from './seeded.ts'

type OwnedKeys = Extract<Seed['apiKeys'], unknown[]>

export async function seedApiKeys(app: AppContext, keys: Seed['apiKeys'], seeded: Seeded): Promise<void> {
  if (Array.isArray(keys)) {
    for (const key of keys.filter(({ organization }) => !seeded.leftOut.has(organization)))
      await explained(app, `apiKeys: ${key.name}`, () => seedOwnedKey(app, key, seeded))
    return
  }
  for (const value of Object.keys(keys)) {
    if (!(await findApiKey(app, value))) await explained(app, 'apiKeys', () => registerDevelopmentKey(app, value))
  }
}

async function seedOwnedKey(app: AppContext, given: OwnedKeys[number], seeded: Seeded): Promise<void> {
  const { name, organization, user_id, value, permissions, expires_at } = given
  const organizationId = await organizationIdOf(app, seeded, organization)
  // A value that is not chosen is another one at every start; then the name says which key it is.
  const keyHash = value === undefined ? undefined : hashSecret(value)
  if (await isOwnedApiKeyPresent(app.db, { organizationId, name, keyHash })) return
  const fields = { name, permissions, expires_at: expires_at ?? undefined, value }
  if (user_id === undefined) await createOrganizationApiKey(app, organizationId, fields)
  else
    await createUserApiKey(app, seeded.userIds.get(user_id) ?? user_id, { ...fields, organization_id: organizationId })
}
