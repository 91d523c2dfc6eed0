import type { AppContext } from '../../context.ts'
import { findRevokedApiKeys } from '../applications/api-keys.ts'

/** A key is checked when a stream begins, and from here on while it lasts. */
export async function endStreamsOfRevokedKeys(app: AppContext): Promise<void> {
  const listeners = [...app.feed.listeners]
  const revoked = await findRevokedApiKeys(
    app,
    listeners.map(({ apiKeyId }) => apiKeyId),
  )
  for (const listener of listeners) if (revoked.has(listener.apiKeyId)) listener.end('key_revoked')
}
