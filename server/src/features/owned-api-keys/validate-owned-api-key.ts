import type { AppContext } from '../../context.ts'
import { hashSecret } from '../../platform/secrets.ts'
import { findWorkingKey, type OwnedApiKey } from './owned-api-key.queries.ts'

/**
 * The key of an organization or a user that this value is, if it is good at this moment. The look-up is by hash, so no
 * secret is compared, and in a table of its own: a key of the server's management API is none of these, nor is one of
 * these good there. That it was used is only noted here, and written with others later.
 */
export async function validateOwnedApiKey(app: AppContext, value: string): Promise<OwnedApiKey | undefined> {
  const now = app.clock.now()
  const key = await findWorkingKey(app.db, hashSecret(value), now)
  if (key) app.apiKeyUses.note(key.id, now)
  return key
}
