import type { TransactionContext } from '../../context.ts'
import type { BrowserSessionRow } from '../../database/schema.ts'
import { isActiveMember, listActiveOrganizations } from '../memberships/membership.queries.ts'
import { type CodeBinding, issueAuthorizationCode } from './authorization-code.ts'

export type IssuedCode =
  | { kind: 'code'; code: string }
  /** There are several organizations, and none was named. */
  | { kind: 'choose-organization' }
  | { kind: 'not-a-member' }

/**
 * For somebody who is signed in to this browser. `organization_id` of the binding is the one they shall be in; null: the
 * only one that there is, or none. Whether they are a member is decided when the code is exchanged; here it is looked
 * up, so that people are told on the page.
 */
export async function issueCode(
  tx: TransactionContext,
  binding: CodeBinding,
  browserSession: BrowserSessionRow,
): Promise<IssuedCode> {
  const organization = await whichOrganization(tx, browserSession.user_id, binding.organization_id)
  if (organization.kind !== 'chosen') return organization
  const code = await issueAuthorizationCode(tx, { ...binding, organization_id: organization.id }, browserSession)
  return { kind: 'code', code }
}

type Organization = { kind: 'chosen'; id: string | null } | Exclude<IssuedCode, { kind: 'code' }>

async function whichOrganization(
  { db }: TransactionContext,
  userId: string,
  wanted: string | null,
): Promise<Organization> {
  if (wanted !== null) {
    const isMember = await isActiveMember(db, { userId, organizationId: wanted })
    return isMember ? { kind: 'chosen', id: wanted } : { kind: 'not-a-member' }
  }
  const [first, ...others] = await listActiveOrganizations(db, userId)
  return others.length > 0 ? { kind: 'choose-organization' } : { kind: 'chosen', id: first?.id ?? null }
}

/** For the application: it sent somebody where they may not go. */
export const NOT_A_MEMBER = {
  error: 'access_denied',
  error_description: 'The user is not an active member of the organization.',
}
