import { z } from 'zod'
import type { Config } from '../../config.ts'
import { defineRoute } from '../../http/define-route.ts'
import { ok } from '../../http/reply.ts'
import { LANGUAGES } from '../../pages/languages.ts'
import { openidIssuer } from '../signing-keys/openid-issuer.ts'
import { SCOPES } from './scopes.ts'

const list = z.array(z.string())

/** OpenID Connect Discovery 1.0, 3, with the members of RP-Initiated and Back-Channel Logout, RFC 8414 and RFC 9207. */
const providerMetadata = z
  .object({
    issuer: z.string(),
    authorization_endpoint: z.string(),
    token_endpoint: z.string(),
    userinfo_endpoint: z.string(),
    jwks_uri: z.string(),
    introspection_endpoint: z.string(),
    end_session_endpoint: z.string(),
    backchannel_logout_supported: z.boolean(),
    backchannel_logout_session_supported: z.boolean(),
    scopes_supported: list,
    response_types_supported: list,
    response_modes_supported: list,
    grant_types_supported: list,
    subject_types_supported: list,
    id_token_signing_alg_values_supported: list,
    token_endpoint_auth_methods_supported: list,
    introspection_endpoint_auth_methods_supported: list,
    code_challenge_methods_supported: list,
    prompt_values_supported: list,
    claims_supported: list,
    ui_locales_supported: list,
    claims_parameter_supported: z.boolean(),
    request_parameter_supported: z.boolean(),
    request_uri_parameter_supported: z.boolean(),
    authorization_response_iss_parameter_supported: z.boolean(),
  })
  .meta({ id: 'ProviderMetadata' })

/** Two addresses for one document: that of OpenID Connect, and that of plain OAuth (RFC 8414, 5). */
export const discoveryRoutes = [
  discoveryAt('/.well-known/openid-configuration', 'Get the OpenID provider metadata'),
  discoveryAt('/.well-known/oauth-authorization-server', 'Get the authorization server metadata'),
]

function discoveryAt(path: string, summary: string) {
  return defineRoute({
    method: 'get',
    path,
    summary,
    tag: 'OpenID Connect',
    caller: 'anyone',
    cors: 'public',
    responses: { 200: providerMetadata },
    handle: async (app) => ({
      ...ok(describeProvider(app.config)),
      headers: { 'cache-control': 'public, max-age=300' },
    }),
  })
}

function describeProvider(config: Config): z.input<typeof providerMetadata> {
  const { publicUrl } = config
  return {
    issuer: openidIssuer(config),
    authorization_endpoint: `${publicUrl}/oauth2/authorize`,
    token_endpoint: `${publicUrl}/oauth2/token`,
    userinfo_endpoint: `${publicUrl}/oauth2/userinfo`,
    jwks_uri: `${publicUrl}/oauth2/jwks`,
    introspection_endpoint: `${publicUrl}/oauth2/introspect`,
    end_session_endpoint: `${publicUrl}/oauth2/logout`,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    scopes_supported: [...SCOPES],
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    code_challenge_methods_supported: ['S256'],
    prompt_values_supported: ['none', 'login', 'select_account'],
    claims_supported: [
      ...['iss', 'aud', 'sub', 'sid', 'nonce', 'auth_time', 'iat', 'exp', 'at_hash', 'org_id'],
      ...['email', 'email_verified', 'name', 'given_name', 'family_name', 'picture', 'locale', 'updated_at'],
    ],
    ui_locales_supported: [...LANGUAGES],
    claims_parameter_supported: false,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    authorization_response_iss_parameter_supported: true,
  }
}
