import type { AppContext } from '../../context.ts'
import type { SessionRow } from '../../database/schema.ts'
import { invalidGrant } from '../../http/errors.ts'
import { addClaimsOfTemplate } from '../jwt-templates/add-claims-of-template.ts'
import { findMemberStanding, type MemberStanding } from '../memberships/member-standing.queries.ts'
import { makeRefreshToken } from '../sessions/refresh-token.ts'
import { type AccessTokenClaims, signAccessToken } from '../signing-keys/sign-access-token.ts'
import { toAccessTokenClaims } from './access-token-claims.ts'
import type { Granted } from './grant.ts'

/** The pair that every grant ends in. */
export async function issueTokens(
  app: AppContext,
  { session, user, at }: Granted,
): Promise<{ accessToken: string; refreshToken: string; claims: AccessTokenClaims }> {
  const standing = await standingIn(app, session)
  const claims = await addClaimsOfTemplate(app, toAccessTokenClaims(app, { session, at, standing }), {
    user,
    organizationId: session.organization_id,
  })
  const refreshToken = makeRefreshToken(app.keys.tokenKey, { sessionId: session.id, count: session.refresh_count })
  return { accessToken: await signAccessToken(app, claims, at), refreshToken, claims }
}

/** Looked up anew for every token, so a change of roles shows at the next refresh. Undefined: in no organization. */
async function standingIn(
  app: AppContext,
  { user_id, organization_id }: SessionRow,
): Promise<MemberStanding | undefined> {
  if (organization_id === null) return undefined
  const standing = await findMemberStanding(app.db, { userId: user_id, organizationId: organization_id })
  // The membership ended since the session was seen alive, and the session with it.
  if (!standing) throw invalidGrant('Session has already ended.')
  return standing
}
