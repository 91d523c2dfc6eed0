import { z } from 'zod'
import type { AppContext } from '../../context.ts'
import { defineRoute } from '../../http/define-route.ts'
import { seeOther } from '../../http/reply.ts'
import {
  type AuthorizationRequest,
  type AuthorizeReply,
  answerAuthorizationRequest,
  authorizationParameters,
  type Refusal,
  text,
} from '../authentication/answer-authorization-request.ts'
import { readIdTokenHint } from './read-id-token-hint.ts'

const PATH = '/oauth2/authorize'

const query = z.object({
  ...authorizationParameters,
  prompt: text.meta({
    description: '`login` and `select_account` ask for the password in any case, `none` never shows a page.',
  }),
  scope: text.meta({ description: 'Required: `openid`, and beside it `profile` and `email`.' }),
  nonce: text.meta({ description: 'Comes back in the ID token.' }),
  id_token_hint: text.meta({ description: 'An earlier ID token: somebody else than its person signs in anew.' }),
  response_mode: text.meta({ description: '`query`.' }),
  request: text.meta({ description: 'Not supported.' }),
  request_uri: text.meta({ description: 'Not supported.' }),
})

type Query = z.output<typeof query>

const authorizeOpenid = defineRoute({
  method: 'get',
  path: PATH,
  summary: 'Authorize (OpenID Connect)',
  description:
    'Where a relying party sends the browser to sign in: the authorization code flow of OpenID Connect Core 1.0. The ' +
    'same sign-in as `GET /user_management/authorize`, for standard libraries. Answers carry `iss` (RFC 9207).',
  tag: 'OpenID Connect',
  caller: 'anyone',
  // A repeated parameter leaves nothing to trust, so it is told to the developer rather than redirected.
  query: z.union([query, z.unknown().transform(() => undefined)]),
  responses: { 302: 'empty', 400: 'html' },

  async handle(app, { query, request }): Promise<AuthorizeReply> {
    return await answerAuthorizationRequest(app, request, query && toAuthorizationRequest(app, query))
  },
})

/** By a redirect to ourselves: with a form from another site browsers do not send the cookie of the hosted sign-in. */
const authorizeOpenidForm = defineRoute({
  method: 'post',
  path: PATH,
  summary: 'Authorize (OpenID Connect), by form',
  description: 'The same with a form (OpenID Connect Core 1.0, 3.1.2.1).',
  tag: 'OpenID Connect',
  caller: 'anyone',
  body: z.record(z.string().max(100), z.string().max(8192)),
  responses: { 303: 'empty' },

  async handle(_app, { body }) {
    return seeOther(PATH, body)
  },
})

export const authorizeRoutes = [authorizeOpenid, authorizeOpenidForm]

function toAuthorizationRequest(app: AppContext, query: Query): AuthorizationRequest {
  const prompts = query.prompt?.split(' ').filter(Boolean) ?? []
  const asksAgain = prompts.includes('login') || prompts.includes('select_account')
  const hint = query.id_token_hint === undefined ? undefined : readIdTokenHint(app, query.id_token_hint)
  return {
    ...query,
    prompt: asksAgain ? 'login' : prompts[0],
    refusal: refuseParameters(query, prompts),
    openid: { nonce: query.nonce ?? null },
    // A hint that is not ours is of nobody who could be signed in here.
    invitation: undefined,
    expectedUserId: query.id_token_hint === undefined ? undefined : (hint?.sub ?? ''),
  }
}

/** OpenID Connect Core 1.0, 3.1.2.1 and 6. Scopes that are unknown are ignored, as it asks for. */
function refuseParameters(query: Query, prompts: string[]): Refusal | undefined {
  const refuse = (error: string, error_description: string): Refusal => ({ error, error_description })
  if (query.request !== undefined) return refuse('request_not_supported', 'Send the parameters by themselves.')
  if (query.request_uri !== undefined) return refuse('request_uri_not_supported', 'Send the parameters by themselves.')
  if (query.response_mode !== undefined && query.response_mode !== 'query')
    return refuse('invalid_request', 'response_mode must be "query".')
  if (!query.scope?.split(' ').includes('openid')) return refuse('invalid_scope', 'scope must contain "openid".')
  if (prompts.includes('none') && prompts.length > 1) return refuse('invalid_request', 'prompt=none stands alone.')
  return undefined
}
