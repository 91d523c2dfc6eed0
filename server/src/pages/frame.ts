import type { Config } from '../config.ts'
import type { RequestInfo } from '../http/request-info.ts'
import { cookieName } from './cookies.ts'
import { FALLBACK_LANGUAGE, isLanguage, type Language, languageOfAcceptHeader } from './languages.ts'
import { type Messages, messages } from './messages/messages.ts'

/** The parameter of the links by which people choose a language. */
const PARAMETER = 'lang'
/** A sign-in link with a long `state` is not written down six times over. */
const LONGEST_QUERY = 2_000

/** What every page needs to know of the request that it answers. */
export interface Frame {
  language: Language
  text: Messages
  /** Leads to the same page in another language; undefined where the page answers a form and cannot be asked for again. */
  hrefIn: ((language: Language) => string) | undefined
}

/**
 * What the person chose by a link, now or earlier, comes first; then what the application asked for; then what the
 * browser says. `wished` comes from `ui_locales`.
 */
export function frameOf(app: { config: Config }, request: RequestInfo, wished?: string | null): Frame {
  const earlier = request.cookie(cookieName(app.config, 'language'))
  const language =
    chosenLanguage(request.query) ??
    (isLanguage(earlier) ? earlier : undefined) ??
    (isLanguage(wished) ? wished : undefined) ??
    languageOfAcceptHeader(request.header('accept-language')) ??
    FALLBACK_LANGUAGE
  return { language, text: messages[language], hrefIn: hrefInOf(request) }
}

/** Of a query string; only a language that we have is one. */
export function chosenLanguage(query: string): Language | undefined {
  if (!query.includes(`${PARAMETER}=`)) return undefined
  const [chosen, ...more] = new URLSearchParams(query).getAll(PARAMETER)
  return more.length === 0 && isLanguage(chosen) ? chosen : undefined
}

/**
 * A query alone, which leaves the path as it is: no address that somebody made up can lead to another server. Only what
 * the page knows is handed on, and not the id of a session, say, that an application put there.
 */
function hrefInOf({ method, query, parameters: known }: RequestInfo): Frame['hrefIn'] {
  if (method !== 'GET' || query.length > LONGEST_QUERY) return undefined
  const parameters = new URLSearchParams([...new URLSearchParams(query)].filter(([name]) => known.includes(name)))
  return (language) => {
    parameters.set(PARAMETER, language)
    return `?${parameters}`
  }
}
