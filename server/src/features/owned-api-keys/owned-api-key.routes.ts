import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import { defineRoute } from '../../http/define-route.ts'
import { notFound } from '../../http/errors.ts'
import {
  type Page,
  type PageRequest,
  pageOf,
  pageParameters,
  positionIn,
  readPage,
  toList,
} from '../../http/pagination.ts'
import { created, noContent, ok } from '../../http/reply.ts'
import { findOrganization } from '../organizations/organization.queries.ts'
import { findUser } from '../users/user.queries.ts'
import { createOrganizationApiKey, createUserApiKey } from './create-owned-api-key.ts'
import { deleteOwnedApiKey } from './delete-owned-api-key.ts'
import { expireOwnedApiKey } from './expire-owned-api-key.ts'
import { findOwnedApiKey, type KeysOf, listOwnedApiKeys, type OwnedApiKey } from './owned-api-key.queries.ts'
import {
  apiKeyObject,
  organizationApiKeyObject,
  organizationApiKeyWithValue,
  toApiKeyObject,
  toOrganizationApiKeyObject,
  toUserApiKeyObject,
  userApiKeyObject,
  userApiKeyWithValue,
} from './owned-api-key.wire.ts'
import { validateOwnedApiKey } from './validate-owned-api-key.ts'

const TAG = 'API keys'
const MOST_PERMISSIONS = 500
const LAST_YEAR = 9999

/** Kept in UTC, and compared as text: so no year may have five digits. */
const time = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .refine((date) => date.getUTCFullYear() <= LAST_YEAR, 'must be before the year 10000')
  .transform((date) => date.toISOString())

const newApiKey = {
  name: z.string().min(1).max(255).meta({ description: 'A name to tell keys apart.' }),
  permissions: z
    .array(z.string().max(48))
    .max(MOST_PERMISSIONS)
    .optional()
    .meta({ description: 'The slugs of the permissions that the key has.' }),
  expires_at: time.optional().meta({ description: 'When the key expires (ISO 8601); without it never.' }),
}

const ofOrganization = z.object({ organizationId: z.string().meta({ description: 'The ID of the organization.' }) })
const ofUser = z.object({ userId: z.string().meta({ description: 'The ID of the user.' }) })
const params = z.object({ id: z.string().meta({ description: 'The ID of the API key.' }) })

const createForOrganization = defineRoute({
  method: 'post',
  path: '/organizations/{organizationId}/api_keys',
  summary: 'Create an API key for an organization',
  description: 'The value is answered here and never again.',
  tag: TAG,
  caller: 'api-key',
  isCreate: true,
  params: ofOrganization,
  body: z.object(newApiKey),
  responses: { 201: organizationApiKeyWithValue },
  async handle(app, { params, body }) {
    const key = await createOrganizationApiKey(app, params.organizationId, body)
    return created({ ...toOrganizationApiKeyObject(key), value: key.value })
  },
})

const listOfOrganization = defineRoute({
  method: 'get',
  path: '/organizations/{organizationId}/api_keys',
  summary: 'List API keys of an organization',
  description: 'Those of its members are listed by user.',
  tag: TAG,
  caller: 'api-key',
  params: ofOrganization,
  query: z.object(pageParameters),
  responses: { 200: pageOf(organizationApiKeyObject) },
  async handle(app, { params: { organizationId }, query }) {
    if (!(await findOrganization(app.db, organizationId))) throw notFound('Organization', organizationId)
    return ok(toList(await readKeys(app, { organizationId }, query), toOrganizationApiKeyObject))
  },
})

const createForUser = defineRoute({
  method: 'post',
  path: '/user_management/users/{userId}/api_keys',
  summary: 'Create an API key for a user',
  description:
    'It works while the user has an active membership in the organization. The value is never answered again.',
  tag: TAG,
  caller: 'api-key',
  isCreate: true,
  params: ofUser,
  body: z.object({
    ...newApiKey,
    organization_id: z.string().meta({ description: 'The organization that the key is for.' }),
  }),
  responses: { 201: userApiKeyWithValue },
  async handle(app, { params, body }) {
    const key = await createUserApiKey(app, params.userId, body)
    return created({ ...toUserApiKeyObject(key), value: key.value })
  },
})

const listOfUser = defineRoute({
  method: 'get',
  path: '/user_management/users/{userId}/api_keys',
  summary: 'List API keys of a user',
  tag: TAG,
  caller: 'api-key',
  params: ofUser,
  query: z.object({
    ...pageParameters,
    organization_id: z.string().optional().meta({ description: 'Only keys for this organization.' }),
  }),
  responses: { 200: pageOf(userApiKeyObject) },
  async handle(app, { params: { userId }, query }) {
    if (!(await findUser(app.db, userId))) throw notFound('User', userId)
    const whose = { userId, organizationId: query.organization_id }
    return ok(toList(await readKeys(app, whose, query), toUserApiKeyObject))
  },
})

const validate = defineRoute({
  method: 'post',
  path: '/api_keys/validations',
  summary: 'Validate an API key',
  description: 'Answers the key if it is good at this moment, and null otherwise.',
  tag: TAG,
  caller: 'api-key',
  body: z.object({ value: z.string().meta({ description: 'What somebody presents as an API key.' }) }),
  responses: { 200: z.object({ api_key: apiKeyObject.nullable() }).meta({ id: 'ApiKeyValidation' }) },
  async handle(app, { body }) {
    const key = await validateOwnedApiKey(app, body.value)
    return ok({ api_key: key ? toApiKeyObject(key) : null })
  },
})

const expire = defineRoute({
  method: 'post',
  path: '/api_keys/{id}/expire',
  summary: 'Expire an API key',
  description: 'At once, at a time to come, or with null no more.',
  tag: TAG,
  caller: 'api-key',
  params,
  body: z.object({
    expires_at: time.nullable().optional().meta({
      description: 'Without it, or with a time that is past, the key expires now. Null: it does not expire any more.',
    }),
  }),
  responses: { 200: apiKeyObject },
  refusals: [409],
  handle: async (app, { params, body }) => ok(toApiKeyObject(await expireOwnedApiKey(app, params.id, body.expires_at))),
})

const deleteApiKey = defineRoute({
  method: 'delete',
  path: '/api_keys/{id}',
  summary: 'Delete an API key',
  tag: TAG,
  caller: 'api-key',
  params,
  responses: { 204: 'empty' },
  async handle(app, { params }) {
    await deleteOwnedApiKey(app, params.id)
    return noContent()
  },
})

export const ownedApiKeyRoutes = [
  createForOrganization,
  listOfOrganization,
  createForUser,
  listOfUser,
  validate,
  expire,
  deleteApiKey,
]

async function readKeys(app: AppContext, whose: KeysOf, request: PageRequest): Promise<Page<OwnedApiKey>> {
  return await readPage(
    request,
    positionIn((id) => findOwnedApiKey(app.db, id)),
    (keyset) => listOwnedApiKeys(app.db, whose, keyset),
  )
}
