import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import { invalidGrant, OAuthError } from '../../http/errors.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import { forgetRefreshTokens, keptRefreshToken, unmark } from '../../pages/browser-sdk-cookies.ts'
import { enterOrganization } from '../memberships/choose-organization.ts'
import { type Destination, type RefreshWish, rotateRefreshToken } from '../sessions/rotate-refresh-token.ts'
import { findUser } from '../users/user.queries.ts'
import type { Grant, Granted } from './grant.ts'

export const refreshTokenBody = z.object({
  grant_type: z.literal('refresh_token'),
  refresh_token: z.string().max(512).optional().meta({
    description: 'Required, except from a page of a registered CORS origin: there the browser may send it as a cookie.',
  }),
  organization_id: z.string().optional().meta({
    description: 'The organization to go on in; without it, where the session is.',
  }),
})

/** The token itself is the proof, so applications without a secret use it too. */
export const refreshTokenGrant: Grant<z.output<typeof refreshTokenBody>> = async (app, body, given) => {
  const wish = { applicationId: given.applicationId, destination: toDestination(body.organization_id) }
  if (body.refresh_token !== undefined) return await refresh(app, body.refresh_token, wish)
  if (given.client === 'page') return await refreshByCookie(app, given.request, wish)
  throw new OAuthError('invalid_request', 'Missing required parameter: refresh_token')
}

function toDestination(organizationId: string | undefined): Destination | undefined {
  return organizationId === undefined ? undefined : { organizationId, enter: enterOrganization }
}

async function refresh(app: AppContext, token: string, wish: RefreshWish): Promise<Granted> {
  const { session, at } = await rotateRefreshToken(app, token, wish)
  const user = await findUser(app.db, session.user_id)
  if (!user) throw invalidGrant('Session has already ended.')
  return { session, user, at, nonce: null }
}

/** A token that is refused as such will never be good again, so the browser is told to forget it. */
async function refreshByCookie(app: AppContext, request: RequestInfo, wish: RefreshWish): Promise<Granted> {
  const { applicationId } = wish
  const token = keptRefreshToken(app.config, request, applicationId)
  // The wording was seen on the real API.
  if (token === undefined)
    throw new OAuthError('invalid_grant', 'Refresh token not found', {
      cookies: unmark(app.config, request, [applicationId]),
    })
  try {
    return await refresh(app, token, wish)
  } catch (error) {
    if (!(error instanceof OAuthError) || error.error !== 'invalid_grant') throw error
    throw new OAuthError(error.error, error.message, {
      cookies: forgetRefreshTokens(app.config, request, [applicationId]),
    })
  }
}
