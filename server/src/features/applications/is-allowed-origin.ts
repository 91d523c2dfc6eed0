import type { AppContext } from '../../context.ts'
import { countCorsOrigins, isCorsOriginRegistered } from './cors-origin.queries.ts'
import { isLoopbackOrigin } from './cors-origin.ts'

/**
 * Whether pages of this origin may call with the browser's cookies and read the answer. While none is registered,
 * development mode allows any loopback origin, as it does with redirect URIs.
 */
export async function isAllowedOrigin(app: AppContext, origin: string): Promise<boolean> {
  if (await isCorsOriginRegistered(app.db, origin)) return true
  if (app.config.mode !== 'development' || !isLoopbackOrigin(origin)) return false
  return (await countCorsOrigins(app.db)) === 0
}
