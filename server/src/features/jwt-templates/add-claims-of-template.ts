import type { AppContext } from '../../context.ts'
import type { AccessTokenClaims } from '../signing-keys/sign-access-token.ts'
import { hasFormOfClaim, isReplaceable } from './claims-of-template.ts'
import { readTemplateValues, type TokenOwner } from './read-template-values.ts'
import { renderJwtTemplate, type TemplateValues } from './render-jwt-template.ts'
import { type JwtTemplate, JwtTemplateError } from './template.ts'

/**
 * The claims with those of the template in force. What the template cannot make (it is too big, or has not the form of
 * the claim that it replaces) is left out together with what it would have replaced: nobody is kept from signing in by
 * their data, and a token may say less than it should, never more. See docs/decisions/0019-jwt-templates.md.
 */
export async function addClaimsOfTemplate(
  app: AppContext,
  claims: AccessTokenClaims,
  owner: TokenOwner,
): Promise<AccessTokenClaims> {
  const template = app.jwtTemplate.current()
  if (!template) return claims
  const values = await readTemplateValues(app, template, owner)
  const custom = render(app, template, values, claims.sub)
  const added = Object.entries(custom ?? {})
  const failed = custom
    ? added.filter(([name, value]) => !hasFormOfClaim(name, value)).map(([name]) => name)
    : [...template.claims.keys()]
  return { ...without(claims, failed), ...Object.fromEntries(added.filter(([name]) => !failed.includes(name))) }
}

/** Undefined: it makes too much of these values. The log names the user and none of the values. */
function render(app: AppContext, template: JwtTemplate, values: TemplateValues, userId: string) {
  try {
    return renderJwtTemplate(template, values)
  } catch (error) {
    if (!(error instanceof JwtTemplateError)) throw error
    app.log.error(`A token of ${userId} has no claims of the JWT template.`, error)
    return undefined
  }
}

function without(claims: AccessTokenClaims, names: string[]): AccessTokenClaims {
  const rest = { ...claims }
  for (const name of names) if (isReplaceable(name)) Reflect.deleteProperty(rest, name)
  return rest
}
