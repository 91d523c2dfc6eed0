import ipaddr from 'ipaddr.js'

/** First and last address of a range, as keys. */
export interface IpRange {
  from: string
  to: string
}

/** 32 hex digits that sort like the addresses do, IPv4 as its IPv6 form; null for what is no address. */
export function ipKey(address: string | null): string | null {
  return address !== null && ipaddr.isValid(address) ? keyOf(ipaddr.parse(address)) : null
}

/** Whom to count as one: an IPv4 address, or the /64 that one household or machine has of IPv6. */
export function networkKey(address: string | null): string | null {
  const key = ipKey(address)
  if (key === null) return null
  return key.startsWith(MAPPED_IPV4) ? key : key.slice(0, 16)
}

export function isLoopbackAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback'
}

const MAPPED_IPV4 = '00000000000000000000ffff'

/** A single address or CIDR notation (RFC 4632, RFC 4291 2.3); undefined for anything else. */
export function readIpRange(text: string): IpRange | undefined {
  if (ipaddr.isValid(text)) {
    const key = keyOf(ipaddr.parse(text))
    return { from: key, to: key }
  }
  if (ipaddr.IPv4.isValidCIDR(text)) {
    return rangeOf(ipaddr.IPv4.networkAddressFromCIDR(text), ipaddr.IPv4.broadcastAddressFromCIDR(text))
  }
  if (ipaddr.IPv6.isValidCIDR(text)) {
    return rangeOf(ipaddr.IPv6.networkAddressFromCIDR(text), ipaddr.IPv6.broadcastAddressFromCIDR(text))
  }
  return undefined
}

function rangeOf(first: ipaddr.IPv4 | ipaddr.IPv6, last: ipaddr.IPv4 | ipaddr.IPv6): IpRange {
  return { from: keyOf(first), to: keyOf(last) }
}

function keyOf(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  const six = address instanceof ipaddr.IPv4 ? address.toIPv4MappedAddress() : address
  return Buffer.from(six.toByteArray()).toString('hex')
}
