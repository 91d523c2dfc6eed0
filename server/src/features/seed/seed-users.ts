import type { AppContext } from '../../context.ts'
import { addUser } from '../users/create-user.ts'
import { emailKey, findUser, findUserByEmail, findUserByExternalId, type User } from '../users/user.queries.ts'
import { explained } from './explain-refusal.ts'
import type { Seed } from './seed-file.ts'
import type { Seeded } from './seeded.ts'

export async function seedUsers(app: AppContext, users: Seed['users'], { userIds }: Seeded): Promise<void> {
  for (const given of users) {
    const { id } =
      (await findPresent(app, given)) ?? (await explained(app, `users: ${given.email}`, () => addUser(app, given)))
    userIds.set(emailKey(given.email), id)
    if (given.id !== undefined) userIds.set(given.id, id)
  }
}

/** Each of the three is one user's alone; an address is what changes most. */
async function findPresent(
  app: AppContext,
  { id, external_id, email }: Seed['users'][number],
): Promise<User | undefined> {
  const known =
    (id === undefined ? undefined : await findUser(app.db, id)) ??
    (external_id ? await findUserByExternalId(app.db, external_id) : undefined)
  return known ?? (await findUserByEmail(app.db, email))
}
