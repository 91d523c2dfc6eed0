import type { AppContext } from '../../src/context.ts'
import { registerUri, unregisterUri } from '../../src/features/applications/register-uri.ts'
import { readRegisteredUris } from '../../src/features/applications/registered-uri.queries.ts'

/** Makes these the registered sign-out URIs and removes all others. Only the named one is the default. */
export async function setSignOutUris(app: AppContext, uris: readonly string[], defaultUri?: string): Promise<void> {
  await removeSignOutUris(app)
  for (const uri of uris) await registerUri(app, 'sign_out_uri', { uri, default: uri === defaultUri })
}

/** The default goes last, or it may not go. */
async function removeSignOutUris(app: AppContext): Promise<void> {
  const entries = await app.db.selectFrom('sign_out_uri').select('id').orderBy('is_default').execute()
  for (const { id } of entries) await unregisterUri(app, 'sign_out_uri', id)
  const left = await readRegisteredUris(app.db, 'sign_out_uri')
  if (left.length > 0) throw new Error('Sign-out URIs are left.')
}
