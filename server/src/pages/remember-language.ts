import type { MiddlewareHandler } from 'hono'
import type { AppContext } from '../context.ts'
import type { HonoEnvironment } from '../http/mount-routes.ts'
import { LONGEST_COOKIE_SECONDS, setCookie } from './cookies.ts'
import { chosenLanguage } from './frame.ts'

/** Whoever follows a link to a page in another language gets the next pages in it too. */
export function rememberLanguage(app: AppContext): MiddlewareHandler<HonoEnvironment> {
  return async (c, next) => {
    await next()
    const language = chosenLanguage(c.req.url.slice(c.req.url.indexOf('?') + 1))
    if (language === undefined) return
    // Looked at last: a Headers object made of an answer's costs more than most answers.
    if (!c.res.headers.get('content-type')?.startsWith('text/html')) return
    c.res.headers.append('set-cookie', setCookie(app.config, 'language', language, LONGEST_COOKIE_SECONDS))
  }
}
