import type { AppContext } from '../../context.ts'
import type { BrowserSessionRow } from '../../database/schema.ts'
import { authenticationCode, secretsMatch } from '../../platform/secrets.ts'

/**
 * In the forms of a signed-in person, beside what browsers say of a form's origin: no other page can know it, since it
 * is made of the hosted sign-in and its cookie, and is another one after the next sign-in.
 */
export function formTokenOf(app: AppContext, { id, cookie_hash }: BrowserSessionRow): string {
  return authenticationCode(app.keys.tokenKey, `form token ${id} ${cookie_hash}`)
}

export function isFormTokenOf(app: AppContext, own: BrowserSessionRow, given: string): boolean {
  return secretsMatch(formTokenOf(app, own), given)
}
