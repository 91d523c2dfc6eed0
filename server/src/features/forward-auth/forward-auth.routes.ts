import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import { defineRoute } from '../../http/define-route.ts'
import { ApiError } from '../../http/errors.ts'
import { readParameters } from '../../http/parameters.ts'
import { redirect } from '../../http/reply.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import { decideRedirect } from '../applications/decide-redirect.ts'
import { checkAccessToken, type LiveAccessToken } from '../introspection/check-access-token.ts'
import { identityHeaders } from './identity-headers.ts'
import { presentedToken } from './presented-token.ts'

/** What the operator of the proxy says in its configuration. Nothing of it may come from the person's request. */
const options = z.object({
  client_id: z.string().min(1).meta({ description: 'The application whose access tokens are good here.' }),
  cookie: z
    .string()
    .regex(/^[\w.-]{1,100}$/, 'must be the name of a cookie')
    .optional()
    .meta({ description: 'A cookie of the application with the access token, for requests without `Authorization`.' }),
  redirect_uri: z
    .string()
    .optional()
    .meta({
      description:
        'A registered redirect URI of the application: whoever opens a page and is not signed in is sent to sign in and ' +
        'comes back there with a code. For proxies that pass a 302 on (Caddy, Traefik, Envoy).',
    }),
})

/**
 * Asked by a proxy about each request to an application (nginx `auth_request`, Caddy `forward_auth`, Traefik
 * ForwardAuth). Whoever asks proves nothing: the answer tells a token's holder what the token says anyway.
 */
const forwardAuth = defineRoute({
  method: 'get',
  isAnyMethod: true,
  path: '/forward-auth',
  summary: 'Whether a proxy may let a request through',
  description:
    'For nginx, Caddy and Traefik, which ask about each request to an application; any method. 200 with the headers ' +
    '`X-Auth-User`, `X-Auth-Session`, `X-Auth-Client`, `X-Auth-Email`, `X-Auth-Organization` and `X-Auth-Role`, all of ' +
    'them always, or else 401. See ' +
    'docs/forward-auth.md.',
  tag: 'Session tokens',
  caller: 'anyone',
  query: options,
  responses: { 200: 'empty', 302: 'empty' },
  refusals: [401],

  // nginx, Caddy and Traefik ask by GET whatever the person's request is; the latter two say what it is.
  handle: (app, { query, request }) =>
    answer(app, query, { ...request, method: request.header('x-forwarded-method') ?? request.method }),
})

const OPTIONS_HEADER = 'x-gatehouse-options'

/**
 * Envoy keeps the method, appends the path of the person's request, and with it their query. So what the operator says
 * comes in a header, which Envoy writes over what a client may have sent, and the query is not looked at.
 */
const forwardAuthForEnvoy = defineRoute({
  method: 'get',
  isAnyMethod: true,
  isUndocumented: true,
  path: '/forward-auth/envoy/*',
  summary: 'The same for Envoy',
  tag: 'Session tokens',
  caller: 'anyone',
  responses: { 200: 'empty', 302: 'empty' },

  async handle(app, { request }) {
    const given = options.safeParse(readParameters(request.header(OPTIONS_HEADER) ?? ''))
    if (given.success) return await answer(app, given.data, request)
    throw new ApiError(422, `Let Envoy set ${OPTIONS_HEADER}: client_id=… (see docs/forward-auth.md).`, {
      code: 'invalid_request_parameters',
    })
  },
})

export const forwardAuthRoutes = [forwardAuth, forwardAuthForEnvoy]

type Options = z.output<typeof options>

/** `request`: with the method of the person's request, however the proxy told it. */
async function answer(app: AppContext, given: Options, request: RequestInfo) {
  const token = presentedToken(request, given.cookie)
  const live = token === undefined ? undefined : await checkAccessToken(app, token)
  if (live && isFor(live, given.client_id))
    return { status: 200 as const, body: undefined, headers: identityHeaders(live) }
  if (given.redirect_uri !== undefined && opensPage(request)) {
    const { location: callback } = await decideRedirect(app, 'redirect_uri', given.redirect_uri)
    if (callback !== undefined) return redirect(signInAddress(app, given.client_id, callback))
  }
  throw new ApiError(401, 'Sign in first: there is no access token of a live session.', {
    code: 'unauthorized',
    headers: { 'www-authenticate': token === undefined ? 'Bearer' : 'Bearer error="invalid_token"' },
  })
}

function isFor({ claims }: LiveAccessToken, clientId: string): boolean {
  return claims.client_id === clientId
}

/** Scripts and forms could do nothing with a sign-in page. Old browsers do not say what a request is for. */
function opensPage({ method, header }: RequestInfo): boolean {
  if (method !== 'GET') return false
  const mode = header('sec-fetch-mode')
  return mode === undefined ? (header('accept')?.includes('text/html') ?? false) : mode === 'navigate'
}

function signInAddress(app: AppContext, clientId: string, callback: string): string {
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: callback,
    response_type: 'code',
    provider: 'authkit',
  })
  return `${app.config.publicUrl}/user_management/authorize?${query}`
}
