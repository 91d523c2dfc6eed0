import type { AppContext } from '../../context.ts'
import { isLoopbackAddress } from '../../platform/ip-range.ts'

/**
 * Test suites sign in a hundred times a second, so in development mode this machine has no limits. Those that ask for the
 * limits of WorkOS want to meet them.
 */
export function isOnLaptop({ config }: Pick<AppContext, 'config'>, ipAddress: string | null): boolean {
  if (config.mode !== 'development' || config.rateLimits === 'workos') return false
  return ipAddress === null || isLoopbackAddress(ipAddress)
}
