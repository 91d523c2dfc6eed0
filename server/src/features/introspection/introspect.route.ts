import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import { defineRoute } from '../../http/define-route.ts'
import { type FieldError, OAuthError } from '../../http/errors.ts'
import { ok } from '../../http/reply.ts'
import { authenticateClient } from '../applications/authenticate-client.ts'
import { checkAccessToken } from './check-access-token.ts'
import { checkRefreshToken } from './check-refresh-token.ts'
import { type Introspection, introspection, NOT_ACTIVE, ofAccessToken, ofRefreshToken } from './introspection.wire.ts'

/**
 * RFC 7662. Whatever is not good at this moment is answered alike (2.2): nobody learns whether a token is false, over,
 * signed out or for somebody else.
 */
export const introspect = defineRoute({
  method: 'post',
  path: '/oauth2/introspect',
  summary: 'Whether a token is good now, and what it says',
  description:
    'RFC 7662, for applications that ask instead of verifying by themselves. A sign-out that has been answered is seen ' +
    'at once, on every node. The caller proves itself with an API key: by HTTP Basic (`client_id:API key`), as ' +
    '`client_secret` in the body, or as a bearer token. Whoever names a `client_id` is told of its tokens only.',
  tag: 'Session tokens',
  // The application proves itself in the body or in the header.
  caller: 'anyone',
  body: z
    .object({
      token: z.string().min(1).meta({ description: 'An access token or a refresh token.' }),
      token_type_hint: z.string().optional().meta({
        description: '`access_token` or `refresh_token`; it is found without. Others are ignored, as the RFC says.',
      }),
      client_id: z.string().optional(),
      client_secret: z.string().optional().meta({ description: 'An API key.' }),
    })
    .meta({ id: 'IntrospectionRequest' }),
  responses: { 200: introspection },
  refusals: [401],
  refuse: invalidRequest,

  async handle(app, { body, request }) {
    const client = await authenticateClient(app, request, body)
    const found = await introspectToken(app, body.token)
    const isForCaller = found.active && [undefined, found.client_id].includes(client.applicationId)
    return ok(isForCaller ? found : NOT_ACTIVE)
  },
})

/** The two kinds have nothing in common, so no hint is needed to tell them apart. */
async function introspectToken(app: AppContext, token: string): Promise<Introspection> {
  const access = await checkAccessToken(app, token)
  if (access) return ofAccessToken(access)
  const session = await checkRefreshToken(app, token)
  return session ? ofRefreshToken(app, session) : NOT_ACTIVE
}

function invalidRequest([first]: FieldError[]): OAuthError {
  return new OAuthError('invalid_request', first?.message ?? 'The request is malformed.')
}
