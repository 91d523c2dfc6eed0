import assert from 'node:assert/strict'
import { z } from 'zod'
import { instant } from '../../http/instant.ts'
import type { OwnedApiKey } from './owned-api-key.queries.ts'

const organizationOwner = z.object({ type: z.literal('organization'), id: z.string() })
const userOwner = z.object({ type: z.literal('user'), id: z.string(), organization_id: z.string() })

const common = z.object({
  object: z.literal('api_key'),
  id: z.string(),
  name: z.string(),
  obfuscated_value: z.string(),
  last_used_at: instant.nullable(),
  expires_at: instant.nullable(),
  permissions: z.array(z.string()),
  created_at: instant,
  updated_at: instant,
})

/** Of whomever. */
export const apiKeyObject = common
  .extend({ owner: z.discriminatedUnion('type', [organizationOwner, userOwner]) })
  .meta({ id: 'ApiKey' })

export const organizationApiKeyObject = common.extend({ owner: organizationOwner }).meta({ id: 'OrganizationApiKey' })
export const userApiKeyObject = common.extend({ owner: userOwner }).meta({ id: 'UserApiKey' })

/** The only answers that show the value. */
export const organizationApiKeyWithValue = organizationApiKeyObject
  .extend({ value: z.string() })
  .meta({ id: 'OrganizationApiKeyWithValue' })
export const userApiKeyWithValue = userApiKeyObject.extend({ value: z.string() }).meta({ id: 'UserApiKeyWithValue' })

export type ApiKeyObject = z.infer<typeof apiKeyObject>
type OrganizationApiKeyObject = z.infer<typeof organizationApiKeyObject>
type UserApiKeyObject = z.infer<typeof userApiKeyObject>

/** What the event of a changed key carries. */
export type ChangedApiKeyEventData = ApiKeyObject & { previous_attributes: { expires_at: string | null } }

export function toApiKeyObject(key: OwnedApiKey): ApiKeyObject {
  return key.user_id === null ? toOrganizationApiKeyObject(key) : toUserApiKeyObject(key)
}

export function toOrganizationApiKeyObject(key: OwnedApiKey): OrganizationApiKeyObject {
  return { ...toCommon(key), owner: { type: 'organization', id: key.organization_id } }
}

/** Of a key that has a user. */
export function toUserApiKeyObject(key: OwnedApiKey): UserApiKeyObject {
  assert.ok(key.user_id !== null)
  return { ...toCommon(key), owner: { type: 'user', id: key.user_id, organization_id: key.organization_id } }
}

function toCommon(key: OwnedApiKey): z.infer<typeof common> {
  return {
    object: 'api_key',
    id: key.id,
    name: key.name,
    obfuscated_value: `sk_...${key.hint}`,
    last_used_at: key.last_used_at,
    expires_at: key.expires_at,
    permissions: key.permissions,
    created_at: key.created_at,
    updated_at: key.updated_at,
  }
}
