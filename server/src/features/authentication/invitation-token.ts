import { z } from 'zod'
import type { TransactionContext } from '../../context.ts'
import { OAuthError } from '../../http/errors.ts'
import { hashSecret } from '../../platform/secrets.ts'
import { acceptOnSignIn, type WhyRefused } from '../invitations/accept-invitation.ts'
import { findInvitationByHash } from '../invitations/invitation.queries.ts'
import type { User } from '../users/user.queries.ts'

export const invitationToken = z.string().max(512).optional().meta({ description: 'Of an invitation to accept.' })

/**
 * Part of a grant. A refusal rolls the grant back: neither the code nor the invitation is spent, and nobody is signed in.
 * Answers the user as they are now, and the organization that the session belongs to; null: the invitation names none.
 */
export async function acceptWithToken(
  tx: TransactionContext,
  token: string | undefined,
  user: User,
): Promise<{ user: User; organizationId: string | null }> {
  if (!token) return { user, organizationId: null }
  const invitation = await findInvitationByHash(tx.db, hashSecret(token))
  const accepted = await acceptOnSignIn(tx, invitation, user, toOAuthError)
  return { user: accepted, organizationId: invitation?.organization_id ?? null }
}

const DESCRIPTIONS: Record<WhyRefused, [string, string]> = {
  'not-open': ['invitation_invalid', 'The invitation does not exist, was accepted or revoked, or has expired.'],
  'other-address': ['invitation_cannot_be_used_for_email', 'The invitation is for another email.'],
}

function toOAuthError(why: WhyRefused): OAuthError {
  return new OAuthError(...DESCRIPTIONS[why])
}
