import { createRequire } from 'node:module'

// Loaded with the first wildcard: the Public Suffix List takes 8 MB, and most servers have none.
const load = createRequire(import.meta.url)

/**
 * True when every host one level under the domain belongs to whoever registered it. Asking for the registrable domain
 * of a host below, and not whether the domain is a suffix, also refuses a parent of a `*.` rule of the suffix list.
 */
export function isRegistrableTogether(domain: string): boolean {
  const host = `any-label.${domain}`
  const { getDomain } = load('tldts') as typeof import('tldts')
  const registrable = getDomain(host, { allowPrivateDomains: true })
  return registrable !== null && registrable !== host
}
