import { z } from 'zod'
import type { OwnedApiKey } from './owned-api-key.queries.ts'

export const apiKeyObject = z
  .object({
    object: z.literal('api_key'),
    id: z.string(),
    owner: z.discriminatedUnion('type', [
      z.object({ type: z.literal('organization'), id: z.string() }),
      z.object({ type: z.literal('user'), id: z.string(), organization_id: z.string() }),
    ]),
    name: z.string(),
    obfuscated_value: z.string(),
    last_used_at: z.string().nullable(),
    expires_at: z.string().nullable(),
    permissions: z.array(z.string()),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ id: 'ApiKey' })

/** The only answer that shows the value. */
export const apiKeyWithValue = apiKeyObject.extend({ value: z.string() }).meta({ id: 'ApiKeyWithValue' })

export type ApiKeyObject = z.infer<typeof apiKeyObject>

/** What the event of a changed key carries. */
export type ChangedApiKeyEventData = ApiKeyObject & { previous_attributes: { expires_at: string | null } }

export function toApiKeyObject(key: OwnedApiKey): ApiKeyObject {
  return {
    object: 'api_key',
    id: key.id,
    owner:
      key.user_id === null
        ? { type: 'organization', id: key.organization_id }
        : { type: 'user', id: key.user_id, organization_id: key.organization_id },
    name: key.name,
    obfuscated_value: `sk_...${key.hint}`,
    last_used_at: key.last_used_at,
    expires_at: key.expires_at,
    permissions: key.permissions,
    created_at: key.created_at,
    updated_at: key.updated_at,
  }
}
