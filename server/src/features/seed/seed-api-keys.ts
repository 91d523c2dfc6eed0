import type { AppContext } from '../../context.ts'
import { notFound } from '../../http/errors.ts'
import { hashSecret } from '../../platform/secrets.ts'
import { findApiKey, registerDevelopmentKey } from '../applications/api-keys.ts'
import { findOrganizationByName } from '../organizations/organization.queries.ts'
import { createOrganizationApiKey, createUserApiKey } from '../owned-api-keys/create-owned-api-key.ts'
import { isOwnedApiKeyPresent } from '../owned-api-keys/owned-api-key.queries.ts'
import { explained } from './explain-refusal.ts'
import type { Seed } from './seed-file.ts'

type OwnedKeys = Extract<Seed['apiKeys'], unknown[]>

export async function seedApiKeys(app: AppContext, keys: Seed['apiKeys']): Promise<void> {
  if (Array.isArray(keys)) {
    for (const key of keys) await explained(app, `apiKeys: ${key.name}`, () => seedOwnedKey(app, key))
    return
  }
  for (const value of Object.keys(keys)) {
    if (!(await findApiKey(app, value))) await explained(app, 'apiKeys', () => registerDevelopmentKey(app, value))
  }
}

async function seedOwnedKey(app: AppContext, given: OwnedKeys[number]): Promise<void> {
  const { name, organization: organizationName, user_id: userId, value, permissions, expires_at } = given
  const organization = await findOrganizationByName(app.db, organizationName)
  if (!organization) throw notFound('Organization', organizationName)
  // A value that is not chosen is another one at every start; then the name says which key it is.
  const keyHash = value === undefined ? undefined : hashSecret(value)
  if (await isOwnedApiKeyPresent(app.db, { organizationId: organization.id, name, keyHash })) return
  const fields = { name, permissions, expires_at: expires_at ?? undefined, value }
  if (userId === undefined) await createOrganizationApiKey(app, organization.id, fields)
  else await createUserApiKey(app, userId, { ...fields, organization_id: organization.id })
}
