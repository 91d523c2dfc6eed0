import type { LiveAccessToken } from '../introspection/check-access-token.ts'

/**
 * What the application is told. All of them are there on every 200 and none is ever empty: a proxy copies what the
 * answer has, and a header that it lacked would be the one that the client sent (as in Caddy 2.10, GHSA-7r4p-vjf4-gxv4).
 */
export function identityHeaders({ claims, session }: LiveAccessToken): Record<string, string> {
  return {
    'x-auth-user': claims.sub,
    'x-auth-session': claims.sid,
    'x-auth-client': claims.client_id,
    'x-auth-email': encodeHeader(session.email),
    'x-auth-organization': claims.org_id ?? NONE,
    'x-auth-role': claims.role ?? NONE,
  }
}

/** The session is in no organization. Neither an id nor a slug begins like this. */
const NONE = '-'

/** Visible ASCII as it is, anything else percent-encoded, so that a value can neither end a header nor break one. */
function encodeHeader(text: string): string {
  return text.replace(/[^\x21-\x7e]|%/gu, encodeURIComponent)
}
