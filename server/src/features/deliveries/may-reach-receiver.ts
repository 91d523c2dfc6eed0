import type { Config } from '../../config.ts'
import { ipKey, readIpRange } from '../../platform/ip-range.ts'
import { isPublicAddress } from '../../platform/public-address.ts'

/**
 * Whoever may register a receiver must not be able to make this server talk to its own neighbours (T51): only to public
 * addresses, and to those that the operator named.
 */
export function mayReachReceiver(config: Config, address: string): boolean {
  if (isPublicAddress(address)) return true
  const key = ipKey(address)
  if (key === null) return false
  return config.receiverNetworks.some((network) => {
    const range = readIpRange(network)
    return range !== undefined && range.from <= key && key <= range.to
  })
}
