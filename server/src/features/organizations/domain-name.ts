import { createRequire } from 'node:module'
import { z } from 'zod'

// Loaded with the first domain, like everywhere: the Public Suffix List takes 8 MB.
const load = createRequire(import.meta.url)

const LONGEST_NAME = 253

/** A domain that somebody can own, as lower-case ASCII: `Example.com.` and `bücher.example` are brought to that form. */
export const domainName = z
  .string()
  .max(LONGEST_NAME)
  .transform((value, context) => {
    const host = hostOf(value)
    if (host !== undefined && isRegistrable(host)) return host
    context.addIssue({
      code: 'custom',
      message: `must be a domain that an organization can own, such as example.com, not ${JSON.stringify(value.slice(0, 100))}`,
    })
    return z.NEVER
  })

/** What a URL parser makes of it; undefined if that is more than a host. */
function hostOf(value: string): string | undefined {
  const name = value.trim().replace(/\.$/, '')
  if (!/^[^\s/?#@:\\%[\]]+$/.test(name)) return undefined
  return URL.parse(`http://${name}`)?.hostname
}

/** Neither a public suffix nor an IP address, and under a suffix that exists or is reserved for examples. */
function isRegistrable(host: string): boolean {
  const { parse } = load('tldts') as typeof import('tldts')
  const { domain, isIp } = parse(host, { allowPrivateDomains: true })
  return (
    !isIp && domain !== null && host.split('.').every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label))
  )
}
