import { isLoopbackHost, isUnderLocalhost } from './loopback-host.ts'
import { readRegisteredUri } from './registered-uri.ts'

/**
 * True for an http(s) URI, in canonical form, that can only lead back to this machine. In development it stands in for
 * a list while nothing is registered; it is no substitute for one anywhere else.
 */
export function isLoopbackUri(input: string): boolean {
  const reading = readRegisteredUri(input)
  if (!reading.ok || reading.uri.kind !== 'literal') return false
  const { protocol, hostname } = reading.uri.url
  const isWeb = protocol === 'http:' || protocol === 'https:'
  return isWeb && (isLoopbackHost(hostname) || isUnderLocalhost(hostname))
}
