import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import { defineRoute } from '../../http/define-route.ts'
import { OAuthError } from '../../http/errors.ts'
import { ok } from '../../http/reply.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import { checkAccessToken } from '../introspection/check-access-token.ts'
import { findUser, type User } from '../users/user.queries.ts'
import { toUserObject } from '../users/user.wire.ts'

/** The standard claims of OpenID Connect Core 1.0, 5.1; what is not known is left out. */
const userinfo = z
  .object({
    sub: z.string(),
    email: z.string(),
    email_verified: z.boolean(),
    name: z.string().optional(),
    given_name: z.string().optional(),
    family_name: z.string().optional(),
    picture: z.string().optional(),
    locale: z.string().optional(),
    org_id: z.string().optional().meta({ description: 'The organization of the access token, if there is one.' }),
    updated_at: z.int().meta({ description: 'Seconds since 1970.' }),
  })
  .meta({ id: 'Userinfo' })

const contract = {
  path: '/oauth2/userinfo',
  tag: 'OpenID Connect',
  // An access token is the proof, and it is no API key.
  caller: 'anyone',
  cors: 'public',
  responses: { 200: userinfo },
  refusals: [401],
  // Nothing is read that could be malformed; it says which shape its refusals have (RFC 6750, 3).
  refuse: () => new OAuthError('invalid_request', 'The request is malformed.'),
} as const

const getUserinfo = defineRoute({
  ...contract,
  method: 'get',
  summary: 'Userinfo',
  description:
    'Whose access token this is (OpenID Connect Core 1.0, 5.3): `Authorization: Bearer`, as long as the session is alive.',
  handle: async (app, { request }) => ok(await describeBearer(app, request)),
})

const postUserinfo = defineRoute({
  ...contract,
  method: 'post',
  summary: 'Userinfo, by POST',
  description: 'The same, because relying parties may use either.',
  handle: async (app, { request }) => ok(await describeBearer(app, request)),
})

export const userinfoRoutes = [getUserinfo, postUserinfo]

async function describeBearer(app: AppContext, request: RequestInfo): Promise<z.input<typeof userinfo>> {
  const token = /^Bearer (\S+)$/i.exec(request.header('authorization') ?? '')?.[1]
  if (token === undefined) throw unauthorized('Send the access token: Authorization: Bearer …', 'Bearer')
  const found = await checkAccessToken(app, token)
  const user = found && (await findUser(app.db, found.session.user_id))
  if (user) return toUserinfo(user, found.claims.org_id)
  throw unauthorized('The access token is not valid, or its session has ended.', 'Bearer error="invalid_token"')
}

/** RFC 6750, 3. */
function unauthorized(description: string, challenge: string): OAuthError {
  return new OAuthError('invalid_token', description, { status: 401, headers: { 'www-authenticate': challenge } })
}

function toUserinfo(user: User, organizationId: string | undefined): z.input<typeof userinfo> {
  const { name } = toUserObject(user)
  return {
    sub: user.id,
    email: user.email,
    email_verified: user.email_verified === 1,
    ...(name === null ? {} : { name }),
    ...(user.first_name === null ? {} : { given_name: user.first_name }),
    ...(user.last_name === null ? {} : { family_name: user.last_name }),
    ...(user.profile_picture_url === null ? {} : { picture: user.profile_picture_url }),
    ...(user.locale === null ? {} : { locale: user.locale }),
    ...(organizationId === undefined ? {} : { org_id: organizationId }),
    updated_at: Math.floor(Date.parse(user.updated_at) / 1000),
  }
}
