import { isIP } from 'node:net'
import { isRegistrableTogether } from './platform/registrable-domain.ts'

/** Why a server at this URL cannot set cookies for the domain; undefined if it can. Browsers would drop them silently. */
export function cookieDomainProblem(domain: string, publicUrl: string): string | undefined {
  const { hostname } = new URL(publicUrl)
  if (hostname !== domain && !hostname.endsWith(`.${domain}`)) {
    return `must be a parent domain of ${hostname}, the host of the public URL, such as example.com for auth.example.com; not ${JSON.stringify(domain)}`
  }
  if (isIP(domain) !== 0 || !isRegistrableTogether(domain)) {
    return `must be a domain of your own: anybody can have a host under ${domain}, and browsers refuse such cookies`
  }
  return undefined
}
