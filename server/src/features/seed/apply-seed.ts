import type { AppContext } from '../../context.ts'
import { registerUri, type UriEntry } from '../applications/register-uri.ts'
import { readRegisteredUris, type UriList } from '../applications/registered-uri.queries.ts'
import { addUser } from '../users/create-user.ts'
import { findUserByEmail } from '../users/user.queries.ts'
import type { Seed } from './seed-file.ts'

/** Adds what is not there yet, so that starting again with the same file changes nothing. */
export async function applySeed(
  app: AppContext,
  seed: Pick<Seed, 'users' | 'redirectUris' | 'signOutUris'>,
): Promise<void> {
  for (const user of seed.users) {
    if (!(await findUserByEmail(app.db, user.email))) await addUser(app, user)
  }
  await registerMissing(app, 'redirect_uri', seed.redirectUris)
  await registerMissing(app, 'sign_out_uri', seed.signOutUris)
}

async function registerMissing(app: AppContext, list: UriList, entries: UriEntry[]): Promise<void> {
  const known = new Set((await readRegisteredUris(app.db, list)).map((entry) => entry.uri))
  for (const entry of entries) {
    if (!known.has(entry.uri)) await registerUri(app, list, entry)
  }
}
