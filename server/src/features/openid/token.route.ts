import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import { defineRoute } from '../../http/define-route.ts'
import { type FieldError, OAuthError } from '../../http/errors.ts'
import { ok } from '../../http/reply.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import { findApplication } from '../applications/application.queries.ts'
import { authenticateClient, type ClientFields } from '../applications/authenticate-client.ts'
import { authorizationCodeBody, authorizationCodeGrant } from '../authentication/authorization-code.grant.ts'
import type { Grant, GrantRequest } from '../authentication/grant.ts'
import { issueTokens } from '../authentication/issue-tokens.ts'
import { refreshTokenBody, refreshTokenGrant } from '../authentication/refresh-token.grant.ts'
import { GRANTED_SCOPE } from './scopes.ts'
import { signIdToken } from './sign-id-token.ts'

const client = {
  client_id: z.string().optional().meta({ description: 'The ID of the application, unless it comes by HTTP Basic.' }),
  client_secret: z
    .string()
    .optional()
    .meta({ description: 'An API key, unless it comes by HTTP Basic. Applications without one use PKCE.' }),
}

const body = z
  .discriminatedUnion('grant_type', [
    authorizationCodeBody.extend({
      ...client,
      redirect_uri: z
        .string()
        .optional()
        .meta({ description: 'As in the authorization request; required without PKCE.' }),
    }),
    refreshTokenBody
      .pick({ grant_type: true, organization_id: true })
      .extend({ ...client, refresh_token: z.string().max(512) }),
  ])
  .meta({ id: 'TokenRequest' })

type Body = z.output<typeof body>

/** The same grants as of `POST /user_management/authenticate`. */
const grants = {
  authorization_code: authorizationCodeGrant,
  refresh_token: refreshTokenGrant,
} satisfies { [Type in Body['grant_type']]: Grant<Extract<Body, { grant_type: Type }>> }

export const token = defineRoute({
  method: 'post',
  path: '/oauth2/token',
  summary: 'Token (OpenID Connect)',
  description:
    'Exchanges a code or a refresh token for tokens and an ID token (OpenID Connect Core 1.0, 3.1.3; RFC 6749). An ' +
    'application with a secret proves itself by HTTP Basic or in the body; one without sends its client_id and uses PKCE.',
  tag: 'OpenID Connect',
  // The application proves itself, or is public and proves itself by what it presents.
  caller: 'anyone',
  cors: 'public',
  body,
  responses: {
    200: z.object({
      access_token: z.string(),
      token_type: z.literal('Bearer'),
      expires_in: z.int().meta({ description: 'Seconds.' }),
      refresh_token: z.string(),
      id_token: z.string(),
      scope: z.string(),
    }),
  },
  refusals: [401],
  refuse: invalidRequest,

  async handle(app, { body, request }) {
    refuseUnbound(body)
    const given = { ...(await identifyClient(app, request, body)), ...whoIsIt(request), request }
    const grant = grants[body.grant_type] as Grant<Body>
    const granted = await grant(app, body, given)
    const { accessToken, refreshToken, claims } = await issueTokens(app, granted)
    return ok({
      access_token: accessToken,
      token_type: 'Bearer' as const,
      expires_in: claims.exp - claims.iat,
      refresh_token: refreshToken,
      id_token: await signIdToken(app, { accessToken, claims, nonce: granted.nonce, at: granted.at }),
      scope: GRANTED_SCOPE,
    })
  },
})

/** RFC 6749, 4.1.3. A code that a verifier is needed for is bound to its client in a better way (RFC 9700, 2.1.1). */
function refuseUnbound(body: Body): void {
  if (body.grant_type !== 'authorization_code' || body.redirect_uri !== undefined || body.code_verifier !== undefined)
    return
  throw new OAuthError('invalid_request', 'Missing required parameter: redirect_uri')
}

/** Whoever sends a secret is held to it, also where none is needed. */
async function identifyClient(
  app: AppContext,
  request: RequestInfo,
  fields: ClientFields,
): Promise<Pick<GrantRequest, 'applicationId' | 'client'>> {
  const hasSecret = fields.client_secret !== undefined || request.header('authorization') !== undefined
  const applicationId = hasSecret ? (await authenticateClient(app, request, fields)).applicationId : fields.client_id
  if (applicationId === undefined) throw new OAuthError('invalid_request', 'Missing required parameter: client_id')
  if (!hasSecret && !(await findApplication(app.db, applicationId)))
    throw new OAuthError('invalid_client', `Unknown client_id '${applicationId.slice(0, 100)}'.`, { status: 401 })
  return { applicationId, client: hasSecret ? 'confidential' : 'public' }
}

function whoIsIt({
  ipAddress,
  userAgent,
}: RequestInfo): Pick<GrantRequest, 'ipAddress' | 'isSharedAddress' | 'userAgent'> {
  return { ipAddress, isSharedAddress: true, userAgent }
}

function invalidRequest([first]: FieldError[]): OAuthError {
  if (first?.field === 'grant_type') {
    const error = first.code === 'required' ? 'invalid_request' : 'unsupported_grant_type'
    return new OAuthError(error, `grant_type must be one of ${Object.keys(grants).join(', ')}.`)
  }
  if (first?.code === 'required' && first.field)
    return new OAuthError('invalid_request', `Missing required parameter: ${first.field}`)
  return new OAuthError('invalid_request', first?.message ?? 'The request is malformed.')
}
