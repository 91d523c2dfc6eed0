import { getDomain } from 'tldts'

/**
 * True when every host one level under the domain belongs to whoever registered it. Asking for the registrable domain
 * of a host below, and not whether the domain is a suffix, also refuses a parent of a `*.` rule of the suffix list.
 */
export function isRegistrableTogether(domain: string): boolean {
  const host = `any-label.${domain}`
  const registrable = getDomain(host, { allowPrivateDomains: true })
  return registrable !== null && registrable !== host
}
