import type { AppContext, TransactionContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError, notFound } from '../../http/errors.ts'
import { hashSecret, randomSecret } from '../../platform/secrets.ts'
import { recordEvent } from '../events/record-event.ts'
import { holdActiveMembership } from '../memberships/membership.queries.ts'
import { holdOrganization } from '../organizations/organization.queries.ts'
import { holdPermissions } from '../roles/permission.queries.ts'
import { holdUser } from '../users/user.queries.ts'
import { insertOwnedApiKey, type OwnedApiKey } from './owned-api-key.queries.ts'
import { toApiKeyObject } from './owned-api-key.wire.ts'

export interface NewApiKey {
  name: string
  permissions?: string[] | undefined
  /** ISO 8601 in UTC; without it the key does not expire. */
  expires_at?: string | undefined
  /** In the place of a random one, for a seed file in development mode: a value that is chosen can be guessed. */
  value?: string | undefined
}

/** The value is answered here and never again: only its hash is stored. */
export type CreatedApiKey = OwnedApiKey & { value: string }

type Owner = Pick<OwnedApiKey, 'organization_id' | 'user_id' | 'membership_id'>

/** A key of an organization. Throws a 404 if there is none, and a 422 for an unknown permission or a time that is past. */
export async function createOrganizationApiKey(
  app: AppContext,
  organizationId: string,
  given: NewApiKey,
): Promise<CreatedApiKey> {
  return await inTransaction(app, async (tx) => {
    if (!(await holdOrganization(tx.db, organizationId))) throw notFound('Organization', organizationId)
    return await create(tx, { organization_id: organizationId, user_id: null, membership_id: null }, given)
  })
}

/**
 * A key of a user for one organization. It belongs to their membership there: while that is not active the key is
 * refused, and when it is deleted the key goes as well, also if the user joins again.
 */
export async function createUserApiKey(
  app: AppContext,
  userId: string,
  given: NewApiKey & { organization_id: string },
): Promise<CreatedApiKey> {
  return await inTransaction(app, async (tx) => {
    // All three are held, in the order in which a membership is made: none is deleted before this commits.
    if (!(await holdUser(tx.db, userId))) throw notFound('User', userId)
    const organizationId = given.organization_id
    if (!(await holdOrganization(tx.db, organizationId))) throw notFound('Organization', organizationId)
    const membership = await holdActiveMembership(tx.db, { userId, organizationId })
    if (!membership) {
      throw new ApiError(422, `User '${userId}' has no active membership in organization '${organizationId}'.`, {
        code: 'organization_membership_not_active',
      })
    }
    return await create(tx, { organization_id: organizationId, user_id: userId, membership_id: membership.id }, given)
  })
}

async function create(tx: TransactionContext, owner: Owner, given: NewApiKey): Promise<CreatedApiKey> {
  const now = tx.clock.now().toISOString()
  if (given.expires_at !== undefined && given.expires_at <= now) {
    throw invalid('expires_at', 'expires_at must be in the future; without it the key does not expire.')
  }
  if (given.value !== undefined && tx.config.mode !== 'development')
    throw invalid('value', 'The value of an API key is random, except in development mode.')
  const permissions = await wantedPermissions(tx, given.permissions ?? [])
  const value = given.value ?? `sk_${randomSecret()}`
  const key: OwnedApiKey = {
    id: tx.ids.next('api_key'),
    ...owner,
    name: given.name,
    key_hash: hashSecret(value),
    hint: value.slice(-4),
    permissions,
    last_used_at: null,
    expires_at: given.expires_at ?? null,
    expired_at: null,
    created_at: now,
    updated_at: now,
  }
  if (!(await insertOwnedApiKey(tx.db, key))) throw invalid('value', 'Another API key has this value.')
  await recordEvent(tx, 'api_key.created', toApiKeyObject(key))
  return { ...key, value }
}

/** Held, so that none of them is deleted before the key has it, and would come back with a permission of the same name. */
async function wantedPermissions(tx: TransactionContext, slugs: string[]): Promise<string[]> {
  const wanted = [...new Set(slugs)].sort()
  const known = await holdPermissions(tx.db, wanted)
  const unknown = wanted.find((slug) => !known.includes(slug))
  if (unknown === undefined) return wanted
  throw invalid('permissions', `There is no permission '${unknown}'. Create it first, or leave it out.`)
}

function invalid(field: string, message: string): ApiError {
  return new ApiError(422, `Validation failed. ${message}`, {
    code: 'invalid_request_parameters',
    errors: [{ code: `invalid_${field}`, field, message }],
  })
}
