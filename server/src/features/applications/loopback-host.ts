/**
 * True for a host that is this machine by definition: `localhost`, 127.0.0.0/8 and `[::1]` (RFC 8252 7.3 and 8.3).
 * Expects the canonical `hostname` of a URL, in which `127.1` and its kin are already spelled out.
 */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

/**
 * True for names below `localhost`, which browsers keep on this machine (RFC 6761 6.3). Resolvers are not bound to,
 * so outside development such a name counts as any other.
 */
export function isUnderLocalhost(hostname: string): boolean {
  return hostname.endsWith('.localhost')
}
