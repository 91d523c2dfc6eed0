export interface CookieAttributes {
  maxAgeSeconds: number
  isSecure: boolean
  /** Only for an application that spans several hosts. */
  domain?: string | undefined
}

/** What browsers keep of one cookie, name and value together; more they drop without a word. */
const MOST_BYTES = 4096

/** Of a `Cookie` header. Of two cookies of one name the first is the more specific one (RFC 6265, 5.4). */
export function readCookies(header: string | null | undefined): Map<string, string> {
  const cookies = new Map<string, string>()
  for (const pair of (header ?? '').split(';')) {
    const [name = '', ...value] = pair.split('=')
    if (!cookies.has(name.trim())) cookies.set(name.trim(), value.join('=').trim())
  }
  return cookies
}

/** Out of reach for scripts, sent with links from elsewhere but not with anything that other sites embed or send. */
export function toSetCookie(
  name: string,
  value: string,
  { maxAgeSeconds, isSecure, domain }: CookieAttributes,
): string {
  if (name.length + value.length > MOST_BYTES)
    throw new Error(`The cookie ${name} has ${value.length} characters; browsers drop it above ${MOST_BYTES}.`)
  const attributes = ['Path=/', `Max-Age=${maxAgeSeconds}`, 'HttpOnly', 'SameSite=Lax']
  if (isSecure) attributes.push('Secure')
  if (domain !== undefined) attributes.push(`Domain=${domain}`)
  return [`${name}=${value}`, ...attributes].join('; ')
}
