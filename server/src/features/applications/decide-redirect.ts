import type { Config } from '../../config.ts'
import type { AppContext } from '../../context.ts'
import { isLoopbackUri } from './loopback-uri.ts'
import { matchRegisteredUri } from './match-registered-uri.ts'
import { readRegisteredUris, type UriList } from './registered-uri.queries.ts'

/** Where the browser may be sent. `location` comes from the list, or is a loopback address in development mode. */
export interface RedirectDecision {
  location: string | undefined
  /** The list's default entry. */
  fallback: string | undefined
  registered: string[]
}

/** What the demo app names in its requests. */
const DEMO_PATHS: Record<UriList, string> = { redirect_uri: '/callback', sign_out_uri: '/signed-out' }

/**
 * Decides every redirect to an address that came in with a request. While a list is empty, development mode follows
 * any loopback address: on a laptop nothing has been registered yet, and loopback leads nowhere else. The addresses of
 * the demo app count as registered while it runs, and do not end that: the list is the developer's own.
 */
export async function decideRedirect(
  app: AppContext,
  list: UriList,
  requested: string | undefined,
): Promise<RedirectDecision> {
  const entries = await readRegisteredUris(app.db, list)
  const registered = entries.map((entry) => entry.uri)
  const isOpen = app.config.mode === 'development' && entries.length === 0
  const location =
    isOpen && requested && isLoopbackUri(requested)
      ? requested
      : matchRegisteredUri([...registered, ...demoUris(app.config, list)], requested)
  return {
    location,
    fallback: entries.find((entry) => entry.is_default === 1)?.uri,
    registered,
  }
}

function demoUris({ demoUrl }: Config, list: UriList): string[] {
  return demoUrl === undefined ? [] : [`${demoUrl}${DEMO_PATHS[list]}`]
}
