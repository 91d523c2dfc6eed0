import type { Config } from '../../config.ts'
import { DEVELOPMENT_API_KEY } from './api-keys.ts'
import type { UriList } from './registered-uri.queries.ts'

const PATHS: Record<UriList, string> = {
  redirect_uri: '/user_management/redirect_uris',
  sign_out_uri: '/user_management/sign_out_uris',
}

/** What a developer pastes into a shell of their own, so nothing that came in with a request may end the quotation. */
export function registerCommand(config: Config, list: UriList, uri: string): string {
  return `curl ${config.publicUrl}${PATHS[list]} \\
  -H 'Authorization: Bearer ${DEVELOPMENT_API_KEY}' \\
  -H 'Content-Type: application/json' \\
  -d ${quoteForShell(toPlainJson({ uri }))}`
}

/** The same in one line and without a double quote, so that it can be pasted out of a log line of JSON. */
export function registerCommandForLog(config: Config, list: UriList, uri: string): string {
  const body = quoteForShell(new URLSearchParams({ uri }).toString())
  return `curl ${config.publicUrl}${PATHS[list]} -H 'Authorization: Bearer ${DEVELOPMENT_API_KEY}' -d ${body}`
}

/** In ASCII: letters that turn the direction of writing or look like others would let a command pretend. */
function toPlainJson(value: object): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Within single quotes only the single quote itself is special (POSIX, Shell Command Language 2.2.2). */
function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
