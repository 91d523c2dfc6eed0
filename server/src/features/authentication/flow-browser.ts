import type { AppContext } from '../../context.ts'
import { ApiError } from '../../http/errors.ts'
import type { RequestInfo } from '../../http/request-info.ts'
import { cookieName, setCookie } from '../../pages/cookies.ts'
import { hashSecret, randomSecret } from '../../platform/secrets.ts'

/**
 * A sign-in belongs to the browser that started it: its requests carry the hash of this cookie. That also stops login
 * CSRF, where somebody else's page submits our form: it cannot know a request of this browser.
 */
export function identifyBrowser(app: AppContext, request: RequestInfo): { hash: string; cookies: string[] } {
  const known = request.cookie(cookieName(app.config, 'browser'))
  if (known) return { hash: hashSecret(known), cookies: [] }
  const fresh = randomSecret()
  return {
    hash: hashSecret(fresh),
    cookies: [setCookie(app.config, 'browser', fresh)],
  }
}

/**
 * A second guard for our own forms, by what browsers say of themselves; old ones say nothing. `Origin` is `null` on
 * forms of pages with `Referrer-Policy: no-referrer`, so it counts only where `Sec-Fetch-Site` is missing.
 */
export function refuseForeignForm(app: AppContext, request: RequestInfo): void {
  const site = request.header('sec-fetch-site')
  const origin = request.header('origin') ?? 'null'
  const isOwn = site === undefined ? ['null', app.config.publicUrl].includes(origin) : site === 'same-origin'
  if (isOwn) return
  throw new ApiError(403, 'This form was submitted from another site. Open the page itself and try again.', {
    code: 'cross_site_form',
  })
}
