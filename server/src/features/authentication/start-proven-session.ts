import type { AppContext, TransactionContext } from '../../context.ts'
import { inTransaction } from '../../database/transaction.ts'
import { ApiError } from '../../http/errors.ts'
import { chooseOrganization, enterOrganization, type OrganizationChoice } from '../memberships/choose-organization.ts'
import type { OrganizationName } from '../memberships/membership.queries.ts'
import { openPendingAuthentication, type ProvenSignIn } from '../sessions/pending-authentication.ts'
import { startSession } from '../sessions/start-session.ts'
import type { User } from '../users/user.queries.ts'
import { toUserObject } from '../users/user.wire.ts'
import type { Granted } from './grant.ts'

/** What has been proved, and about whom. */
export interface Proven {
  user: User
  at: Date
  signIn: ProvenSignIn
  /** Of the invitation that was accepted with it; null: there was none, or it names none. */
  joinedOrganizationId: string | null
}

/**
 * For a grant whose application has proved who somebody is. Its session starts in the organization that they have just
 * joined, else in the one where they are an active member, or in none. Throws `organization_selection_required` if there
 * are several, once what `prove` has changed is committed: the proof is not asked for again.
 */
export async function startProvenSession(
  app: AppContext,
  prove: (tx: TransactionContext) => Promise<Proven>,
): Promise<Granted> {
  const outcome = await inTransaction(app, async (tx) => {
    const { user, at, signIn, joinedOrganizationId } = await prove(tx)
    const choice = await chooseOrganizationAfter(tx, user, joinedOrganizationId)
    if (choice.kind === 'several') {
      const token = await openPendingAuthentication(tx, signIn)
      return { refusal: organizationSelectionRequired(token, user, choice.organizations) }
    }
    const where = { browserSessionId: null, organizationId: choice.organizationId }
    return { session: await startSession(tx, { ...signIn, ...where }), user, at, nonce: null }
  })
  if ('refusal' in outcome) throw outcome.refusal
  return outcome
}

async function chooseOrganizationAfter(
  tx: TransactionContext,
  user: User,
  joinedId: string | null,
): Promise<OrganizationChoice> {
  if (joinedId === null) return await chooseOrganization(tx, user.id)
  await enterOrganization(tx, { userId: user.id, organizationId: joinedId })
  return { kind: 'chosen', organizationId: joinedId }
}

/** The official body, which the SDKs read beside `code` and `message`; its wording too. */
function organizationSelectionRequired(token: string, user: User, organizations: OrganizationName[]): ApiError {
  return new ApiError(403, 'The user must choose an organization to finish their authentication.', {
    code: 'organization_selection_required',
    members: {
      pending_authentication_token: token,
      user: toUserObject(user),
      organizations: organizations.map(({ id, name }) => ({ id, name })),
    },
  })
}
