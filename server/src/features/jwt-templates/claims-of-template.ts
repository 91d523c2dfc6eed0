/**
 * What no template may say: the six of the official documentation, and those that the server itself goes by. A token is
 * refused once its session has ended, or its user has left its organization, and neither may be called something else.
 */
const OFFICIAL = ['iss', 'sub', 'exp', 'iat', 'nbf', 'jti']
export const RESERVED_CLAIMS = [...OFFICIAL, 'aud', 'client_id', 'sid', 'org_id', 'auth_time', 'act']

export function isReservedClaim(name: string): boolean {
  return RESERVED_CLAIMS.includes(name)
}

const isText = (value: unknown) => typeof value === 'string'
const isTexts = (value: unknown) => Array.isArray(value) && value.every(isText)

/** Claims that a token has without a template as well, and what a template may put in their place. */
const FORMS: Record<string, (value: unknown) => boolean> = {
  role: isText,
  roles: isTexts,
  permissions: isTexts,
  entitlements: isTexts,
  feature_flags: isTexts,
}

export function hasFormOfClaim(name: string, value: unknown): boolean {
  return Object.hasOwn(FORMS, name) ? FORMS[name]?.(value) === true : true
}

/** Whether a template may say it in place of the token itself. */
export function isReplaceable(name: string): boolean {
  return Object.hasOwn(FORMS, name)
}
