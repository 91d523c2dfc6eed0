import { z } from 'zod'
import { ApiError, OAuthError } from '../../http/errors.ts'
import { noteSignIn } from '../users/user.queries.ts'
import { userSuspended } from '../users/user-suspended.ts'
import type { Grant } from './grant.ts'
import { acceptWithToken, invitationToken } from './invitation-token.ts'
import { checkPassword, recordSuccess } from './password-check.ts'
import { startProvenSession } from './start-proven-session.ts'

export const passwordBody = z.object({
  grant_type: z.literal('password'),
  email: z.string().max(254),
  password: z.string().max(4096),
  invitation_token: invitationToken,
})

/** Only for applications with a secret: in a browser the hosted page asks for the password. */
export const passwordGrant: Grant<z.output<typeof passwordBody>> = async (app, body, given) => {
  if (given.client !== 'confidential')
    throw new OAuthError('invalid_client', 'This grant needs client_secret: the API key.')
  const attempt = {
    email: body.email,
    password: body.password,
    ipAddress: given.ipAddress,
    isSharedAddress: given.isSharedAddress,
    isByApi: true,
    userAgent: given.userAgent,
  }
  const verdict = await checkPassword(app, attempt)
  if (verdict.kind === 'suspended') throw userSuspended()
  if (verdict.kind === 'no-match') throw invalidCredentials(body.email)
  if (verdict.kind === 'too-many') throw tooManyAttempts(verdict.retryAfterSeconds)
  return await startProvenSession(app, async (tx) => {
    const at = tx.clock.now()
    const signedIn = await noteSignIn(tx.db, verdict.user, at)
    if (!signedIn) throw invalidCredentials(body.email)
    const { user, organizationId } = await acceptWithToken(tx, body.invitation_token, signedIn)
    await recordSuccess(tx, attempt, user.id)
    const signIn = {
      userId: user.id,
      applicationId: given.applicationId,
      authMethod: 'password' as const,
      authenticatedAt: at.toISOString(),
      ipAddress: given.ipAddress,
      userAgent: given.userAgent,
    }
    return { user, at, signIn, joinedOrganizationId: organizationId }
  })
}

/** The wording was seen on the real API; it is the same whether the address is known or not. */
function invalidCredentials(email: string): ApiError {
  return new ApiError(400, `Invalid credentials for '${email}'.`, {
    code: 'invalid_credentials',
  })
}

/** In the shape of OAuth, as the official API has it. */
function tooManyAttempts(retryAfterSeconds: number): OAuthError {
  return new OAuthError(
    'too_many_requests',
    `Too many attempts to sign in. Try again in ${retryAfterSeconds} seconds.`,
    { status: 429, headers: { 'retry-after': String(retryAfterSeconds) } },
  )
}
