import type { AppContext } from '../../context.ts'
import type { SessionRow } from '../../database/schema.ts'
import type { MemberStanding } from '../memberships/member-standing.queries.ts'
import type { AccessTokenClaims, MemberClaims } from '../signing-keys/sign-access-token.ts'
import { issuerOf } from '../signing-keys/verify-access-token.ts'

/**
 * What the token says of the session, and of its user in the session's organization. Times are rounded down: PyJWT
 * refuses a token issued even one second in the future. A token never outlives its session.
 */
export function toAccessTokenClaims(
  app: AppContext,
  { session, at, standing }: { session: SessionRow; at: Date; standing: MemberStanding | undefined },
): AccessTokenClaims {
  const clientId = session.application_id
  const issuedAt = toSeconds(at.getTime())
  return {
    iss: issuerOf(app, clientId),
    aud: clientId,
    client_id: clientId,
    sub: session.user_id,
    sid: session.id,
    jti: app.ids.ulid(),
    ...toMemberClaims(session.organization_id, standing),
    auth_time: toSeconds(Date.parse(session.authenticated_at)),
    iat: issuedAt,
    exp: Math.min(issuedAt + app.config.session.accessTokenSeconds, toSeconds(Date.parse(session.expires_at))),
  }
}

/**
 * Of several roles `role` is the one of the highest priority. Without an organization there is none of these claims, and
 * without entitlements not that one, as seen of the official API.
 */
function toMemberClaims(organizationId: string | null, standing: MemberStanding | undefined): Partial<MemberClaims> {
  const [role] = standing?.roles ?? []
  if (organizationId === null || !standing || role === undefined) return {}
  const { roles, permissions, entitlements } = standing
  const claims = { org_id: organizationId, role, roles, permissions }
  return entitlements.length === 0 ? claims : { ...claims, entitlements }
}

function toSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000)
}
