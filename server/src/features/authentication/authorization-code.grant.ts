import { z } from 'zod'
import type { AppContext, TransactionContext } from '../../context.ts'
import type { AuthorizationCodeRow } from '../../database/schema.ts'
import { inTransaction } from '../../database/transaction.ts'
import { invalidGrant, OAuthError } from '../../http/errors.ts'
import { hashSecret } from '../../platform/secrets.ts'
import { holdActiveMembership } from '../memberships/membership.queries.ts'
import { findLiveBrowserSessionById, touchBrowserSession } from '../sessions/browser-session.queries.ts'
import { isInUse } from '../sessions/browser-session.ts'
import { endSession } from '../sessions/end-session.ts'
import { BY_RULE } from '../sessions/ending.ts'
import { startSession } from '../sessions/start-session.ts'
import { holdUser } from '../users/user.queries.ts'
import { findAuthorizationCode, noteSessionOfCode, spendAuthorizationCode } from './authorization-code.queries.ts'
import { provesPossession } from './authorization-code.ts'
import type { Grant, Granted, GrantRequest } from './grant.ts'
import { acceptWithToken, invitationToken } from './invitation-token.ts'

export const authorizationCodeBody = z.object({
  grant_type: z.literal('authorization_code'),
  code: z.string().max(512),
  code_verifier: z
    .string()
    .regex(/^[\w.~-]{43,128}$/, 'must have 43 to 128 letters, digits and -._~ (RFC 7636)')
    .optional()
    .meta({ description: 'Required if the sign-in began with a code_challenge.' }),
  invitation_token: invitationToken,
})

type Body = z.output<typeof authorizationCodeBody> & {
  /** Not in the official API. Where it is given it must be that of the authorization request (RFC 6749, 4.1.3). */
  redirect_uri?: string | undefined
}

/** Needs the secret or PKCE. A code that cannot be exchanged is answered in one way, whatever the reason. */
export const authorizationCodeGrant: Grant<Body> = async (app, body, given) => {
  const codeHash = hashSecret(body.code)
  const code = await findAuthorizationCode(app.db, codeHash)
  const isOurs = code?.application_id === given.applicationId && provesPossession(code, body.code_verifier)
  if (!isOurs || (body.redirect_uri ?? code.redirect_uri) !== code.redirect_uri) throw invalidCode(body.code)
  if (given.client !== 'confidential' && code.code_challenge === null) {
    throw new OAuthError(
      'invalid_client',
      'Send client_secret (the API key), or use PKCE: code_challenge when the sign-in starts and code_verifier here.',
    )
  }
  const granted = await inTransaction(app, (tx) => exchange(tx, codeHash, { given, token: body.invitation_token }))
  if (granted) return granted
  await endSessionOfReplayedCode(app, codeHash)
  throw invalidCode(body.code)
}

/** The session starts in the statement order that a sign-out has too: whichever of the two comes first decides. */
async function exchange(
  tx: TransactionContext,
  codeHash: string,
  { given, token }: { given: GrantRequest; token: string | undefined },
): Promise<Granted | undefined> {
  const now = tx.clock.now()
  const code = await spendAuthorizationCode(tx.db, codeHash, now)
  if (!code) return undefined
  const found = await findLiveBrowserSessionById(tx.db, code.browser_session_id, now)
  if (!found || !(await isInUse(tx, found))) return undefined
  // The user before the browser, as in every sign-in: a deletion at this moment waits and then ends this session too.
  const held = await holdUser(tx.db, found.user_id)
  if (!held || held.suspended_at !== null || !(await isStillMember(tx, held.id, code))) return undefined
  const { user, organizationId } = await acceptWithToken(tx, token, held)
  const browserSession = await touchBrowserSession(tx.db, found.id, now)
  // An invitation is not accepted by a sign-in that has just ended: that needs the whole to be rolled back.
  if (!browserSession && token) throw invalidGrant('The sign-in has ended.')
  if (!browserSession) return undefined
  const session = await startSession(tx, {
    userId: user.id,
    applicationId: given.applicationId,
    browserSessionId: browserSession.id,
    organizationId: organizationId ?? code.organization_id,
    authMethod: browserSession.auth_method,
    authenticatedAt: browserSession.authenticated_at,
    // Of the browser that signed in, not of the application's server that exchanges the code.
    ipAddress: browserSession.ip_address,
    userAgent: browserSession.user_agent,
  })
  await noteSessionOfCode(tx.db, codeHash, session.id)
  return { session, user, at: now, nonce: code.nonce }
}

/** The membership before the browser, as whoever ends it does: then neither waits for the other for ever. */
async function isStillMember(
  tx: TransactionContext,
  userId: string,
  { organization_id }: AuthorizationCodeRow,
): Promise<boolean> {
  if (organization_id === null) return true
  return (await holdActiveMembership(tx.db, { userId, organizationId: organization_id })) !== undefined
}

/** A code seen twice was copied on its way, and one of the two holders should not have it (RFC 6749, 4.1.2). */
async function endSessionOfReplayedCode(app: AppContext, codeHash: string): Promise<void> {
  const code: AuthorizationCodeRow | undefined = await findAuthorizationCode(app.db, codeHash)
  if (!code?.session_id) return
  app.log.warn('An authorization code was used twice; the session it was exchanged for has been ended.', {
    session_id: code.session_id,
  })
  await endSession(app, code.session_id, { reason: 'code_reuse', actor: BY_RULE })
}

/** The wording was seen on the real API. */
function invalidCode(code: string): OAuthError {
  return invalidGrant(`The code '${code.slice(0, 100)}' has expired or is invalid.`)
}
