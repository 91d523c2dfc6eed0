import type { TransactionContext } from '../../context.ts'
import { OAuthError } from '../../http/errors.ts'
import { findOrganization } from '../organizations/organization.queries.ts'
import { holdActiveMembership, listActiveOrganizations, type OrganizationName } from './membership.queries.ts'

export type OrganizationChoice =
  /** Null: the user is in none. */
  { kind: 'chosen'; organizationId: string | null } | { kind: 'several'; organizations: OrganizationName[] }

/**
 * In which organization a new session of this user will be: the one where they are an active member. The membership is
 * held, so whoever ends it at this moment finds the session and ends it too, or has come first and it is not chosen.
 */
export async function chooseOrganization(tx: TransactionContext, userId: string): Promise<OrganizationChoice> {
  const organizations = await listActiveOrganizations(tx.db, userId)
  if (organizations.length > 1) return { kind: 'several', organizations }
  const [only] = organizations
  if (!only) return { kind: 'chosen', organizationId: null }
  if (await holdActiveMembership(tx.db, { userId, organizationId: only.id }))
    return { kind: 'chosen', organizationId: only.id }
  // It ended between the two statements, so the next look finds another list.
  return await chooseOrganization(tx, userId)
}

/** Held like the one that is chosen. Throws unless the user is an active member of this organization. */
export async function enterOrganization(
  tx: TransactionContext,
  { userId, organizationId }: { userId: string; organizationId: string },
): Promise<void> {
  if (await holdActiveMembership(tx.db, { userId, organizationId })) return
  const shown = organizationId.slice(0, 100)
  if (!(await findOrganization(tx.db, organizationId)))
    throw new OAuthError('organization_not_found', `Organization not found: '${shown}'.`)
  throw new OAuthError(
    'organization_membership_not_found',
    `The user is not an active member of organization '${shown}'.`,
  )
}
