import { z } from 'zod'
import { invalidGrant, OAuthError } from '../../http/errors.ts'
import { rotateRefreshToken } from '../sessions/rotate-refresh-token.ts'
import { findUser } from '../users/user.queries.ts'
import type { Grant } from './grant.ts'

export const refreshTokenBody = z.object({
  grant_type: z.literal('refresh_token'),
  refresh_token: z.string().max(512),
  organization_id: z.string().optional(),
})

/** The token itself is the proof, so applications without a secret use it too. */
export const refreshTokenGrant: Grant<z.output<typeof refreshTokenBody>> = async (app, body, given) => {
  if (body.organization_id !== undefined) {
    throw new OAuthError('organization_not_found', `Organization not found: '${body.organization_id.slice(0, 100)}'.`)
  }
  const { session, at } = await rotateRefreshToken(app, body.refresh_token, given.applicationId)
  const user = await findUser(app.db, session.user_id)
  if (!user) throw invalidGrant('Session has already ended.')
  return { session, user, at }
}
