import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import { defineRoute } from '../../http/define-route.ts'
import { type FieldError, OAuthError } from '../../http/errors.ts'
import { ok } from '../../http/reply.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import { keepRefreshToken } from '../../pages/browser-sdk-cookies.ts'
import { findApiKey } from '../applications/api-keys.ts'
import { findApplication } from '../applications/application.queries.ts'
import { toUserObject, userObject } from '../users/user.wire.ts'
import { authorizationCodeBody, authorizationCodeGrant } from './authorization-code.grant.ts'
import type { ClientKind, Grant, Granted } from './grant.ts'
import { issueTokens } from './issue-tokens.ts'
import {
  ORGANIZATION_SELECTION,
  organizationSelectionBody,
  organizationSelectionGrant,
} from './organization-selection.grant.ts'
import { passwordBody, passwordGrant } from './password.grant.ts'
import { refreshTokenBody, refreshTokenGrant } from './refresh-token.grant.ts'

const client = {
  client_id: z.string().meta({ description: 'The ID of the application.' }),
  client_secret: z
    .string()
    .optional()
    .meta({ description: 'An API key; it can also be sent as a bearer token. Applications without one use PKCE.' }),
  ip_address: z
    .string()
    .max(64)
    .optional()
    .meta({ description: "The person's address, when a server calls for them." }),
  user_agent: z.string().max(2048).optional().meta({ description: "The person's browser, likewise." }),
}

const body = z
  .discriminatedUnion('grant_type', [
    passwordBody.extend(client),
    authorizationCodeBody.extend(client),
    refreshTokenBody.extend(client),
    organizationSelectionBody.extend(client),
  ])
  .meta({ id: 'AuthenticateRequest' })

type Body = z.output<typeof body>

/** One line a grant. Each takes its own member of the union; the key picked is the body's own `grant_type`. */
const grants = {
  password: passwordGrant,
  authorization_code: authorizationCodeGrant,
  refresh_token: refreshTokenGrant,
  [ORGANIZATION_SELECTION]: organizationSelectionGrant,
} satisfies {
  [Type in Body['grant_type']]: Grant<Extract<Body, { grant_type: Type }>>
}

export const authenticate = defineRoute({
  method: 'post',
  path: '/user_management/authenticate',
  summary: 'Authenticate',
  description:
    'Exchanges a code, a password or a refresh token for a new pair of tokens. A refresh token presented again within ' +
    '30 seconds is answered with the current one; later, it ends the session. Whoever is an active member of several ' +
    'organizations is refused with 403 and `organization_selection_required`, `user`, `organizations` to choose from and ' +
    'a `pending_authentication_token`.',
  tag: 'Authentication',
  // The application proves itself in the body, or is public and proves itself by what it presents.
  caller: 'anyone',
  cors: 'credentials',
  body,
  responses: {
    200: z.object({
      user: userObject,
      organization_id: z.string().optional().meta({ description: 'Left out where the session is in none.' }),
      access_token: z.string(),
      refresh_token: z.string(),
      authentication_method: z.literal('Password'),
    }),
  },
  refusals: [403, 429],
  refuse: invalidRequest,

  async handle(app, { body, request }) {
    const client = await identifyClient(app, body, request)
    const grant = grants[body.grant_type] as Grant<Body>
    const granted = await grant(app, body, {
      applicationId: body.client_id,
      client,
      ipAddress: body.ip_address ?? request.ipAddress,
      isSharedAddress: body.ip_address === undefined,
      userAgent: body.user_agent ?? request.userAgent,
      request,
    })
    const { accessToken, refreshToken } = await issueTokens(app, granted)
    const tokens = {
      user: toUserObject(granted.user),
      ...organizationOf(granted),
      access_token: accessToken,
      refresh_token: refreshToken,
      authentication_method: 'Password' as const,
    }
    if (client !== 'page') return ok(tokens)
    return { ...ok(tokens), cookies: keepInBrowser(app, request, granted, refreshToken) }
  },
})

function organizationOf({ session }: Granted): { organization_id?: string } {
  return session.organization_id === null ? {} : { organization_id: session.organization_id }
}

/** A wrong secret is refused even where none is needed. */
async function identifyClient(
  app: AppContext,
  { client_id, client_secret }: Body,
  request: RequestInfo,
): Promise<ClientKind> {
  const application = await findApplication(app.db, client_id)
  if (!application) throw new OAuthError('invalid_client', `Unknown client_id '${client_id.slice(0, 100)}'.`)
  const secret = client_secret ?? /^Bearer (.+)$/i.exec(request.header('authorization') ?? '')?.[1]
  if (secret === undefined) return request.allowedOrigin === undefined ? 'public' : 'page'
  if (await findApiKey(app, secret)) return 'confidential'
  throw new OAuthError('invalid_client', 'Invalid client secret.')
}

/** The next page load goes on with this session, for as long as it may last. */
function keepInBrowser(app: AppContext, request: RequestInfo, { session, at }: Granted, token: string): string[] {
  const maxAgeSeconds = Math.round((Date.parse(session.expires_at) - at.getTime()) / 1000)
  return keepRefreshToken(app.config, request, { clientId: session.application_id, token, maxAgeSeconds })
}

/** A malformed request has the OAuth shape on every grant; the wording was seen on the real API. */
function invalidRequest(errors: FieldError[]): OAuthError {
  const [first] = errors
  if (first?.field === 'grant_type')
    return new OAuthError('invalid_request', `grant_type must be one of ${Object.keys(grants).join(', ')}.`)
  const missing = errors.find((error) => error.code === 'required')
  if (missing?.field) return new OAuthError('invalid_request', `Missing required parameter: ${missing.field}`)
  return new OAuthError('invalid_request', first?.message ?? 'The request is malformed.')
}
