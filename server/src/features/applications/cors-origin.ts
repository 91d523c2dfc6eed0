import { isLoopbackHost, isUnderLocalhost } from './loopback-host.ts'
import { readRegisteredUri } from './registered-uri.ts'

/** Why an origin cannot be registered, and what to write instead. The code is stable, for programs. */
export interface CorsOriginProblem {
  ok: false
  code: keyof typeof MESSAGES
  message: string
}

/**
 * Guards every way an origin can be registered. Origins are compared letter for letter with what browsers send, so an
 * entry must be written as they write it. There are no wildcards: the official API documents none, and a page of
 * such an origin may use the browser's cookies.
 */
export function validateCorsOrigin(text: string, rules: { allowHttp: boolean }): { ok: true } | CorsOriginProblem {
  if (text.includes('*')) return refuseOrigin('wildcard')
  const url = readOrigin(text)
  if (!url) return refuseOrigin('not_an_origin', URL.parse(text)?.origin)
  if (url.protocol === 'http:' && !rules.allowHttp && !isLoopbackHost(url.hostname)) return refuseOrigin('http')
  return { ok: true }
}

/** True for an origin that only this machine can serve; in development mode it stands in for the list while that is empty. */
export function isLoopbackOrigin(text: string): boolean {
  const url = readOrigin(text)
  return url !== undefined && (isLoopbackHost(url.hostname) || isUnderLocalhost(url.hostname))
}

/** The grammar of redirect URIs with nothing after the host and port, as RFC 6454, 6.2 writes origins. */
function readOrigin(text: string): URL | undefined {
  const reading = readRegisteredUri(text)
  if (!reading.ok || reading.uri.kind !== 'literal') return undefined
  const { url } = reading.uri
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:'
  return isWeb && url.origin === text ? url : undefined
}

function refuseOrigin(code: CorsOriginProblem['code'], origin?: string): CorsOriginProblem {
  const isSuggestion = origin !== undefined && readOrigin(origin) !== undefined
  return {
    ok: false,
    code,
    message: isSuggestion ? `${MESSAGES[code]} For this one that is ${origin}` : MESSAGES[code],
  }
}

const MESSAGES = {
  not_an_origin:
    'Write an origin as browsers send it: scheme, host and port only, no slash at the end, such as https://app.example.com.',
  wildcard: 'Register each origin by itself: an origin has no wildcard.',
  http: 'Use https: plain http is only allowed for localhost, 127.0.0.1 and [::1].',
} as const
