import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

const GLOBAL_IPV6: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3]

/**
 * True for an address of the public internet. Everything else is somebody's inside: loopback, private networks,
 * link-local with the metadata services of clouds, carrier-grade NAT, multicast, and every way to write IPv4 within IPv6
 * (RFC 6890). What is no address is not public either.
 */
export function isPublicAddress(text: string): boolean {
  // Stricter than the library, which also reads `1` and `0x8080808`.
  if (isIP(text) === 0) return false
  // An IPv4 address in its IPv6 form is looked at as what it is.
  const address = ipaddr.process(text)
  if (address.range() !== 'unicast') return false
  return address instanceof ipaddr.IPv4 || address.match(GLOBAL_IPV6)
}
