import { z } from 'zod'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError, OAuthError } from '../../http/errors.ts'
import { hashSecret } from '../../platform/secrets.ts'
import { enterOrganization } from '../memberships/choose-organization.ts'
import { findPendingAuthentication, spendPendingAuthentication } from '../sessions/pending-authentication.queries.ts'
import { toProvenSignIn } from '../sessions/pending-authentication.ts'
import { startSession } from '../sessions/start-session.ts'
import { holdUser } from '../users/user.queries.ts'
import type { Grant } from './grant.ts'

export const ORGANIZATION_SELECTION = 'urn:workos:oauth:grant-type:organization-selection'

export const organizationSelectionBody = z.object({
  grant_type: z.literal(ORGANIZATION_SELECTION),
  pending_authentication_token: z
    .string()
    .max(512)
    .meta({ description: 'Of the answer `organization_selection_required`: good once, for ten minutes.' }),
  organization_id: z.string().meta({ description: 'The organization that the person chose.' }),
})

/** A choice that is refused does not use the token up: the person may choose another one. */
export const organizationSelectionGrant: Grant<z.output<typeof organizationSelectionBody>> = async (
  app,
  body,
  { applicationId, client },
) => {
  if (client !== 'confidential') throw new OAuthError('invalid_client', 'This grant needs client_secret: the API key.')
  return await inTransaction(app, async (tx) => {
    const at = tx.clock.now()
    const tokenHash = hashSecret(body.pending_authentication_token)
    const found = await findPendingAuthentication(tx.db, tokenHash)
    // The user first, as in every sign-in: a new password at this moment waits, and then ends this session too.
    const user = found && (await holdUser(tx.db, found.user_id))
    const pending = user && (await spendPendingAuthentication(tx.db, { tokenHash, applicationId, now: at }))
    if (!pending || user.suspended_at !== null) throw invalidPendingToken()
    await enterOrganization(tx, { userId: user.id, organizationId: body.organization_id })
    const where = { browserSessionId: null, organizationId: body.organization_id }
    const session = await startSession(tx, { ...toProvenSignIn(pending), ...where })
    return { session, user, at, nonce: null }
  })
}

/** One answer, whatever the reason. */
function invalidPendingToken(): ApiError {
  return new ApiError(400, 'The pending authentication token has expired or is invalid. Start the sign-in again.', {
    code: 'invalid_pending_authentication_token',
  })
}
