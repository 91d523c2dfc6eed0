import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import { invalidGrant, OAuthError } from '../../http/errors.ts'
import { forgetRefreshTokens, keptRefreshToken, unmark } from '../../pages/browser-sdk-cookies.ts'
import { rotateRefreshToken } from '../sessions/rotate-refresh-token.ts'
import { findUser } from '../users/user.queries.ts'
import type { Grant, Granted, GrantRequest } from './grant.ts'

export const refreshTokenBody = z.object({
  grant_type: z.literal('refresh_token'),
  refresh_token: z.string().max(512).optional().meta({
    description: 'Required, except from a page of a registered CORS origin: there the browser may send it as a cookie.',
  }),
  organization_id: z.string().optional(),
})

/** The token itself is the proof, so applications without a secret use it too. */
export const refreshTokenGrant: Grant<z.output<typeof refreshTokenBody>> = async (app, body, given) => {
  if (body.organization_id !== undefined) {
    throw new OAuthError('organization_not_found', `Organization not found: '${body.organization_id.slice(0, 100)}'.`)
  }
  if (body.refresh_token !== undefined) return await refresh(app, body.refresh_token, given)
  if (given.client === 'page') return await refreshByCookie(app, given)
  throw new OAuthError('invalid_request', 'Missing required parameter: refresh_token')
}

async function refresh(app: AppContext, token: string, given: GrantRequest): Promise<Granted> {
  const { session, at } = await rotateRefreshToken(app, token, given.applicationId)
  const user = await findUser(app.db, session.user_id)
  if (!user) throw invalidGrant('Session has already ended.')
  return { session, user, at, nonce: null }
}

/** A token that is refused here will never be good again, so the browser is told to forget it. */
async function refreshByCookie(app: AppContext, given: GrantRequest): Promise<Granted> {
  const { applicationId, request } = given
  const token = keptRefreshToken(app.config, request, applicationId)
  // The wording was seen on the real API.
  if (token === undefined)
    throw new OAuthError('invalid_grant', 'Refresh token not found', {
      cookies: unmark(app.config, request, [applicationId]),
    })
  try {
    return await refresh(app, token, given)
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    throw new OAuthError(error.error, error.message, {
      cookies: forgetRefreshTokens(app.config, request, [applicationId]),
    })
  }
}
