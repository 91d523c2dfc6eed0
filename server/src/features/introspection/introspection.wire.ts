import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import { issuerOf } from '../signing-keys/verify-access-token.ts'
import type { LiveAccessToken } from './check-access-token.ts'
import type { OwnedSession } from './live-session.queries.ts'

const live = z.object({
  active: z.literal(true),
  token_type: z.enum(['access_token', 'refresh_token']).meta({ description: 'As the official API has it.' }),
  client_id: z.string(),
  username: z.string().meta({ description: 'The e-mail address that the person has now.' }),
  iss: z.string(),
  aud: z.string(),
  sub: z.string().meta({ description: 'The ID of the user.' }),
  sid: z.string().meta({ description: 'The ID of the session.' }),
  jti: z.string().optional().meta({ description: 'Of access tokens.' }),
  org_id: z.string().optional().meta({ description: 'The organization, if there is one.' }),
  role: z
    .string()
    .optional()
    .meta({ description: 'Of access tokens, like `roles`, `permissions` and `entitlements`: in that organization.' }),
  roles: z.array(z.string()).optional(),
  permissions: z.array(z.string()).optional(),
  entitlements: z.array(z.string()).optional(),
  auth_time: z.int(),
  iat: z.int(),
  exp: z.int().meta({ description: 'In seconds since 1970: of the token, or the end of the session at the latest.' }),
})

export const introspection = z
  .discriminatedUnion('active', [live, z.object({ active: z.literal(false) })])
  .meta({ id: 'Introspection', description: 'RFC 7662, section 2.2.' })

export type Introspection = z.infer<typeof introspection>

/** Nothing else is said (RFC 7662, 2.2). */
export const NOT_ACTIVE: Introspection = { active: false }

export function ofAccessToken({ claims, session }: LiveAccessToken): Introspection {
  return {
    active: true,
    token_type: 'access_token',
    client_id: claims.client_id,
    username: session.email,
    iss: claims.iss,
    aud: claims.aud,
    sub: claims.sub,
    sid: claims.sid,
    jti: claims.jti,
    org_id: claims.org_id,
    role: claims.role,
    roles: claims.roles,
    permissions: claims.permissions,
    entitlements: claims.entitlements,
    auth_time: claims.auth_time,
    iat: claims.iat,
    exp: claims.exp,
  }
}

/** A refresh token carries no claims: they are those of its session. */
export function ofRefreshToken(app: AppContext, session: OwnedSession): Introspection {
  return {
    active: true,
    token_type: 'refresh_token',
    client_id: session.application_id,
    username: session.email,
    iss: issuerOf(app, session.application_id),
    aud: session.application_id,
    sub: session.user_id,
    sid: session.id,
    org_id: session.organization_id ?? undefined,
    auth_time: toSeconds(session.authenticated_at),
    iat: toSeconds(session.refreshed_at),
    exp: toSeconds(session.expires_at),
  }
}

function toSeconds(time: string): number {
  return Math.floor(Date.parse(time) / 1000)
}
