/**
 * The registered URI with the answer's parameters appended (RFC 6749, 4.1.2), before a fragment, which sign-out URIs may
 * have. Written onto the string as it is: a URL parser would rewrite what the application registered, and must hand
 * `state` back to the letter.
 */
export function callbackLocation(redirectUri: string, parameters: Record<string, string | null>): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== null)
  const query = given.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  const [address = '', ...fragment] = redirectUri.split(/(?=#)/)
  return `${address}${address.includes('?') ? '&' : '?'}${query}${fragment.join('')}`
}
